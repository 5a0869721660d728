"""The canary goes through every flow. Afterwards she is where she was written down, and in no other sink.

What is looked at: every table as the superuser sees it (sessions, jobs, receipts and log among them), every PDF
and what it tells of itself, every file of the site (its logs and the queue's dump), every key of the queue and all that
passed it, every address that was asked for, health answers, and every page and paper that the others can reach.
"""

import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import pytest
import redis
from django.utils import timezone
from playwright.sync_api import Page, Request, expect

from gvi.documents import pdf
from ops import services
from tests.architecture.source import written
from tests.architecture.test_imports import imported
from tests.journeys import canary
from tests.journeys.canary import ALIAS, FAMILY, GIVEN, GROUNDS, NOTES, NUMBER, PERSON, REFERENCE, SAFE, STEP
from tests.journeys.conftest import PAPER, ROOT, Site, Visitor, follow, press, send

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif("GVI_SITE" in os.environ, reason="reads the files of a site of its own"),
]

GROUP = "Grupp Voljären"
LIST = (
    "Grupp;Område;Förnamn;Efternamn;Kallas;Personnummer;Födelseår;Kommun;Roll;Säkerhet;Källa;Riktighet;Grund;"
    "Känd sedan;Skyddad\n"
    f"{GROUP};Norr;{GIVEN};{FAMILY};{ALIAS};{NUMBER};;Norrby;aktiv;trolig;B;2;{GROUNDS} såg det;2026-03-01;nej\n"
)
POLICE, PROBATION, SOCIAL = "Polisen", "Frivården", "Socialtjänsten Norrby"
# Where she is recorded on purpose: table and owner, and which of her facts are there.
AT_HOME = {
    ("groups_dossier", POLICE): PERSON | {ALIAS},
    ("groups_dossier", PROBATION): PERSON,
    ("groups_membership", POLICE): {GROUNDS},
    ("groups_incidentfile", POLICE): {NOTES},
    ("disclosures_disclosedrecord", POLICE): PERSON,
    ("callins_supportrequest", SOCIAL): PERSON | {SAFE},
    ("support_supportcase", SOCIAL): PERSON | {SAFE, STEP, REFERENCE},
}
# What each may meet on pages and papers: what its own agency wrote down or was told.
# Her number is encrypted in the tables and masked on the pages, so nobody sees it.
SEES: dict[str, set[str]] = {
    "polis": PERSON | {ALIAS, GROUNDS, NOTES},
    "frivard": PERSON,
    "socialsekreterare": PERSON | {SAFE, STEP, REFERENCE},
    "socialsekreterare2": set(),
    "avhoppare": set(),
    "mottagning": PERSON | {SAFE, STEP, REFERENCE},
    "chef": {*PERSON, SAFE, STEP, REFERENCE},
    "samordnare": set(),
    "samordnare2": set(),
    "styrgrupp": set(),
    "registrator": set(),
    "logg": set(),
    "system": set(),
}
WEEKS_LATER = """
from datetime import timedelta
from gvi.access.principal import Principal, act_as
from gvi.partnerships.accounts.queries import system_principal
from gvi.partnerships.models import Affiliation
from support import actions
from support.models import SupportCase
worker = Principal(Affiliation.objects.for_principal().get(user__email="socialsekreterare@norrby.example"))
with act_as(worker):
    case = SupportCase.objects.get(person_note="Kanarie Domherre")
    earlier = {name: getattr(case, name) - timedelta(days=20) for name in ("asked_at", "first_contact_at")}
    actions.change(case, by=worker, **earlier)
with act_as(system := system_principal(worker.agency)):
    actions.plan_follow_ups(by=system)
"""


@dataclass
class Walked:
    """What is left when she has gone all the way: the site's addresses, what was asked for, what passed the queue."""

    urls: services.Urls
    base: Path
    asked: list[str] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)

    def overhear(self, visitor: Visitor) -> Visitor:
        """Keep every address that the browser asks for, and where it says that it came from."""
        visitor.page.on("request", lambda request: self.asked.append(_address(request)))
        return visitor


def _address(request: Request) -> str:
    return f"{request.url} {request.headers.get('referer', '')}"


