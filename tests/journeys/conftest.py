"""Journeys: the whole site as `make run` starts it, and a real Chromium in front of it."""

import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
START = (
    "import sys; from pathlib import Path; from ops.run import run; "
    "run(Path(sys.argv[1]), port=int(sys.argv[2]), demo=True)"
)
OURS = ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "SECRET_KEY", "GVI_FIELD_KEY", "DEMO", "SECURE")
CHROMIUM = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PASSWORD = "gvi-demo-losenord"
PAPER = 90_000  # milliseconds: a full machine makes pages before papers
WIDE, NARROW = (1280, 900), (390, 844)


@dataclass
class Site:
    """A running site with the demo partnership."""

    url: str
    base: Path


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="package")
def site() -> Iterator[Site]:
    """Started once; everything a journey changes stays for the next, so each makes what it needs.

    GVI_SITE=http://127.0.0.1:8000 takes a running site instead, for writing journeys.
    """
    if running := os.environ.get("GVI_SITE"):
        yield Site(running, ROOT)
        return
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    base, port = ROOT / "var" / "journeys" / worker, _free_port()
    shutil.rmtree(base, ignore_errors=True)
    environ = {key: value for key, value in os.environ.items() if key not in OURS}
    with subprocess.Popen(
        [sys.executable, "-c", START, str(base), str(port)],
        cwd=ROOT,
        env=environ,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        said = []
        for line in process.stdout:
            said.append(line)
            if line.startswith("Ready:"):
                break
        assert process.poll() is None, "".join(said)
        yield Site(f"http://127.0.0.1:{port}", base)
        process.terminate()
        process.wait(30)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Ended with the journeys: its event loop would forbid Django the database in every test after them."""
    with sync_playwright() as playwright:
        found = shutil.which("chromium") or shutil.which("chromium-browser") or "/usr/bin/chromium"
        browser = playwright.chromium.launch(executable_path=found, args=CHROMIUM)
        yield browser
        browser.close()


@dataclass
class Visitor:
    """Somebody at a browser. What the console says on the way is remembered."""

    page: Page
    site: Site
    console: list[str]

    def open(self, path: str) -> Page:
        self.page.goto(self.site.url + path)
        return self.page

    def look(self) -> None:
        """The page as it is: accessible, quiet on the console, no overflow; wide and narrow, light and dark."""
        where = self.page.url.removeprefix(self.site.url)
        for width, height in (WIDE, NARROW):
            self.page.set_viewport_size({"width": width, "height": height})
            over = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert over <= 0, f"{where} is {over} px too wide at {width}"
            for scheme in ("light", "dark"):
                self.page.emulate_media(color_scheme=scheme)
                found = Axe().run(self.page)
                assert found.violations_count == 0, f"{where} {width} {scheme}\n{found.generate_report()}"
        self.page.emulate_media(color_scheme="light")
        self.page.set_viewport_size({"width": WIDE[0], "height": WIDE[1]})
        assert self.console == [], f"{where}: {self.console}"


@pytest.fixture
def visit(site: Site, browser: Browser) -> Iterator[Callable[[str], Visitor]]:
    """`visit("polis")` signs somebody of the demo in; `visit("")` stays outside."""
    contexts: list[BrowserContext] = []

    def come(who: str, **options: Any) -> Visitor:
        context = browser.new_context(locale="sv-SE", viewport={"width": WIDE[0], "height": WIDE[1]}, **options)
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        visitor = Visitor(page, site, [])
        page.on("console", lambda message: _remember(visitor, message))
        page.on("pageerror", lambda error: visitor.console.append(str(error)))
        if who:
            sign_in(visitor, who)
        return visitor

    yield come
    for context in contexts:
        context.close()


def _remember(visitor: Visitor, message: ConsoleMessage) -> None:
    if message.type in ("error", "warning"):
        visitor.console.append(f"{message.type}: {message.text}")


def follow(control: Locator) -> None:
    """Click what leads to another page and be there: the old page must not answer for the new one."""
    with control.page.expect_navigation():
        control.click()


def press(page: Page, name: str | re.Pattern[str]) -> None:
    """The button of the page with this name, and be where it leads."""
    follow(page.locator("main").get_by_role("button", name=name).first)


def send(page: Page) -> None:
    """The first button of the page's form: the one that does it."""
    follow(page.locator("main form.gvi-form .gvi-buttons button").first)


def sign_in(visitor: Visitor, who: str) -> None:
    """By the login page, as anybody does; an address in full for somebody who is not of Norrby."""
    page = visitor.open("/konto/logga-in/")
    page.get_by_label("E-postadress").fill(who if "@" in who else f"{who}@norrby.example")
    page.get_by_label("Lösenord").fill(PASSWORD)
    follow(page.get_by_role("button", name="Logga in"))
    page.wait_for_url(visitor.site.url + "/")
