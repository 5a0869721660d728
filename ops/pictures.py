"""The pictures of the handbook and of README.md, made from the demo: `.venv/bin/python ops/pictures.py`.

It starts a site of its own, goes through the evening like a visitor, and writes PNG files of at most 150 kB. Needs
Chromium. Run it again after a change of the look; `tests/journeys/test_handbook.py` sees to it that every picture
is used and small.
"""

import io
import os
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.journeys.conftest import CHROMIUM, Site, Visitor, running_site, sign_in  # noqa: E402

BOOK = ROOT / "docs" / "handbok" / "bilder"
FRONT = ROOT / "docs" / "pictures"
MOST = 150_000  # bytes
WIDE, NARROW = {"width": 1180, "height": 820}, {"width": 390, "height": 780}


def main() -> None:
    """Make them all, or one round by its name; GVI_SITE=http://127.0.0.1:8000 takes a site that runs."""
    with running() as here, sync_playwright() as playwright:
        found = shutil.which("chromium") or "/usr/bin/chromium"
        browser = playwright.chromium.launch(
            executable_path=found, args=[*CHROMIUM, "--lang=sv-SE"], env={**os.environ, "LANGUAGE": "sv"}
        )
        for who, steps in ROUNDS:
            if sys.argv[1:] in ([], [steps.__name__]):
                with visitor(browser, here, who) as page:
                    steps(page, here.url)
        browser.close()


@contextmanager
def running() -> Iterator[Site]:
    """A site with a fresh demo; the same as the journeys use."""
    folder = ROOT / "var" / "journeys" / "pictures"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    yield from running_site.__wrapped__(folder)


@contextmanager
def visitor(browser: Browser, here: Site, who: str) -> Iterator[Page]:
    """Somebody of the demo, signed in; nobody for an empty name."""
    narrow = who.endswith("/telefon")
    context = browser.new_context(
        locale="sv-SE", viewport=NARROW if narrow else WIDE, has_touch=narrow, color_scheme="light"
    )
    context.set_default_timeout(15_000)
    page = context.new_page()
    if who:
        sign_in(Visitor(page, here, []), who.removesuffix("/telefon"))
    yield page
    context.close()


def shoot(page: Page, name: str, *, folder: Path = BOOK, height: int | None = None, top: str = "") -> None:
    """One picture. `top` is the element at its upper edge; `height` crops it."""
    page.wait_for_load_state("networkidle")
    page.evaluate("document.activeElement && document.activeElement.blur()")
    if top:
        page.locator(top).first.evaluate("e => window.scrollTo(0, e.getBoundingClientRect().top + scrollY - 12)")
    size = page.viewport_size or WIDE
    clip = {"x": 0, "y": 0, "width": size["width"], "height": height or size["height"]}
    write(page.screenshot(clip=clip), folder / f"{name}.png")


def write(shot: bytes, path: Path) -> None:
    """As few colours as it takes to be small; text stays sharp."""
    picture = Image.open(io.BytesIO(shot)).convert("RGB")
    for colours in (256, 128, 64, 32):
        out = io.BytesIO()
        picture.quantize(colours, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
        if out.tell() <= MOST:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(out.getvalue())
            print(f"{path.relative_to(ROOT)} {out.tell() // 1000} kB")
            return
    raise SystemExit(f"{path.name} is larger than {MOST} bytes even in 32 colours.")


def coming(page: Page, url: str) -> None:
    """Tomorrow's call-in, which is first in the list."""
    page.goto(url + "/call-ins/")
    page.locator("main tbody a").first.click()
    page.wait_for_load_state()


def entrance(page: Page, url: str) -> None:
    page.goto(url + "/konto/logga-in/")
    shoot(page, "logga-in", height=560)


def coordinator(page: Page, url: str) -> None:
    page.goto(url)
    shoot(page, "min-dag", folder=FRONT)
    page.goto(url + "/jag/")
    shoot(page, "profil")
    page.goto(url + "/call-ins/nytt/")
    shoot(page, "planera-call-in")
    coming(page, url)
    shoot(page, "call-in")
    page.locator("main").get_by_role("link", name="Platser och följeslagare").click()
    shoot(page, "platser")
    page.goto(url + "/moten/")
    page.locator("main tbody a").nth(1).click()
    shoot(page, "mote")


def paper(page: Page, url: str) -> None:
    page.goto(url + "/moten/")
    page.locator("main").get_by_role("button", name=re.compile("Skriv ut underlag")).nth(1).click()
    page.get_by_role("link", name=re.compile("Ladda ner")).first.wait_for(timeout=60_000)
    for _ in range(30):
        page.reload()
        if "Skapas" not in page.locator("main").inner_text():
            break
        page.wait_for_timeout(1000)
    shoot(page, "handling")


def police(page: Page, url: str) -> None:
    page.goto(url)
    shoot(page, "polisens-dag")
    page.goto(url + "/grupper/importera/")
    page.set_input_files("input[type=file]", ROOT / "examples" / "grupplista-med-fel.csv")
    page.locator("main").get_by_role("button", name="Kontrollera listan").click()
    shoot(page, "import-fel")
    page.goto(url + "/grupper/")
    shoot(page, "grupper")
    page.goto(url + "/personer/koder/")
    shoot(page, "koder")


def opening(page: Page, url: str) -> None:
    """The evening is opened, and some have come."""
    coming(page, url)
    page.get_by_role("link", name=re.compile("Öppna kvällen")).first.click()
    page.locator("main").get_by_role("button", name="Öppna kvällen").click()
    for seat, outcome in enumerate(("Närvarande", "Närvarande", "Frånvarande", "Närvarande")):
        page.locator(".gvi-seats > li").nth(seat).get_by_role("button", name=outcome).click()
        page.wait_for_timeout(400)
    page.goto(page.url)
    shoot(page, "kvallen")


def officer(page: Page, url: str) -> None:
    coming(page, url)
    shoot(page, "frivardens-call-in")
    page.goto(url + "/personer/")
    page.locator("main tbody tr", has_not_text="–").get_by_role("link").first.click()
    shoot(page, "kod")


def telephone(page: Page, url: str) -> None:
    coming(page, url)
    page.goto(page.url + "kvall/")
    shoot(page, "kvallen-telefon")


def social(page: Page, url: str) -> None:
    page.goto(url)
    shoot(page, "socialtjanstens-dag")


def reviewer(page: Page, url: str) -> None:
    page.goto(url + "/logg/")
    shoot(page, "logg")


ROUNDS: list[tuple[str, Callable[[Page, str], None]]] = [
    ("", entrance),
    ("samordnare", coordinator),
    ("samordnare", paper),
    ("polis", police),
    ("samordnare", opening),
    ("frivardsinspektor", officer),
    ("frivardsinspektor/telefon", telephone),
    ("socialsekreterare", social),
    ("logg", reviewer),
]

if __name__ == "__main__":
    main()
