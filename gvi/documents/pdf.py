"""From a frozen page to PDF/UA-1. Nothing is fetched but our own paper style and fonts, by exact name."""

import atexit
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, ClassVar

from django.conf import settings

FONTS = "vendor/source-sans-3-static/source-sans-3-"
# All that a paper may ask for, and where it lies.
BUNDLED: dict[str, tuple[str, str]] = {
    "gvi:paper.css": ("print/paper.css", "text/css"),
    **{
        f"gvi:{face}.woff2": (f"{FONTS}{face}.woff2", "font/woff2")
        for face in (
            "latin-400-normal",
            "latin-600-normal",
            "latin-700-normal",
            "latin-ext-400-normal",
            "latin-ext-600-normal",
            "latin-ext-700-normal",
        )
    },
}


class Missing(Exception):
    """The libraries that make PDFs are not on this machine."""


class Foreign(Exception):
    """The page asked for something that is not ours. It is not made at all: somebody has put it there."""


@dataclass(frozen=True)
class Printed:
    """A finished PDF."""

    pdf: bytes
    pages: int


def make(pages: list[str], *, number: str) -> Printed:
    """One PDF of one or several frozen pages, each with its own count of pages.

    `number` is all that the file says of itself. Raises Missing and Foreign.
    """
    press = _press()
    press.fetcher.refused.clear()
    try:
        rendered = [press.render(html) for html in pages]
        whole = rendered[0].copy([page for each in rendered for page in each.pages])
        pdf = whole.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=number.encode())
    except press.stopped as error:
        raise Foreign from error
    if press.fetcher.refused:  # inside a drawing a refusal is only a missing part
        raise Foreign
    return Printed(pdf, len(whole.pages))


def warm_up() -> None:
    """Load style and fonts before the first paper, if the libraries are installed."""
    with suppress(Missing):
        _press().render("<html lang=sv><title>.</title><p>.")


@dataclass(frozen=True)
class _Press:
    """What is set up once in a worker: the parsed style, the fonts, and the fetcher that says no."""

    page: Any
    fetcher: Any
    style: Any
    fonts: Any
    stopped: type[BaseException]

    def render(self, html: str) -> Any:
        document = self.page(string=html, url_fetcher=self.fetcher, media_type="print")
        if document.etree_element.find(".//*[@rel='attachment']") is not None:
            raise Foreign
        return document.render(font_config=self.fonts, stylesheets=[self.style])


@cache
def _press() -> _Press:
    """Load WeasyPrint only here, so that everything else runs without its system libraries. Raises Missing."""
    try:
        from weasyprint import CSS, HTML
        from weasyprint.text.fonts import FontConfiguration
        from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse
    except (ImportError, OSError) as error:  # OSError: a shared library that the bindings load is not installed
        raise Missing(str(error)) from error

    class BundledOnly(URLFetcher):  # type: ignore[misc]  # weasyprint says nothing of its types
        """Answers for our own files by exact name. No network, no other file, no data address, no redirect."""

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
    return _Press(HTML, fetcher, style, fonts, FatalURLFetchingError)


atexit.register(_press.cache_clear)  # while its libraries are still there to say goodbye to


def bundled(place: str) -> bytes:
    """A file that we ship, among the static ones."""
    return Path(settings.BASE, "static", place).read_bytes()
