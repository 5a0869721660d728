"""Increased focus: a shooting on Saturday, a decision on Tuesday, a paper on the table; and the police's morning."""

import re
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import PAPER, Visitor, follow, press, send
from tests.journeys.looking import NARROW

pytestmark = pytest.mark.browser

TUESDAY = timezone.localdate() - timedelta(days=(timezone.localdate().weekday() - 2) % 7 + 1)  # the latest, not today
SATURDAY = TUESDAY - timedelta(days=3)
PLACE = "Kvarnparken"
SUMMARY = "Skottlossning vid en lekplats. En person fördes till sjukhus."
NUMBER, NOTES = "5000-K987654-26", "Vittnet bor i trean"
LATE = "Togs per telefon och skrivs in efter mötet"


def test_a_shooting_on_saturday_to_a_decision_on_tuesday(visit, tmp_path):
    police, coordinator, officer = visit("polis"), visit("samordnare"), visit("frivard")
    incident = the_police_report_it_and_keep_their_file(police)
    nobody_else_sees_it(coordinator, incident)
    group = they_lay_it_to_a_group_and_publish(police, incident)
    sanction = the_coordinator_proposes(coordinator, incident, group)
    the_decision_was_taken_by_telephone(coordinator, sanction)
    for agency in (police, officer):
        it_confirms_its_own_part(agency, sanction)
    it_begins(coordinator, sanction)
    each_agency_plans_its_own(police, sanction, "traffic_controls", "Lokalpolisområdet, grupp 1")
    each_agency_plans_its_own(officer, sanction, "tight_supervision", "Frivårdskontoret Norrby")
    each_agency_plans_its_own(coordinator, sanction, "serving_licences", "Tillståndsenheten")
    the_police_count(police, group)
    paper = the_brief_is_printed(coordinator, tmp_path)
    counted = "Polisen, synlig närvaro och trafikkontroller: 12 kontroller"
    assert f"{group} pågår 0 av 3 fokusåtgärder klara; {counted}" in paper
    assert f"om {(TUESDAY + timedelta(weeks=4) - timezone.localdate()).days} dagar" in paper
    for hidden in (NUMBER, NOTES, PLACE, SUMMARY):
        assert hidden not in paper, f"{hidden} stands on the common copy"


def the_police_report_it_and_keep_their_file(police: Visitor) -> str:
    page = police.open("/handelser/ny/")
    police.look()
    page.get_by_label("Datum").fill(SATURDAY.isoformat())
    page.get_by_label("Tid").fill("23:40")
    page.get_by_label("Typ").select_option("shooting_injured")
    page.get_by_label("Område").fill(PLACE)
    page.get_by_label("Döda").fill("0")
    page.get_by_label("Skadade").fill("1")
    send(page)
    incident = page.url.removeprefix(police.site.url)
    police.look()
    police.open(incident + "egen-akt/")
    police.look()
    page.get_by_label("K-nummer").fill(NUMBER)
    page.get_by_label("Egna anteckningar").fill(NOTES)
    send(page)
    expect(page.locator("main")).to_contain_text(NUMBER)
    return incident


def nobody_else_sees_it(other: Visitor, incident: str) -> None:
    assert PLACE not in other.open("/handelser/").content()
    answer = other.page.goto(other.site.url + incident)
    assert answer is not None
    assert answer.status == 404
    other.console.clear()  # Chromium notes the 404


def they_lay_it_to_a_group_and_publish(police: Visitor, incident: str) -> str:
    page = police.open(incident + "verifiera/")
    police.look()
    send(page)
    page = police.open(incident + "genomgang/")
    police.look()
    page.locator("[name=reviewed_on]").fill(TUESDAY.isoformat())
    send(page)
    page = police.open(incident + "grupp/")
    police.look()
    group = told_and_free(police)
    page.goto(police.site.url + incident + "grupp/")
    page.locator("[name=group]").select_option(label=group)
    page.locator("[name=side]").select_option("perpetrator")
    page.locator("[name=certainty]").select_option("likely")
    send(page)
    page = police.open(incident + "publicera/")
    police.look()
    page.locator("[name=summary]").fill(SUMMARY)
    page.locator("[name=attributions]").check()
    send(page)
    police.look()
    expect(page.locator("main")).not_to_contain_text(NUMBER)
    send(page)
    return group


def told_and_free(police: Visitor) -> str:
    """A group that was at a call-in and has no sanction: the demo's fourth."""
    page = police.open("/grupper/")
    return str(page.locator("tbody th a").nth(3).inner_text())


def the_coordinator_proposes(coordinator: Visitor, incident: str, group: str) -> str:
    page = coordinator.open(incident)
    coordinator.look()
    expect(page.locator("main")).to_contain_text(SUMMARY)
    for hidden in (NUMBER, NOTES):
        assert hidden not in page.content()
    follow(page.locator("main a[href*='/okat-fokus/forslag/']").first)
    coordinator.look()
    expect(page.locator("[name=trigger] option:checked")).to_contain_text(group)
    page.locator("[name=reason]").fill("Första skjutningen efter call-in. Gruppen visste vad som skulle följa.")
    send(page)
    coordinator.look()
    return page.url.removeprefix(coordinator.site.url)


