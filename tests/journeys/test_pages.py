"""Every page somebody can reach, looked at; and the evening without a line of JavaScript."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visitor, follow

pytestmark = pytest.mark.browser

ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
LEFT_OUT = re.compile(r"/pdf/|/mall/|/logga-ut/|/fil/")
ALONE = "samordnare@ekstad.example"  # where only the municipality logs in
ROLES = [
    "samordnare", "polis", "frivardsinspektor", "socialsekreterare", "styrgrupp", "registrator", "logg", "system",
    "aklagare",
]  # fmt: skip


def kind(path: str) -> str:
    """Pages that differ only in which row they show are looked at once."""
    return ID.sub("*", path.split("?")[0].split("#")[0])


def reachable(page: Page) -> list[str]:
    hrefs = page.eval_on_selector_all("a[href^='/']", "links => links.map(link => link.getAttribute('href'))")
    return [href for href in hrefs if not LEFT_OUT.search(href)]


@pytest.mark.parametrize("who", [*ROLES, ALONE])
def test_every_page_of_a_role_is_sound(visit, who):
    visitor: Visitor = visit(who)
    waiting, seen = ["/"], set()
    while waiting:
        path = waiting.pop(0)
        if kind(path) in seen:
            continue
        seen.add(kind(path))
        page = visitor.open(path)
        expect(page.locator("h1").first).to_be_visible()
        visitor.look()
        waiting += [href for href in reachable(page) if kind(href) not in seen]
    assert "/jag/" in seen


def test_the_login_page_is_sound(visit):
    visitor = visit("")
    visitor.open("/konto/logga-in/")
    visitor.look()


def test_a_missing_page_is_sound_and_repeats_no_address(visit):
    visitor = visit("samordnare")
    page = visitor.open("/grupper/00000000-0000-4000-8000-000000000000/")
    visitor.console.clear()  # Chromium notes the 404
    visitor.look()
    assert "00000000" not in page.content()


def test_the_evening_works_without_javascript(visit):
    page = visit("samordnare2", java_script_enabled=False).open("/call-ins/")
    follow(page.locator("tbody tr", has_text="Kulturhuset, hörsalen").get_by_role("link").first)
    follow(page.get_by_role("link", name="Öppna kvällen").first)
    follow(page.locator("main").get_by_role("button", name="Öppna kvällen"))
    seat = page.locator(".gvi-seats > li").first
    seat.get_by_role("button", name="Frånvarande").click()
    expect(seat.get_by_role("button", name="Frånvarande")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name=re.compile("Ångra")).click()
    expect(seat.get_by_role("button", name="Frånvarande")).to_have_attribute("aria-pressed", "false")
    page.reload()
    expect(seat.get_by_role("button", name="Frånvarande")).to_have_attribute("aria-pressed", "false")
