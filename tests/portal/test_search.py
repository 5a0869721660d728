"""One search on every page: only what one may see, by a POST, and each hit says by what it was found."""

import re
from datetime import date, time
from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from callins.models import CallIn
from groups.models import Dossier, Group, Membership, PersonCode
from groups.models.people import blind_key
from gvi.access.policy import Kind, Reach, Right, Role
from gvi.access.principal import act_as
from gvi.acts.models import LogEntry, Outcome
from gvi.meetings.models import Meeting
from gvi.pages.finders import finders
from gvi.portal.search import MOST
from gvi.text import national_ids
from support.models import SupportCase
from tests import factories as make
from tests.signed_in import browser
from tests.walls.routes import MATRIX

pytestmark = pytest.mark.django_db
URL = "/sok/"
NUMBER = "19900101-2385"
HOURS = {"starts_at": time(9), "ends_at": time(10)}


@pytest.fixture
def w():
    """A shared group with a coded person, namesakes, a meeting, a call-in; and things that stay at home."""
    place = make.partnership()
    kinds = {
        "police": Kind.POLICE,
        "coordination": Kind.COORDINATION,
        "social": Kind.SOCIAL_SERVICES,
        "probation": Kind.PROBATION,
    }
    w = SimpleNamespace(**{name: make.agency(place, kind, name.capitalize()) for name, kind in kinds.items()})
    w.by = SimpleNamespace(**{name: make.user(getattr(w, name)) for name in kinds})
    w.by.manager, w.by.registrar = make.user(w.police, Role.MANAGER), make.user(w.police, Role.REGISTRAR)
    w.group = make.put(Group, w.police, reach=Reach.CORE, name="Grupp Norra", area="Åsen", municipality="Norrby")
    w.code = make.put(PersonCode, w.police, reach=Reach.CORE, code="Lönn 25", group=w.group)
    w.kim = person(
        w, "Kim", "Ceder", alias="Kimmen", person_code=w.code, national_id_key=blind_key(digits(), w.police.pk)
    )
    person(w, "Kim", "Ceder", birth_year=1999)
    w.meeting = make.put(Meeting, w.coordination, kind="steering", date=date(2026, 11, 12), venue="Rådhuset", **HOURS)
    w.callin = make.put(CallIn, w.coordination, date=date(2026, 12, 1), venue="Kulturhuset", **HOURS)
    w.case = make.put(
        SupportCase, w.social, person_note="Robin Oxel", reference="S-2026-14", safe_way="sms", channel="telephone"
    )
    return w


def digits():
    return national_ids.parse(NUMBER).digits


def person(w, given, family, **facts):
    made = make.put(Dossier, w.police, given_name=given, family_name=family, **{"birth_year": 1990} | facts)
    make.put(
        Membership, w.police, dossier=made, group=w.group, role="active", certainty="likely", review_on=date(2027, 1, 1)
    )
    return made


def search(by, text):
    """The page of what was found, after the POST and its redirect."""
    return browser(by).post(URL, {"q": text}, follow=True)


def hits(by, text):
    page = search(by, text)
    assert page.status_code == 200
    return [(hit.title, hit.why) for found in page.context["found"] for hit in found.hits]