def test_the_canary_is_where_she_was_written_down_and_nowhere_else(visit, site, tmp_path):
    with services.lease(site.base) as urls, canary.listening(urls.redis) as heard:
        walked = Walked(urls, site.base, heard=heard)
        police, officer, worker = (walked.overhear(visit(who)) for who in ("polis", "frivard", "socialsekreterare"))
        coordinator = walked.overhear(visit("samordnare"))
        code = she_is_imported_and_published(police, tmp_path)
        an_incident_has_its_own_file(police)
        somebody_notes_who_the_code_is(officer, code)
        she_is_handed_over_and_taken_back(police, worker)
        she_is_invited_with_an_escort_and_wishes_for_support(walked, coordinator, officer, code)
        assert canary.in_queue(urls.redis) == set()
        case = the_wish_becomes_a_case(worker)
        weeks_go_by(site, urls)
        the_follow_up_is_printed(worker, case)
        with canary.database(urls) as db:
            assert canary.in_tables(db) == AT_HOME
            assert canary.in_papers(db) == {}
        nothing_is_left_behind(walked)
        for who, seen in SEES.items():
            assert met_by(visit(who)) == seen, who


def nothing_is_left_behind(walked: Walked) -> None:
    """Files and logs, the queue before and after the worker, addresses."""
    assert canary.in_files(walked.base) == {}
    assert canary.in_queue(walked.urls.redis) == set()
    assert len(walked.heard) > 10, "nobody listened"
    assert canary.traces("\n".join(walked.heard)) == set()
    assert len(walked.asked) > 50, "nobody listened"
    assert canary.traces("\n".join(walked.asked)) == set()


# --- the flows


def she_is_imported_and_published(police: Visitor, tmp_path: Path) -> str:
    page = police.open("/grupper/importera/")
    (tmp_path / "lista.csv").write_text(LIST, encoding="utf-8")
    page.set_input_files("input[type=file]", tmp_path / "lista.csv")
    press(page, "Kontrollera listan")
    press(page, re.compile("^Importera 1"))
    page = police.open("/grupper/publicera/")
    page.get_by_label(re.compile(GROUP)).check()
    press(page, "Se hur de andra kommer att se det")
    press(page, re.compile("^Dela"))
    follow(police.open("/grupper/").get_by_role("link", name=GROUP))
    follow(page.get_by_role("link", name=re.compile("koder")).first)
    page.get_by_label(re.compile(FAMILY)).check()
    press(page, "Se hur de andra kommer att se det")
    press(page, re.compile("^Ge "))
    found = re.search(r"[A-ZÅÄÖ][a-zåäö]+ \d+", dossier_of(police).locator("main").inner_text())
    assert found is not None
    return found[0]


def dossier_of(police: Visitor) -> Page:
    page = the_dossier_is_found_by_search(police)
    follow(page.locator("main tbody th a", has_text=FAMILY))
    return page


def the_dossier_is_found_by_search(police: Visitor) -> Page:
    page = police.open("/akter/")
    page.locator("#id_q").fill(FAMILY)
    press(page, "Sök")
    expect(page.locator("main tbody th")).to_have_count(1)
    return page


def an_incident_has_its_own_file(police: Visitor) -> None:
    page = police.open("/handelser/ny/")
    page.locator("[name=kind]").select_option("shooting")
    for harm in ("deaths", "injured"):
        page.locator(f"[name={harm}]").fill("0")
    page.locator("[name=area]").fill("Voljärtorget")
    page.locator("[name=summary]").fill("Skott mot en port. Ingen skadades.")
    send(page)
    page.goto(page.url + "egen-akt/")
    page.locator("[name=notes]").fill(f"{NOTES} såg bilen")
    send(page)
    expect(page.locator("main")).to_contain_text(NOTES)
    page.goto(page.url + "publicera/")
    send(page)
    send(page)


def somebody_notes_who_the_code_is(officer: Visitor, code: str) -> None:
    page = officer.open("/personer/")
    while page.get_by_role("link", name=code, exact=True).count() == 0:
        follow(page.get_by_role("link", name=re.compile("Nästa")).first)
    follow(page.get_by_role("link", name=code, exact=True).first)
    follow(page.locator("main a[href$='/namn/']").first)
    page.locator("[name=given_name]").fill(GIVEN)
    page.locator("[name=family_name]").fill(FAMILY)
    page.locator("[name=national_id]").fill(NUMBER)
    send(page)
    expect(page.locator("main")).to_contain_text(FAMILY)


def she_is_handed_over_and_taken_back(police: Visitor, worker: Visitor) -> None:
    page = police.open("/utlamnanden/nytt/")
    page.get_by_label("Mottagare").select_option(label=SOCIAL)
    send(page)
    page.get_by_label(re.compile(FAMILY)).check()
    for name in ("förnamn", "efternamn"):
        page.get_by_label(name, exact=True).check()
    page.get_by_label("Ändamål").fill("Kontakt om stöd i Voljären")
    page.get_by_label(re.compile("6 § polislagen")).check()
    page.get_by_label("Bedömning").fill("Hon har själv bett om det.")
    page.get_by_label("Beslutat av").fill("gruppchef")
    send(page)
    send(page)
    disclosure = page.url
    accepted = worker.page.goto(disclosure)
    assert accepted is not None
    assert FAMILY in accepted.text()
    follow(worker.page.get_by_role("link", name="Ta emot"))
    send(worker.page)
    follow(page.get_by_role("link", name="Skriv ut beslutet"))
    send(page)
    page.goto(disclosure)
    follow(page.get_by_role("link", name="Återkalla", exact=True))
    send(page)
    gone = worker.page.goto(disclosure)
    assert gone is not None
    assert gone.status == 404
    worker.console.clear()  # Chromium notes the 404


