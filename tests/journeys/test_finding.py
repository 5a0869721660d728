"""Finding one's way: the menu on one row, Mer by keyboard and without a script, the search on a telephone."""

import re

import pytest
from playwright.sync_api import Page, expect

from gvi.portal.demo.people import ALONE, PEOPLE
from tests.journeys.conftest import Visitor, follow
from tests.journeys.looking import ALL, NARROW, WIDE, overflow, violations

pytestmark = pytest.mark.browser
# Where each entry of the menu and the search field begin, and how far they reach down.
ROWS = """() => {
  const parts = document.querySelectorAll(".gvi-nav > ul > li, .gvi-search");
  return [...parts].map(part => { const box = part.getBoundingClientRect(); return [box.top, box.bottom, box.right]; });
}"""


def is_one_row(page: Page) -> bool:
    """Whether there is a level that all entries and the search field cross, and nothing is wider than the window."""
    rows = page.evaluate(ROWS)
    return (
        bool(rows) and max(top for top, _b, _r in rows) < min(bottom for _t, bottom, _r in rows) and overflow(page) <= 0
    )


@pytest.mark.parametrize("who", [*dict.fromkeys(person.email for person in (*PEOPLE, ALONE))])
def test_the_menu_stands_on_one_row_in_both_languages(visit, who):
    visitor: Visitor = visit(who)
    page = visitor.page
    page.set_viewport_size({"width": WIDE[0], "height": WIDE[1]})
    for language in ("sv", "en"):
        assert page.locator("html").get_attribute("lang") == language
        assert 2 <= page.locator(".gvi-nav > ul > li").count() <= 7
        assert is_one_row(page), f"{who} {language}"
        for width in (320, NARROW[0]):
            page.set_viewport_size({"width": width, "height": NARROW[1]})
            assert overflow(page) <= 0, f"{who} {language} {width}"
        for entry in page.locator(".gvi-nav > ul > li").all():
            expect(entry).to_be_in_viewport(ratio=1)
        page.set_viewport_size({"width": WIDE[0], "height": WIDE[1]})
        if language == "sv":
            follow(page.get_by_role("button", name="English"))


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_more_opens_by_keyboard_and_is_sound(visit, size):
    page = visit("samordnare").page
    page.set_viewport_size({"width": size[0], "height": size[1]})
    more, papers = page.locator(".gvi-more > summary"), page.get_by_role("link", name="Handlingar", exact=True)
    expect(papers).to_be_hidden()
    more.focus()
    page.keyboard.press("Enter")
    expect(papers).to_be_in_viewport(ratio=1)
    assert overflow(page) <= 0
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert violations(page, ALL) == ""
    page.keyboard.press("Escape")
    expect(papers).to_be_hidden()
    expect(more).to_be_focused()
    page.keyboard.press("Enter")
    follow(papers)
    expect(page.locator(".gvi-more > summary")).to_have_attribute("aria-current", "true")


@pytest.mark.parametrize("script", [True, False])
def test_a_code_is_found_from_any_page_on_a_telephone(visit, script):
    visitor: Visitor = visit("polis", java_script_enabled=script)
    page = visitor.page
    page.set_viewport_size({"width": NARROW[0], "height": NARROW[1]})
    code = visitor.open("/personer/").locator("tbody th a").first.inner_text()
    visitor.open("/moten/")
    page.locator(".gvi-more > summary").click()
    expect(page.get_by_role("link", name="Handlingar", exact=True)).to_be_visible()
    page.locator(".gvi-more > summary").click()
    typed = code.lower().replace(" ", "")
    page.get_by_label("Sök efter").fill(typed)
    follow(page.get_by_role("search").get_by_role("button", name="Sök"))
    assert page.url.split("?")[0].endswith("/sok/")
    assert re.fullmatch(r"\?sok=[0-9a-f]{32}", page.url.split("/sok/")[1])
    expect(page.get_by_label("Sök efter")).to_have_value(typed)
    hit = page.locator(".gvi-rows").get_by_role("link", name=code, exact=True)
    expect(page.get_by_text(f"Träff på personkod: {code}")).to_be_visible()
    if script:
        visitor.look()
    follow(hit)
    expect(page.locator("h1")).to_contain_text(code)
    page.go_back()
    expect(page.get_by_label("Sök efter")).to_have_value(typed)


def test_an_empty_search_and_one_that_finds_nothing_are_sound(visit):
    visitor: Visitor = visit("samordnare")
    page = visitor.open("/sok/")
    visitor.look()
    follow(page.get_by_role("button", name="Sök"))
    expect(page.locator(".ds-error-summary")).to_contain_text("Skriv det du letar efter")
    visitor.console.clear()  # Chromium notes the 422
    visitor.look()
    page.get_by_label("Sök efter").fill("Finns inte")
    follow(page.get_by_role("button", name="Sök"))
    expect(page.get_by_text("Inget som du får se heter så.")).to_be_visible()
    visitor.look()