@pytest.mark.parametrize(
    ("who", "text", "expected"),
    [
        ("police", "norra", [("Grupp Norra", "namn: Grupp Norra")]),
        ("police", "ÅSE", [("Grupp Norra", "område: Åsen")]),
        ("police", "norrb", [("Grupp Norra", "kommun: Norrby")]),
        ("police", "lönn 25", [("Lönn 25", "personkod: Lönn 25")]),
        ("police", "LÖNN25", [("Lönn 25", "personkod: Lönn 25")]),
        ("police", "Lo\u0308nn\u200b  2", [("Lönn 25", "personkod: Lönn 25")]),
        ("police", "kimm", [("Kim Ceder", "alias: Kimmen")]),
        ("police", "ceder ki", [("Kim Ceder", "namn: Kim Ceder")] * 2),
        ("police", "kimm ced", [("Kim Ceder", "namn: Kim Ceder; alias: Kimmen")]),
        ("police", "19900101-2385", [("Kim Ceder", "personnummer")]),
        ("police", "900101 2385", [("Kim Ceder", "personnummer")]),
        ("police", "199001012385", [("Kim Ceder", "personnummer")]),
        ("police", "eder", []),
        ("police", "9001", []),
        ("police", "Robin", []),
        ("coordination", "lönn", [("Lönn 25", "personkod: Lönn 25")]),
        ("coordination", "Kim", []),
        ("coordination", NUMBER, []),
        ("probation", "ceder", []),
        ("manager", "norra", [("Grupp Norra", "namn: Grupp Norra")]),
        ("manager", "ceder", []),
        ("manager", "lönn 25", []),
        ("registrar", "norra", []),
        ("registrar", "rådh", [("Styrgrupp 12 nov 2026", "lokal eller adress: Rådhuset")]),
        ("social", "robin", [("Robin Oxel", "namn: Robin Oxel")]),
        ("social", "s-2026", [("Robin Oxel", "beteckning: S-2026-14")]),
        ("coordination", "rådh", [("Styrgrupp 12 nov 2026", "lokal eller adress: Rådhuset")]),
        ("coordination", "STYRGRUPP", [("Styrgrupp 12 nov 2026", "typ: styrgrupp")]),
        ("coordination", "12 nov", [("Styrgrupp 12 nov 2026", "dag")]),
        ("coordination", "2026-12-01", [("Call-in 1 december 2026", "dag")]),
        ("coordination", "kultur", [("Call-in 1 december 2026", "lokal eller adress: Kulturhuset")]),
    ],
)
def test_what_is_found_and_by_what(w, who, text, expected):
    assert hits(getattr(w.by, who), text) == expected
    page = search(getattr(w.by, who), text).content.decode()
    for _title, why in expected:
        assert f"Träff på {why}" in page


def test_a_hit_leads_to_its_page(w):
    for text in ("norra", "lönn", "ceder", "rådhuset", "kulturhuset"):
        client = browser(w.by.police)
        found = client.post(URL, {"q": text}, follow=True).context["found"]
        assert [client.get(hit.url).status_code for each in found for hit in each.hits]
        assert {client.get(hit.url).status_code for each in found for hit in each.hits} == {200}, text


def test_namesakes_are_told_apart(w):
    (found,) = search(w.by.police, "ceder").context["found"]
    assert sorted(hit.about for hit in found.hits) == [
        "född 1990 · Grupp Norra · Lönn 25",
        "född 1999 · Grupp Norra",
    ]


def test_a_code_shows_the_name_to_an_agency_that_holds_it_and_to_no_other(w):
    for who, expected in (
        ("police", "Grupp Norra · Kim Ceder, 1990"),
        ("coordination", "Grupp Norra"),
        ("social", "Grupp Norra"),
    ):
        (found,) = search(getattr(w.by, who), "lönn").context["found"]
        assert [hit.about for hit in found.hits] == [expected]


def test_a_protected_person_is_found_by_named_readers_only(w):
    colleague = make.user(w.police)
    key = blind_key(national_ids.parse("19900102-2384").digits, w.police.pk)
    shut = make.put(Dossier, w.police, given_name="Lo", family_name="Palm", protected=True, national_id_key=key)
    for text in ("palm", "19900102-2384"):
        assert hits(w.by.police, text) == hits(colleague, text) == []
    make.named_reader(shut, colleague)
    assert [title for title, _why in hits(colleague, "palm")] == ["Lo Palm"]
    assert hits(w.by.police, "palm") == []


def body(by, text):
    """The page without what differs in every answer, and without the words that were sought."""
    page = search(by, text)
    assert page.status_code == 200
    plain = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page.content.decode())
    return plain.replace(text, "WORDS")


@pytest.mark.parametrize("who", ["coordination", "probation", "social"])
def test_what_is_hidden_and_what_is_missing_answer_alike(w, who):
    make.put(Group, w.police, name="Hemliga gruppen", area="Dolda", municipality="Gömda")
    make.put(PersonCode, w.police, code="Ask 14", group=w.group)
    by = getattr(w.by, who)
    for hidden, missing in (
        ("Hemliga", "Saknade"), ("Dolda", "Saknd"), ("Gömda", "Saknd"), ("Ask 14", "Ask 25"),
        ("Ceder", "Saknd"), ("Kimmen", "Saknad"), (NUMBER, "19900102-2384"),
    ):  # fmt: skip
        assert body(by, hidden) == body(by, missing), hidden
    if who != "social":
        assert body(by, "Robin") == body(by, "Saknd") == body(by, "S-2026-14")