def she_is_invited_with_an_escort_and_wishes_for_support(
    walked: Walked, coordinator: Visitor, officer: Visitor, code: str
) -> None:
    page = coordinator.open("/call-ins/nytt/")
    page.get_by_label("Datum").fill(timezone.localdate().isoformat())
    page.get_by_label("Börjar").fill("19:00")
    page.get_by_label("Slutar").fill("20:30")
    page.get_by_label("Lokal", exact=True).fill("Fågelsalen")
    page.get_by_label(re.compile(GROUP)).check()
    press(page, "Planera call-in")
    follow(page.get_by_role("link", name=re.compile("Bjud in")).first)
    page.get_by_label(re.compile(code)).check()
    press(page, re.compile("^Bjud in"))
    page.get_by_label(re.compile("^Följeslagare")).first.fill("Frivården, Noa")
    press(page, "Spara platserna")
    follow(page.get_by_role("link", name=re.compile("Öppna kvällen")).first)
    press(page, "Öppna kvällen")
    evening = page.url
    officer.page.goto(evening)
    with canary.database(walked.urls) as db:
        before = told_in_log(db)
        wishes_for_support(officer, code)
        assert told_in_log(db) - before == Counter(["support.request: "]), "the log tells who asked"
    page.goto(evening)
    follow(page.get_by_role("link", name=re.compile("avsluta")).first)
    press(page, re.compile("^Avsluta kvällen"))


def told_in_log(db: psycopg.Connection) -> Counter[str]:
    """What the officer's agency has in its log: each verb with what kinds of row it names."""
    db.rollback()  # so that the next query sees what was committed
    found = db.execute(
        "SELECT e.verb, coalesce((SELECT string_agg(k, ' ') FROM jsonb_object_keys(e.rows) k), '')"
        " FROM acts_logentry e JOIN partnerships_agency a ON a.group_ptr_id = e.owner_id WHERE a.short_name = %s",
        [PROBATION],
    )
    return Counter(f"{verb}: {rows}" for verb, rows in found)


def wishes_for_support(officer: Visitor, code: str) -> None:
    page = officer.page
    follow(page.locator(f"button[name=code][value='{code}']"))
    expect(page.locator("[name=person_note]")).to_have_value(code)
    page.locator("[name=person_note]").fill(f"{GIVEN} {FAMILY}")
    page.locator("[name=safe_way]").fill(f"Kaféet {SAFE}, efter nio")
    page.locator("[name=to]").select_option(label=SOCIAL)
    send(page)
    expect(page).to_have_url(re.compile("/stod/skickad/$"))
    assert canary.traces(page.content()) == set()


def the_wish_becomes_a_case(worker: Visitor) -> str:
    page = worker.open("/stod/")
    follow(page.locator("main .gvi-rows a.ds-link", has_text=FAMILY))
    send(page)
    case = page.url.removeprefix(worker.site.url)
    page.goto(page.url + "andra/")
    page.locator("[name=reference]").fill(REFERENCE)
    page.locator("[name=next_step]").fill(f"Möte hos {STEP}")
    send(page)
    worker.open(case + "kontakt/")
    page.locator("[name=reached][value=self]").check()
    send(page)
    return case


def weeks_go_by(site: Site, urls: services.Urls) -> None:
    """The follow-up comes within reach, made by the act that beat calls for each night."""
    script = [sys.executable, "manage.py", "shell", "--no-imports", "-c", WEEKS_LATER]
    clean = {name: value for name, value in os.environ.items() if name not in ("DJANGO_SETTINGS_MODULE", "DEMO")}
    subprocess.run(script, cwd=ROOT, env=clean | urls.environ(), check=True, stdout=subprocess.DEVNULL)


def the_follow_up_is_printed(worker: Visitor, case: str) -> None:
    page = worker.open(case)
    follow(page.locator("main a[href$='/skriv-ut/']").first)
    send(page)
    link = page.get_by_role("link", name=re.compile("Ladda ner")).first
    expect(link).to_be_visible(timeout=PAPER)
    follow_up = worker.open(case).locator("main a[href*='/uppfoljning/']").first
    follow(follow_up)
    page.locator("[name=reached][value=self]").check()
    send(page)


# --- what the others meet

