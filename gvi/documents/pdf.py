"""From a frozen page to PDF/UA-1. Only our own style and fonts are loaded, by exact name."""

import atexit
import unicodedata
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any, ClassVar

from django.conf import settings
from django.utils.html import strip_tags

SOURCE, NOTO = "vendor/source-sans-3-static/source-sans-3-", "vendor/noto-sans-"
PARTS = {
    "latin": ("400", "600", "700"),
    "latin-ext": ("400", "600", "700"),
    "greek": ("400", "700"),
    "greek-ext": ("400", "700"),
    "cyrillic": ("400", "700"),
    "cyrillic-ext": ("400", "700"),
}
SCRIPTS = ("arabic", "hebrew")
# name -> file: the letters of the scripts that people here write, and the usual signs
FONTS = {
    **{
        f"{part}-{weight}": f"{SOURCE}{part}-{weight}-normal.woff2"
        for part, all_of in PARTS.items()
        for weight in all_of
    },
    **{
        f"{each}-{weight}": f"{NOTO}{each}/noto-sans-{each}-{weight}-normal.woff2"
        for each in SCRIPTS
        for weight in ("400", "700")
    },
    "marks": f"{NOTO}symbols-2/marks.woff2",
    "arrows": f"{NOTO}symbols/arrows.woff2",
}
BUNDLED: dict[str, tuple[str, str]] = {
    "gvi:paper.css": ("print/paper.css", "text/css"),
    **{f"gvi:{name}.woff2": (place, "font/woff2") for name, place in FONTS.items()},
}
UNSEEN = {"Cc", "Cf", "Zl", "Zp", "Zs"}  # categories of characters that draw nothing


class LibraryMissing(Exception):
    """The libraries that make PDFs are not on this machine."""


class ForeignContent(Exception):
    """The page asked for something that is not ours, so somebody has put it there. No PDF is made."""


@dataclass(frozen=True)
class Printed:
    """A finished PDF."""

    pdf: bytes
    pages: int


def render(pages: list[str], *, number: str) -> Printed:
    """Render one or several frozen pages as one PDF; each page counts its own sheets.

    `number` is the only metadata of the file. Raises LibraryMissing and ForeignContent.
    """
    renderer = _renderer()
    renderer.fetcher.refused.clear()
    try:
        rendered = [renderer.render(html) for html in pages]
        whole = rendered[0].copy([page for each in rendered for page in each.pages])
        pdf = whole.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=number.encode())
    except renderer.stopped as error:
        raise ForeignContent from error
    if renderer.fetcher.refused:  # in an SVG a refused resource is only left out
        raise ForeignContent
    return Printed(pdf, len(whole.pages))


@cache
def _showable() -> frozenset[int]:
    """The characters that our own fonts can draw."""
    from fontTools.ttLib import TTFont

    fonts = (TTFont(BytesIO(bundled(place))) for place in FONTS.values())
    return frozenset(character for font in fonts for character in font.getBestCmap())


def unshowable(html: str) -> list[str]:
    """The characters of a page that no font of ours can draw, each once, in order: they become empty boxes on paper."""
    text = unescape(strip_tags(html))
    return [
        sign
        for sign in dict.fromkeys(text)
        if ord(sign) not in _showable() and unicodedata.category(sign) not in UNSEEN
    ]


def warm_up() -> None:
    """Load style and fonts before the first paper, if the libraries are installed."""
    with suppress(LibraryMissing):
        _renderer().render("<html lang=sv><title>.</title><p>.")


@dataclass(frozen=True)
class _Renderer:
    """What a worker sets up once: the parsed style, the fonts, and the fetcher."""

    page: Any
    fetcher: Any
    style: Any
    fonts: Any
    stopped: type[BaseException]

    def render(self, html: str) -> Any:
        document = self.page(string=html, url_fetcher=self.fetcher, media_type="print")
        if document.etree_element.find(".//*[@rel='attachment']") is not None:
            raise ForeignContent
        return document.render(font_config=self.fonts, stylesheets=[self.style])


@cache
def _renderer() -> _Renderer:
    """Load WeasyPrint only here, so that everything else runs without its system libraries. Raises LibraryMissing."""
    try:
        from weasyprint import CSS, HTML
        from weasyprint.text.fonts import FontConfiguration
        from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse
    except (ImportError, OSError) as error:  # OSError: a shared library that the bindings load is not installed
        raise LibraryMissing(str(error)) from error

    class BundledOnly(URLFetcher):  # type: ignore[misc]  # weasyprint has no types
        """Serves our own files by exact name. No network, no other file, no data URL, no redirect."""

        refused: ClassVar[list[str]] = []

        def fetch(self, url: str, headers: Any = None) -> Any:
            if url not in BUNDLED:
                self.refused.append(url)
                raise ValueError("not bundled")
            place, kind = BUNDLED[url]
            return URLFetcherResponse(url, bundled(place), {"Content-Type": kind})

    fetcher = BundledOnly(allowed_protocols=("gvi",), allow_redirects=False, fail_on_errors=True)
    fonts = FontConfiguration()
    style = CSS(url="gvi:paper.css", url_fetcher=fetcher, font_config=fonts)
    return _Renderer(HTML, fetcher, style, fonts, FatalURLFetchingError)


atexit.register(_renderer.cache_clear)  # before its libraries are unloaded


def bundled(place: str) -> bytes:
    """A file that we ship, among the static ones."""
    return Path(settings.BASE, "static", place).read_bytes()
