"""The main job from end to end: a list is imported, a call-in is held, a paper is printed."""

import re
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.journeys.conftest import PAPER, Visitor, follow, press

pytestmark = pytest.mark.browser

HEADINGS = (
    "Grupp;Område;Förnamn;Efternamn;Kallas;Personnummer;Födelseår;Kommun;"
    "Roll;Säkerhet;Källa;Riktighet;Grund;Känd sedan;Skyddad"
)
NAMES = ["Mika Sälg", "Elis Hassel", "Nova Alm", "Robin Tall", "Kim Lind", "Sam Rönn"]
GROUP = "Grupp Sluttningen"


def the_list(path: Path, *, bad_date: bool) -> Path:
    """Six people in a new group; one line with a date that is none."""
    lines = [HEADINGS]
    for number, name in enumerate(NAMES):
        given, family = name.split()
        since = "31 februari 2026" if bad_date and number == 2 else "2026-03-01"
        lines.append(
            f"{GROUP};Sluttningen;{given};{family};;;19{90 + number};Norrby;aktiv;trolig;B;2;Spaning;{since};nej"
        )
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_from_the_list_to_the_paper_on_the_table(visit, tmp_path):
    police, coordinator = visit("polis"), visit("samordnare")
    the_police_import_and_publish(police, tmp_path)
    codes = the_coordinator_plans_a_callin(coordinator)
    evening = the_evening_opens(coordinator)
    the_officer_ticks_on_a_telephone(visit("frivard", has_touch=True), evening)
    the_evening_closes(coordinator, evening, codes)
    paper = the_brief_is_printed(coordinator, tmp_path)
    assert GROUP in paper
    assert "2 av 3" in paper
    for hidden in [*NAMES, *[name.split()[1] for name in NAMES], *codes]:
        assert hidden not in paper, f"{hidden} stands on the common copy"
    assert "Godkänn planen för Sluttningen" in paper


def the_police_import_and_publish(police: Visitor, tmp_path: Path) -> None:
    page = police.open("/grupper/importera/")
    police.look()
    page.set_input_files("input[type=file]", the_list(tmp_path / "fel.csv", bad_date=True))
    press(page, "Kontrollera listan")
    expect(page.get_by_role("row", name=re.compile("31 februari 2026"))).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("^Importera"))).to_have_count(0)
    police.console.clear()  # Chromium notes the 422
    page.set_input_files("input[type=file]", the_list(tmp_path / "lista.csv", bad_date=False))
    press(page, "Kontrollera listan")
    police.look()
    press(page, re.compile("^Importera 6"))
    expect(page.get_by_role("status")).to_contain_text(re.compile(r"\b6\b"))
    page = police.open("/grupper/publicera/")
    page.get_by_label(re.compile(GROUP)).check()
    press(page, "Se hur de andra kommer att se det")
    police.look()
    expect(page.get_by_role("heading", name="Så här ser de andra det")).to_be_visible()
    press(page, re.compile("^Dela"))
    page = police.open("/grupper/")
    follow(page.get_by_role("link", name=GROUP))
    follow(page.get_by_role("link", name=re.compile("koder")).first)
    for name in NAMES[:3]:
        page.get_by_label(re.compile(name)).check()
    press(page, "Se hur de andra kommer att se det")
    press(page, re.compile("^Ge 3 personer"))
    follow(police.open("/grupper/").get_by_role("link", name=GROUP))
    police.look()


def the_coordinator_plans_a_callin(coordinator: Visitor) -> list[str]:
    page = coordinator.open("/call-ins/nytt/")
    coordinator.look()
    page.get_by_label("Datum").fill(timezone.localdate().isoformat())
    page.get_by_label("Börjar").fill("18:00")
    page.get_by_label("Slutar").fill("19:30")
    page.get_by_label("Lokal", exact=True).fill("Biblioteket, stora salen")
    page.get_by_label(re.compile(GROUP)).check()
    press(page, "Planera call-in")
    follow(page.get_by_role("link", name=re.compile("Bjud in")).first)
    codes = [box.strip() for box in page.locator("fieldset label").all_inner_texts()]
    codes = [found[0] for text in codes if (found := re.search(r"[A-ZÅÄÖ][a-zåäö]+ \d+", text))]
    assert len(codes) == 3
    assert not any(name in page.content() for name in NAMES)
    for code in codes:
        page.get_by_label(re.compile(code)).check()
    coordinator.look()
    press(page, re.compile("^Bjud in"))
    page.get_by_label(re.compile("^Följeslagare")).first.fill("Frivården, Noa")
    coordinator.look()
    press(page, "Spara platserna")
    coordinator.look()
    return codes