HREF = re.compile(r'href="(/[^"#]*)"')
LEFT_OUT = re.compile(r"/logga-ut/|/static/|/fil/|/mall/|^/sprak/|/konto/")


def met_by(visitor: Visitor) -> set[str]:
    """The canary's words on every page and in every paper that somebody can reach by links and by search."""
    met, waiting, seen = searched(visitor), ["/", "/livez", "/readyz", "/metrics"], {"/"}
    while waiting:
        path = waiting.pop()
        met |= canary.traces(path)
        answer = visitor.page.request.get(visitor.site.url + path)
        body, headers = answer.body(), str(answer.headers)
        met |= canary.traces(headers)
        if body.startswith(b"%PDF-"):
            met |= canary.in_pdf(body)
            continue
        met |= canary.traces(body)
        fresh = {href.replace("&amp;", "&") for href in HREF.findall(body.decode())} - seen
        waiting += [href for href in sorted(fresh) if not LEFT_OUT.search(href)]
        seen |= fresh
    assert len(seen) > 8
    return met


def searched(visitor: Visitor) -> set[str]:
    """What a search for her name answers, where one may search at all. The words of the search itself are one's own."""
    page = visitor.open("/akter/")
    visitor.console.clear()  # Chromium notes a 403
    found: set[str] = set()
    for place in ("#id_q", "#gvi-q"):  # the list's own field, and the one of every page
        if page.locator(place).count():
            page.locator(place).fill(FAMILY[:5])
            follow(page.locator(f"form:has({place}) button").first)
            found |= canary.traces(page.content())
    return found


# --- and it can fail


PLANTED = f"{GIVEN} {FAMILY}"


@pytest.fixture
def urls(site: Site) -> Iterator[services.Urls]:
    with services.lease(site.base) as found:
        yield found


def test_a_line_in_a_log_would_be_found(site):
    planted = site.base / "log" / "planted.log"
    planted.write_text(f'{{"event": "saw {PLANTED}"}}\n')
    try:
        assert canary.in_files(site.base) == {"log/planted.log": PERSON}
    finally:
        planted.unlink()


def test_a_value_in_the_queue_would_be_found_while_it_passes_and_while_it_lies_there(urls):
    with canary.listening(urls.redis) as heard, redis.Redis.from_url(urls.redis) as queue:
        queue.lpush("planted", '{"body": "S2FuYXJpZSBEb21oZXJyZQ=="}')
        assert canary.in_queue(urls.redis) == PERSON
        queue.delete("planted")
        assert canary.in_queue(urls.redis) == set()
        assert canary.traces("\n".join(heard)) == PERSON


@pytest.mark.parametrize(
    ("table", "insert"),
    [
        ("acts_timedvalue", "VALUES ('planted', to_jsonb('%s'::text), now())"),
        ("django_session", "VALUES ('planted', '%s', now())"),
        (
            "acts_receipt",
            "(user_id, key, act, model, result, pressed_at)"
            " SELECT min(id), gen_random_uuid(), '%s', '', '', now() FROM partnerships_user",
        ),
    ],
)
def test_a_row_in_a_system_table_would_be_found(urls, table, insert):
    with canary.database(urls) as db:
        before = canary.in_tables(db)
        db.execute(f"INSERT INTO {table} " + insert % PLANTED)
        after = canary.in_tables(db)
        db.rollback()
    assert {place: words for place, words in after.items() if before.get(place) != words} == {(table, ""): PERSON}


@pytest.mark.parametrize(
    "wrapped", [PLANTED, "Kanarie%20Domherre", "S2FuYXJpZSBEb21oZXJyZQ", "eJzzTsxLLMpMVXDJz81ILSpKBQAyPwYS"]
)
def test_an_address_or_a_body_would_be_found_however_it_is_wrapped(wrapped):
    assert canary.traces(f"http://site/akter/?q={wrapped}") == PERSON


def test_two_messages_are_sent_by_mail_and_they_are_about_an_account():
    """An invitation and a new password, whose words are fixed. Whoever sends more looks for the canary there too."""
    mails = {module.path for module in written() for _node, name in imported(module) if "mail" in name.split(".")}
    accounts = "gvi/partnerships/accounts"
    assert mails == {f"{accounts}/invitation_links.py", f"{accounts}/password_links.py"}


def test_a_paper_that_says_too_much_of_itself_would_be_found():
    page = '<!doctype html><html lang="sv"><head><meta charset="utf-8"><title>{}</title></head><body>Å</body></html>'
    made = pdf.render([page.format(PLANTED)], number="2026-001")
    assert canary.in_pdf(made.pdf) == PERSON
    assert canary.in_pdf(pdf.render([page.format("2026-001")], number="2026-001").pdf) == set()
