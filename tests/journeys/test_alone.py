"""A month with only the municipality logged in: the others talk and read paper (product 18)."""

import re
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone, translation
from django.utils.formats import date_format
from playwright.sync_api import Page, expect

from tests.journeys.conftest import PAPER, Visitor, follow, press, send

pytestmark = pytest.mark.browser

TODAY = timezone.localdate()
GROUP = "Bergshöjden"
CODES = 5


def test_a_month_with_only_the_municipality_logged_in(visit, tmp_path):
    alone = visit("samordnare@ekstad.example")
    group = the_police_told_of_a_group(alone)
    codes = codes_without_names(alone, group)
    key = the_key_sheet(alone, group, tmp_path)
    assert {code for code in codes if code in key} == set(codes)
    head = f"Nyckelblad Nummer {TODAY.year}-001"
    for words in (head, "Fylls i med penna av Polisen", "som inte får se det ifyllt", "Födelseår"):
        assert words in key
    assert GROUP not in key, "a lost sheet says whose codes it holds"
    the_first_talks_are_counted(alone)
    the_callin(alone, codes)
    the_evening_ticked_by_the_coordinator(alone)
    incident = the_police_rang_about_a_shooting(alone)
    sanction = the_focus_is_decided_with_those_who_talked(alone, incident)
    the_police_told_their_count(alone, sanction)
    an_action_is_made_and_kept(alone)
    paper = the_brief(alone, tmp_path)
    with translation.override("sv"):
        day = date_format(TODAY, "j b")
    told = f"enligt Polisen, per telefon, {day}, synlig närvaro och trafikkontroller: 7 kontroller"
    for words in (GROUP, "enligt Polisen, muntligt", told, "2 av 3 kom", "av 4 försök, 3 nåddes", "Bild av Torget"):
        assert words in paper
    assert not {code for code in codes if code in paper}, "a code stands on the common copy"


def say(page: Page, agency: str, how: str) -> None:
    """According to whom, and how; the day is today."""
    page.get_by_label("Enligt").select_option(label=agency_named(page, agency))
    page.get_by_label("Hur", exact=True).select_option(label=how)


def agency_named(page: Page, agency: str) -> str:
    names = page.get_by_label("Enligt").locator("option").all_inner_texts()
    return next(name for name in names if name.startswith(agency))


def the_police_told_of_a_group(alone: Visitor) -> str:
    page = alone.open("/grupper/")
    follow(page.get_by_role("link", name="För in en grupp"))
    alone.look()
    page.get_by_label("Namn", exact=True).fill(GROUP)
    page.get_by_label("Område").fill("Bergshöjden")
    page.get_by_label("Storlek, minst").fill("8")
    send(page)
    alone.console.clear()  # Chromium notes the 422
    expect(page.get_by_label("Namn", exact=True)).to_have_value(GROUP)
    alone.look()
    say(page, "Polisen", "muntligt")
    send(page)
    alone.look()
    expect(page.locator("main")).to_contain_text("enligt Polisen, muntligt")
    return page.url.removeprefix(alone.site.url)


def codes_without_names(alone: Visitor, group: str) -> list[str]:
    page = alone.page
    follow(page.get_by_role("link", name="Skapa personkoder"))
    alone.look()
    page.get_by_label("Antal personkoder").fill(str(CODES))
    send(page)
    codes = [code.strip() for code in page.locator("main table th a").all_inner_texts()]
    assert len(set(codes)) == CODES
    assert page.url.removeprefix(alone.site.url) == group
    return codes


def the_key_sheet(alone: Visitor, group: str, tmp_path: Path) -> str:
    page = alone.page
    follow(page.get_by_role("link", name="Skriv ut nyckelblad"))
    alone.look()
    expect(page.get_by_label("Vem behåller nyckeln").locator("option:checked")).to_contain_text("Polisen")
    send(page)
    alone.look()
    return printed(alone, tmp_path / "nyckelblad.pdf")


def the_first_talks_are_counted(alone: Visitor) -> None:
    page = alone.open("/riktade-samtal/nytt/")
    page.get_by_label("Grupp").select_option(label=GROUP)
    for name, count in (("attempts", 4), ("carried_out", 3), ("reached", 3)):
        page.locator(f"[name={name}]").fill(str(count))
    send(page)
    expect(page.locator("main")).to_contain_text(GROUP)


def the_callin(alone: Visitor, codes: list[str]) -> None:
    page = alone.open("/call-ins/nytt/")
    page.get_by_label("Datum").fill(TODAY.isoformat())
    page.get_by_label("Börjar").fill("18:00")
    page.get_by_label("Slutar").fill("19:30")
    page.get_by_label("Lokal", exact=True).fill("Medborgarhuset")
    page.get_by_label(re.compile(GROUP)).check()
    press(page, "Planera call-in")
    follow(page.get_by_role("link", name=re.compile("Bjud in")).first)
    for code in codes[:3]:
        page.get_by_label(re.compile(code)).check()
    press(page, re.compile("^Bjud in"))
    for box in page.get_by_label(re.compile("^Följeslagare")).all():
        box.fill("Frivården")
    press(page, "Spara platserna")
    alone.look()