def test_the_words_stand_in_no_address_no_session_and_no_log(w):
    client = browser(w.by.police)
    answer = client.post(URL, {"q": "Kimmen"})
    assert answer.status_code == 302
    assert urlsplit(answer["Location"]).path == URL
    assert "Kimmen" not in answer["Location"]
    page = client.get(answer["Location"])
    assert 'value="Kimmen"' in page.content.decode(), "Back and reload show what was sought"
    assert "Kimmen" not in str(dict(client.session))
    with act_as(w.by.police):
        assert "kimmen" not in str(list(LogEntry.objects.values())).lower()
    assert browser(w.by.police).get(answer["Location"]).context.get("found") is None, "another session"


def test_words_in_the_address_are_not_searched_for(w):
    page = browser(w.by.police).get(f"{URL}?q=Kimmen").content.decode()
    assert "Ceder" not in page
    assert "Kimmen" not in page


@pytest.mark.parametrize(("text", "found"), [("Kimmen", True), ("Saknas", False)])
def test_every_search_is_in_the_log_with_what_it_found(w, text, found):
    search(w.by.police, text)
    with act_as(w.by.police):
        entry = LogEntry.objects.filter(verb="portal:search").latest("logged_at")
        assert (entry.user, entry.outcome) == (w.by.police.user, Outcome.SEEN)
        assert set(entry.rows) >= {"groups.Dossier", "groups.PersonCode", "groups.Group", "meetings.Meeting"}
        assert entry.rows["groups.Dossier"] == ([str(w.kim.pk)] if found else [])
    reviewer = browser(make.user(w.police, Role.LOG_REVIEWER))
    assert "sökte" in reviewer.get(reverse("portal:log")).content.decode()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Skriv det du letar efter"),
        ("  \u200b ", "Skriv det du letar efter"),
        ("k", "Skriv minst två bokstäver"),
        ("-- %", "Skriv minst två bokstäver"),
        ("a a k", "Skriv minst två bokstäver"),
        ("x" * 121, "120"),
    ],
)
def test_what_cannot_be_searched_for_says_what_to_do(w, text, sentence):
    answer = browser(w.by.police).post(URL, {"q": text})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_nothing_found_says_what_to_do(w):
    page = search(w.by.police, "Saknas").content.decode()
    assert "Inget som du får se heter så. Se över stavningen" in page
    assert "Andra organisationer kan ha egna uppgifter" in page


def test_too_many_hits_are_cut_and_said(w):
    for number in range(MOST + 1):
        make.put(Group, w.police, name=f"Mängd {number:02}")
    (found,) = search(w.by.police, "mängd").context["found"]
    assert (len(found.hits), found.is_cut, found.hits[0].title) == (MOST, True, "Mängd 00")
    assert "Det finns fler: skriv fler bokstäver" in search(w.by.police, "mängd").content.decode()
    assert not search(w.by.police, "mängd 1").context["found"][0].is_cut


def test_the_queries_of_a_search_do_not_grow(w):
    def asked():
        client = browser(w.by.police)
        address = client.post(URL, {"q": "kim"})["Location"]
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        return len([q for q in queries if re.search(r'FROM "(groups|meetings|callins|disclosures)_', q["sql"])])

    few = asked()
    for number in range(15):
        code = make.put(PersonCode, w.police, reach=Reach.CORE, code=f"Kim {number}5", group=w.group)
        person(w, "Kim", f"Tall{number}", person_code=code)
        make.put(Group, w.police, name=f"Kimgrupp {number}")
    assert asked() == few + 2, "the names beside codes, own and handed over"
    assert few <= 6


@pytest.mark.parametrize(("role", "kind"), sorted(MATRIX["works_at"].items()))
def test_the_field_stands_on_every_page_of_whoever_has_something_to_find(role, kind):
    by = make.user(make.agency(make.partnership(), kind), role)
    client = browser(by)
    assert by.may(Right.PORTAL_SEARCH) == any(by.may(finder.needs) for finder in finders)
    pages = [client.get("/"), client.get("/jag/"), client.get("/finns/inte/")]
    field = re.compile(r'<form class="gvi-search" method="post" action="/sok/" role="search"')
    assert [len(field.findall(page.content.decode())) for page in pages] == [int(by.may(Right.PORTAL_SEARCH))] * 3
    if by.may(Right.PORTAL_SEARCH):
        assert client.get(URL).content.decode().count('type="search"') == 1
