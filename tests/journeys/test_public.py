"""Anybody, without an account: reads, writes in, changes the language. And the registrar, who finds it."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Visitor, follow

pytestmark = pytest.mark.browser
NORRBY = "GVI Norrby och Sjöstad"
PAGES = ["/om/", "/om/norrby-sjostad/", "/tillganglighet/", "/tillganglighet/patala/", "/tillganglighet/annat-format/"]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["Svenska", "English"])
def test_a_public_page_is_sound_in_both_languages(visit, path: str, language: str) -> None:
    visitor: Visitor = visit("")
    page = visitor.open(path)
    if language == "English":
        follow(page.get_by_role("button", name="English"))
        expect(page.locator("html")).to_have_attribute("lang", "en")
    visitor.look()
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_from_the_login_page_a_step_or_two_lead_to_help_and_to_the_statement(visit) -> None:
    page = visit("").open("/konto/logga-in/")
    follow(page.get_by_role("link", name="Om GVI"))
    follow(page.get_by_role("link", name=NORRBY))
    expect(page.get_by_role("heading", name="Här finns hjälp")).to_be_visible()
    assert page.locator("a[href='tel:112']").count() == 1
    follow(page.get_by_role("link", name="Tillgänglighetsredogörelse"))
    expect(page.get_by_role("heading", name="Det här är inte prövat")).to_be_visible()


def test_a_message_without_javascript_reaches_the_registrar(visit) -> None:
    page = visit("", java_script_enabled=False).open("/tillganglighet/")
    follow(page.locator("main").get_by_role("link", name="Påtala bristande tillgänglighet"))
    follow(page.get_by_role("button", name="Skicka"))
    expect(page.get_by_role("heading", name="Rätta det här innan du går vidare")).to_be_visible()
    page.locator("[name=partnership]").select_option(label=NORRBY)
    page.get_by_label("Vad är det som inte fungerar?").fill("Rubriken syns inte i hög kontrast.")
    follow(page.get_by_role("button", name="Skicka"))
    said = page.locator("#status").inner_text()
    number = re.search(r"T\d{4}-\d{3}", said)
    assert number, said
    register = visit("registrator").open("/inkommet/")
    follow(register.get_by_role("link", name=number.group()))
    expect(register.get_by_text("Rubriken syns inte i hög kontrast.")).to_be_visible()
    follow(register.get_by_role("link", name="Markera som besvarat"))
    register.get_by_label("Det här gjordes").fill("Kontrasten är ändrad.")
    follow(register.locator("main").get_by_role("button", name="Spara"))
    expect(register.get_by_text("Kontrasten är ändrad.")).to_be_visible()
    expect(register.get_by_text("Besvarat", exact=False).first).to_be_visible()


def test_another_format_is_asked_for_without_javascript(visit) -> None:
    page = visit("", java_script_enabled=False).open("/tillganglighet/annat-format/")
    page.locator("[name=partnership]").select_option(label=NORRBY)
    page.get_by_label("Vad vill du läsa?").fill("Budskapet")
    page.get_by_label("inspelat ljud").check()
    page.get_by_label("Vart skickar vi det?").fill("070-174 06 05")
    follow(page.get_by_role("button", name="Skicka"))
    expect(page.locator("#status")).to_contain_text("Tack. Ditt meddelande har kommit in")


def test_the_switch_keeps_the_page_of_whoever_is_signed_in(visit) -> None:
    visitor = visit("samordnare")
    page = visitor.open("/grupper/")
    follow(page.get_by_role("button", name="English"))
    expect(page).to_have_url(re.compile("/grupper/$"))
    expect(page.locator("h1")).to_have_text("Groups")
    visitor.look()
    follow(page.get_by_role("button", name="Svenska"))
    expect(page.locator("h1")).to_have_text("Grupper")