def the_evening_ticked_by_the_coordinator(alone: Visitor) -> None:
    """Alone at the door; when it closes, coordination's own seats go home to it and the counts stay."""
    page = alone.page
    follow(page.get_by_role("link", name=re.compile("Öppna kvällen")).first)
    press(page, "Öppna kvällen")
    alone.look()
    for seat, outcome in ((1, "Närvarande"), (2, "Närvarande"), (3, "Frånvarande")):
        button = page.locator(".gvi-seats > li").nth(seat - 1).get_by_role("button", name=outcome)
        button.click()
        expect(button).to_have_attribute("aria-pressed", "true")
    a_wish_is_told_by_telephone(alone, page.url)
    follow(page.get_by_role("link", name=re.compile("avsluta")).first)
    press(page, re.compile("^Avsluta kvällen"))
    expect(page.locator("main")).to_contain_text("Medborgarhuset")
    alone.look()


def a_wish_is_told_by_telephone(alone: Visitor, evening: str) -> None:
    """Social services do not log in: what was written here nobody would read."""
    page = alone.page
    follow(page.get_by_role("button", name=re.compile("^Vill ha stöd")).first)
    expect(page.locator("main")).to_contain_text("Ring i stället")
    expect(page.locator("main")).to_contain_text("010-000 00 01")
    alone.look()
    page.goto(evening)


def the_police_rang_about_a_shooting(alone: Visitor) -> str:
    page = alone.open("/handelser/")
    follow(page.get_by_role("link", name="För in en händelse"))
    alone.look()
    say(page, "Polisen", "per telefon")
    page.get_by_label("Typ").select_option("shooting")
    page.get_by_label("Döda").fill("0")
    page.get_by_label("Skadade").fill("0")
    page.get_by_label("Område").fill("Bergshöjden")
    page.get_by_label("Öppen sammanfattning").fill("Skott mot en vägg. Ingen skadades.")
    page.get_by_label("Kopplad till").select_option(label=GROUP)
    page.locator("[name=side]").select_option("perpetrator")
    page.locator("[name=certainty]").select_option("likely")
    send(page)
    alone.look()
    expect(page.locator("main")).to_contain_text("nligt Polisen, per telefon")
    return page.url.removeprefix(alone.site.url)


def the_focus_is_decided_with_those_who_talked(alone: Visitor, incident: str) -> str:
    page = alone.open(incident)
    follow(page.get_by_role("link", name=re.compile("^Föreslå ökat fokus")).first)
    page.locator("[name=reason]").fill("Skott samma vecka som call-in.")
    page.locator("[name=motive]").fill("Gruppen fick budskapet vid call-in samma dag.")
    send(page)
    follow(page.get_by_role("link", name="För in beslutet"))
    for agency in ("Ekstads kommun, samordning", "Polisen", "Kriminalvården"):
        page.get_by_label(re.compile(f"^{agency}")).check()
    page.locator("[name=reason]").fill("Alla tre var eniga vid mötet.")
    send(page)
    expect(page.locator("main")).to_contain_text("Deltog: Ekstads kommun (GVI-samordnare), Frivården, Polisen.")
    follow(page.get_by_role("link", name="Starta"))
    send(page)
    alone.look()
    return page.url.removeprefix(alone.site.url)


def the_police_told_their_count(alone: Visitor, sanction: str) -> None:
    page = alone.open(sanction)
    follow(page.get_by_role("link", name="För in en fokusåtgärd"))
    alone.look()
    say(page, "Polisen", "på möte")
    page.locator("[name=lever]").select_option("traffic_controls")
    page.locator("[name=responsible]").fill("områdespolisen")
    send(page)
    line = page.locator("main tr", has_text="områdespolisen")
    expect(line).to_contain_text("enligt Polisen, på möte")
    follow(line.get_by_role("link", name=re.compile("^Rapportera")))
    alone.look()
    expect(page.get_by_label("Enligt")).to_have_count(0)  # it stays the police's
    page.get_by_label("Hur", exact=True).select_option(label="per telefon")
    page.locator("[name=status][value=ongoing]").check()
    page.locator("[name=count]").fill("7")
    page.locator("[name=unit]").fill("kontroller")
    send(page)
    alone.look()
    expect(page.locator("main li", has_text="7 kontroller")).to_contain_text("enligt Polisen, per telefon")


def an_action_is_made_and_kept(alone: Visitor) -> None:
    action = "Lysa upp parkeringen"
    page = alone.open("/atgarder/ny/")
    page.get_by_label("Vad som ska göras").fill(action)
    page.locator("[name=due_on]").fill((TODAY + timedelta(days=7)).isoformat())
    send(page)
    alone.look()
    press(page, re.compile(f"^Klar.*{action}"))
    expect(page.get_by_role("button", name=re.compile(action))).to_have_count(0)


def the_brief(alone: Visitor, tmp_path: Path) -> str:
    page = alone.open("/moten/nytt/")
    page.get_by_label("Datum").fill((TODAY + timedelta(days=1)).isoformat())
    page.get_by_label("Börjar").fill("09:00")
    page.get_by_label("Slutar").fill("10:00")
    page.get_by_label("Lokal", exact=True).fill("Kommunhuset, rum 1")
    for agency in ("Polisen", "Kriminalvården", "Ekstads kommun, socialtjänst"):
        page.get_by_label(re.compile(f"^{agency}")).check()
    press(page, re.compile("^Kalla"))
    alone.look()
    press(page, re.compile("Skriv ut underlag"))
    return printed(alone, tmp_path / "underlag.pdf")


def printed(alone: Visitor, file: Path) -> str:
    """The first copy, as text."""
    link = alone.page.get_by_role("link", name=re.compile("Ladda ner")).first
    expect(link).to_be_visible(timeout=PAPER)
    answer = alone.page.request.get(alone.site.url + (link.get_attribute("href") or ""))
    file.write_bytes(answer.body())
    text = subprocess.run(["pdftotext", str(file), "-"], capture_output=True, text=True, check=True).stdout
    return " ".join(text.split())
