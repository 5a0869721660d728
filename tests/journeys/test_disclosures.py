"""Hand names to probation for the evening and take them back: two people, two browsers, nothing in between."""

import re
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import PAPER, Visitor, follow, send

pytestmark = pytest.mark.browser
OCCASION = re.compile("Kulturhuset, hörsalen")
SEATS = 15  # sixteen were invited, and the police have struck one
WHY = "Frivården tar emot i entrén och ska kunna hälsa med namn."


def test_names_for_the_evening_and_back_again(visit, tmp_path):
    police, officer = visit("polis"), visit("frivard", has_touch=True)
    the_police_take_back_what_the_demo_handed_over(police)
    own = names_at_seats(officer)
    address = the_police_hand_names_over(police)
    the_officer_accepts_in_one_press(officer)
    assert len(names_at_seats(officer)) == SEATS > len(own)
    struck = officer.page.locator("tbody tr", has_text="Struken")
    expect(struck).to_have_count(1)
    expect(struck.locator("th .gvi-quiet")).to_have_count(0)
    assert names_at_seats(visit("samordnare")) == set()
    the_decision_is_printed_without_names(police, address, tmp_path)
    take_back(police, address)
    assert names_at_seats(officer) == own
    the_register_decides_on_disposal(visit("registrator-frivard"), officer)


def the_police_take_back_what_the_demo_handed_over(police: Visitor) -> None:
    page = police.open("/utlamnanden/?visa=utlamnat")
    police.look()
    row = page.locator("tbody tr", has_text=OCCASION).filter(has_text="mottaget")
    follow(row.get_by_role("link"))
    take_back(police, page.url.removeprefix(police.site.url))


def take_back(police: Visitor, address: str) -> None:
    page = police.open(address)
    follow(page.get_by_role("link", name="Återkalla", exact=True))
    police.look()
    send(page)
    expect(page.locator(".gvi-facts")).to_contain_text("återkallat")
    police.look()


def names_at_seats(who: Visitor) -> set[str]:
    """The names beside the codes on the page of the call-in."""
    page = who.open("/call-ins/")
    follow(page.locator("tbody tr", has_text=OCCASION).get_by_role("link").first)
    return set(page.locator("tbody th .gvi-quiet").all_inner_texts())


def the_police_hand_names_over(police: Visitor) -> str:
    page = police.open("/utlamnanden/nytt/")
    police.look()
    page.get_by_label("Mottagare").select_option(label="Frivården")
    option = page.locator("[name=tillfalle] option", has_text=OCCASION).get_attribute("value")
    page.locator("[name=tillfalle]").select_option(value=option)
    send(page)
    police.look()
    for person in page.locator("[name=people]").all():
        person.check()
    for field in ("förnamn", "efternamn"):
        page.get_by_label(field, exact=True).check()
    page.get_by_label(re.compile(r"10 kap\. 2 §")).check()
    page.get_by_label("Beslutat av").fill("lokalpolisområdeschef")
    send(page)
    expect(page.locator("main")).to_contain_text("Skriv varför den gäller")
    police.console.clear()  # Chromium notes the 422
    page.get_by_label("Bedömning").fill(WHY)
    send(page)
    expect(page.locator("main")).to_contain_text("Så här ser Frivården det")
    expect(page.locator("main")).to_contain_text("inte bekräftad av jurist")
    police.look()
    follow(page.get_by_role("button", name="Välj om"))
    expect(page.get_by_label("Bedömning")).to_have_value(WHY)
    send(page)
    page.get_by_label("Bedömningen är gjord för var och en").check()
    send(page)
    police.look()
    return page.url.removeprefix(police.site.url)


def the_officer_accepts_in_one_press(officer: Visitor) -> None:
    page = officer.open("/")
    duty = page.locator(".gvi-rows li", has_text=OCCASION).filter(has_text="Från Polisen")
    follow(duty.get_by_role("button"))
    expect(page.locator(".gvi-facts")).to_contain_text("mottaget")
    officer.look()


def the_decision_is_printed_without_names(police: Visitor, address: str, tmp_path: Path) -> None:
    page = police.open(address)
    names = [name for row in page.locator("tbody tr").all() for name in row.locator("td").all_inner_texts()]
    follow(page.get_by_role("link", name="Skriv ut beslutet"))
    send(page)
    link = page.get_by_role("link", name=re.compile("Ladda ner")).first
    expect(link).to_be_visible(timeout=PAPER)
    answer = page.request.get(police.site.url + (link.get_attribute("href") or ""))
    paper = tmp_path / "beslut.pdf"
    paper.write_bytes(answer.body())
    text = subprocess.run(["pdftotext", str(paper), "-"], capture_output=True, text=True, check=True).stdout
    assert "Beslut om utlämnande" in text
    assert "grunden är inte bekräftad av jurist" in " ".join(text.split())
    assert not set(names) & set(text.split())


def the_register_decides_on_disposal(registrar: Visitor, officer: Visitor) -> None:
    page = registrar.open("/")
    registrar.look()
    follow(page.locator(".gvi-rows li", has_text=OCCASION).get_by_role("link").first)
    registrar.look()
    address = page.url.removeprefix(registrar.site.url)
    answer = officer.page.request.get(officer.site.url + address)
    assert answer.status == 404, "only the register opens what is over"
    follow(page.get_by_role("link", name="Gallra kopiorna"))
    send(page)
    page.wait_for_timeout(1_100)  # what a receiver gives up goes a moment later
    assert page.request.get(registrar.site.url + address).status == 404