def the_decision_was_taken_by_telephone(coordinator: Visitor, sanction: str) -> None:
    """Dated back, it takes a reason; nothing that was typed is lost while that is missing."""
    page = coordinator.open(sanction + "beslut/")
    coordinator.look()
    page.locator("[name=decided_on]").fill(TUESDAY.isoformat())
    page.locator("[name=by_telephone]").check()
    expect(page.get_by_label(re.compile("^Norrby kommun, samordning"))).to_be_checked()
    expect(page.get_by_label(re.compile("^Polisen"))).to_have_count(0)
    page.locator("[name=motive]").fill("Två grupper är i fokus, men den här sköt i lördags.")
    page.locator("[name=reason]").fill("Eniga om fyra veckor.")
    page.locator("[name=review_on]").fill((TUESDAY + timedelta(weeks=4)).isoformat())
    send(page)
    expect(page.locator("[name=reason]")).to_have_value("Eniga om fyra veckor.")
    coordinator.console.clear()  # Chromium notes the 422
    coordinator.look()
    page.locator("[name=late_reason]").fill(LATE)
    send(page)
    expect(page.locator("main")).to_contain_text(LATE)
    expect(page.locator("main")).to_contain_text("per telefon")
    expect(page.locator("main")).to_contain_text("väntar på")
    coordinator.look()


def it_confirms_its_own_part(visitor: Visitor, sanction: str) -> None:
    page = visitor.open(sanction)
    visitor.look()
    follow(page.get_by_role("link", name="Bekräfta er del"))
    visitor.look()
    page.locator("[name=function]").fill("områdeschef")
    send(page)
    expect(page.locator("main")).to_contain_text("(områdeschef)")


def it_begins(coordinator: Visitor, sanction: str) -> None:
    page = coordinator.open(sanction + "starta/")
    coordinator.look()
    send(page)


def each_agency_plans_its_own(visitor: Visitor, sanction: str, lever: str, function: str) -> None:
    page = visitor.open(sanction + "atgard/")
    visitor.look()
    page.locator("[name=lever]").select_option(lever)
    page.locator("[name=responsible]").fill(function)
    send(page)
    expect(page.locator("main tr", has_text=function)).to_have_count(1)
    visitor.look()


def the_police_count(police: Visitor, group: str) -> None:
    page = police.open("/okat-fokus/")
    follow(own(page, group, "trafikkontroller").get_by_role("link", name=re.compile("^Rapportera")))
    police.look()
    page.locator("[name=status][value=ongoing]").check()
    page.locator("[name=count]").fill("12")
    page.locator("[name=unit]").fill("kontroller")
    send(page)
    expect(own(page, group, "trafikkontroller")).to_contain_text("12 kontroller")


def the_brief_is_printed(coordinator: Visitor, tmp_path: Path) -> str:
    page = coordinator.open("/moten/nytt/")
    page.get_by_label("Datum").fill((timezone.localdate() + timedelta(days=2)).isoformat())
    page.get_by_label("Börjar").fill("09:00")
    page.get_by_label("Slutar").fill("10:00")
    page.get_by_label("Lokal", exact=True).fill("Kommunhuset, rum 2")
    for agency in ("Polisen", "Kriminalvården"):
        page.get_by_label(re.compile(f"^{agency}")).check()
    press(page, re.compile("^Kalla"))
    press(page, re.compile("Skriv ut underlag"))
    link = page.get_by_role("link", name=re.compile("Ladda ner")).first
    expect(link).to_be_visible(timeout=PAPER)
    answer = page.request.get(coordinator.site.url + (link.get_attribute("href") or ""))
    paper = tmp_path / "underlag.pdf"
    paper.write_bytes(answer.body())
    text = subprocess.run(["pdftotext", str(paper), "-"], capture_output=True, text=True, check=True).stdout
    return " ".join(text.split())


# --- the police's morning


def test_a_police_morning_on_a_telephone(visit):
    police = visit("polis", has_touch=True)
    page = on_a_telephone(police, "/")
    police.look()
    tap(page.get_by_role("link", name="Ökat fokus", exact=True).first)
    police.look()
    page = on_a_telephone(police, "/okat-fokus/")
    first = page.locator("main section, main table").first
    expect(first).to_contain_text("Fokusåtgärder som ni rapporterar")
    waiting = first.locator("li", has_text="inte rapporterad än").first
    name = str(waiting.locator("a").first.inner_text())
    tap(waiting.get_by_role("button", name=re.compile("^Inget att rapportera")))
    expect(page.get_by_role("status")).to_contain_text("inget att rapportera")
    expect(page.locator("main li", has_text=name).first).to_contain_text("inget att rapportera")
    line = page.locator("main section li", has_text="ärenden med koppling till gruppen prioriteras").first
    tap(line.get_by_role("link", name=re.compile("^Rapportera")))
    page.locator("[name=count]").fill("14")
    tap(page.locator("main form button").first)
    expect(page.locator("main section li", has_text="14 ärenden")).to_have_count(1)
    police.look()


def on_a_telephone(visitor: Visitor, path: str) -> Page:
    visitor.page.set_viewport_size({"width": NARROW[0], "height": NARROW[1]})
    return visitor.open(path)


def tap(control: Locator) -> None:
    """One tap that leads to another page."""
    with control.page.expect_navigation():
        control.tap()


def own(page: Page, group: str, measure: str) -> Locator:
    """The line of one's own measure on the board."""
    return page.locator("main section li", has_text=group).filter(has_text=measure)