def the_evening_opens(coordinator: Visitor) -> str:
    page = coordinator.page
    follow(page.get_by_role("link", name=re.compile("Öppna kvällen")).first)
    press(page, "Öppna kvällen")
    coordinator.look()
    row(page, 1).get_by_role("button", name="Närvarande").click()
    expect(row(page, 1).get_by_role("button", name="Närvarande")).to_have_attribute("aria-pressed", "true")
    row(page, 2).get_by_role("button", name="Frånvarande").click()
    expect(counter(page, "Frånvarande")).to_have_text("1")
    page.get_by_role("button", name=re.compile("Ångra")).first.click()
    expect(counter(page, "Frånvarande")).to_have_text("0")
    row(page, 2).get_by_role("button", name="Närvarande").click()
    expect(counter(page, "Närvarande")).to_have_text("2")
    return page.url.split("?")[0].split("#")[0]


def the_officer_ticks_on_a_telephone(officer: Visitor, evening: str) -> None:
    """Sees the seats by code and number, and ticks one that is the police's code (domain 4.3: attendance R/W)."""
    officer.page.goto(evening)
    officer.page.set_viewport_size({"width": 390, "height": 844})
    expect(officer.page.locator(".gvi-seats > li")).to_have_count(3)
    assert not any(name in officer.page.content() for name in NAMES)
    row(officer.page, 3).get_by_role("button", name="Frånvarande").tap()
    expect(row(officer.page, 3).get_by_role("button", name="Frånvarande")).to_have_attribute("aria-pressed", "true")
    officer.look()


def the_evening_closes(coordinator: Visitor, evening: str, codes: list[str]) -> None:
    page = coordinator.page
    page.goto(evening)
    follow(page.get_by_role("link", name=re.compile("avsluta")).first)
    coordinator.look()
    press(page, re.compile("^Avsluta kvällen"))
    expect(page.locator("main")).to_contain_text("2")
    assert not any(code in page.content() for code in codes), "the seats should have gone home"
    coordinator.look()


def the_brief_is_printed(coordinator: Visitor, tmp_path: Path) -> str:
    page = coordinator.open("/moten/nytt/")
    coordinator.look()
    page.get_by_label("Datum").fill((timezone.localdate() + timedelta(days=1)).isoformat())
    page.get_by_label("Börjar").fill("09:00")
    page.get_by_label("Slutar").fill("10:00")
    page.get_by_label("Lokal", exact=True).fill("Kommunhuset, rum 2")
    for agency in ("Polisen", "Kriminalvården"):
        page.get_by_label(re.compile(agency)).check()
    press(page, re.compile("^Kalla"))
    follow(page.get_by_role("link", name="Lägg till på dagordningen").first)
    page.get_by_role("textbox").first.fill("Godkänn planen för Sluttningen")
    press(page, re.compile("^(Lägg till|Spara|Sätt upp)"))
    coordinator.look()
    press(page, re.compile("Skriv ut underlag"))
    link = page.get_by_role("link", name=re.compile("Ladda ner")).first
    expect(link).to_be_visible(timeout=PAPER)
    coordinator.look()
    answer = page.request.get(coordinator.site.url + (link.get_attribute("href") or ""))
    paper = tmp_path / "underlag.pdf"
    paper.write_bytes(answer.body())
    text = subprocess.run(["pdftotext", str(paper), "-"], capture_output=True, text=True, check=True).stdout
    return " ".join(text.split())


def row(page: Page, seat: int):
    return page.locator(".gvi-seats > li").nth(seat - 1)


def counter(page: Page, label: str):
    return (
        page.locator(f".gvi-evening [data-gvi-live] :text-is('{label}')")
        .locator("xpath=..")
        .locator("dd, strong")
        .first
    )
