"""Nothing typed is lost when the session ends, and nobody but its writer gets it back (decision 0009)."""

import re
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from callins.models import Channel
from groups.models import Dossier
from gvi.access.policy import Kind, Role
from gvi.access.principal import act_as
from gvi.pages import drafts
from gvi.pages.act_page import ActPage
from gvi.pages.forms import ActForm
from gvi.pages.models import Draft
from gvi.pages.tasks import remove_expired_drafts
from gvi.partnerships.models import Affiliation
from support import actions
from tests import factories as make
from tests.architecture.test_open_texts import every
from tests.run_time_role import as_operator
from tests.signed_in import browser

pytestmark = pytest.mark.django_db
CANARY = "Kanarieväg efter sju"


@pytest.fixture
def social():
    return make.agency(make.partnership(), Kind.SOCIAL_SERVICES, "Socialtjänsten")


@pytest.fixture
def writer(social):
    return make.user(social)


def case_of(by):
    with act_as(by):
        return actions.open_case(by=by, safe_way="Ring", channel=Channel.VISIT)


def fields(page: str) -> dict[str, str]:
    """What stands in the hidden and one-line fields of a page's form."""
    found = re.findall(r'<input type="(?:hidden|text)" name="(\w+)"(?: value="([^"]*)")?', page)
    return dict(found)


def opened(client: Client, address: str) -> dict[str, str]:
    """The form as its writer got it."""
    page = client.get(address)
    assert page.status_code == 200
    return fields(page.content.decode())


def end_session(client: Client) -> None:
    client.session.delete()


def sign_in_again(client: Client, by) -> None:
    """Somebody signs in where the session had ended, in the same browser."""
    client.cookies = browser(by).cookies


def typed(form: dict[str, str], **words: Any) -> dict[str, Any]:
    return form | {"safe_way": CANARY, "channel": "visit", "acute": "yes"} | words


def sent(page) -> dict[str, Any]:
    """The form as the browser would send it."""
    form = page.context["form"]
    return {name: form[name].value() for name in form.fields if form[name].value() not in (None, "")}


# --- Save after the session has ended


@pytest.mark.parametrize("name", ["new", "change"])
def test_words_sent_after_the_session_come_back_to_their_writer(writer, name):
    address = reverse("support:open") if name == "new" else reverse("support:change", args=[case_of(writer).pk])
    client = browser(writer)
    form = opened(client, address)
    end_session(client)
    answer = client.post(address, typed(form))
    where = urlsplit(answer["Location"])
    assert (answer.status_code, where.path) == (302, reverse("account_login"))
    assert parse_qs(where.query)["next"] == [address]
    told = client.get(answer["Location"]).content.decode()
    assert "finns kvar" in told
    assert CANARY not in told
    sign_in_again(client, writer)
    shown = client.get(address)
    page = shown.content.decode()
    assert CANARY in page
    assert "Det här skrev du tidigare" in page
    assert re.search(r'value="yes"[^>]* checked', page)
    again = client.post(address, sent(shown))
    assert again.status_code == 302
    assert CANARY in client.get(again["Location"]).content.decode()
    if name == "new":
        assert CANARY not in client.get(address).content.decode(), "what is saved is no draft any more"


def test_nobody_else_who_signs_in_gets_them(writer, social):
    address = reverse("support:open")
    client = browser(writer)
    form = opened(client, address)
    end_session(client)
    client.post(address, typed(form))
    for other in (
        make.user(social),
        make.user(social, Role.EXIT_COORDINATOR),
        make.user(make.agency(social.partnership, Kind.SOCIAL_SERVICES)),
    ):
        sign_in_again(client, other)
        page = client.get(address)
        assert page.status_code == 200
        assert CANARY not in page.content.decode()
        assert "Det här skrev du tidigare" not in page.content.decode()
    sign_in_again(client, writer)
    assert CANARY in client.get(address).content.decode(), "and they wait for the one who wrote them"


def hat_at(agency, writer):
    """The same person works for another agency too."""
    with as_operator():
        return Affiliation.objects.create(
            user=writer.user, agency=agency, role=writer.role, starts_on=timezone.localdate() - timedelta(days=1)
        )


def test_the_same_person_acting_for_another_agency_does_not_get_them(writer, social):
    other = make.agency(social.partnership, Kind.SOCIAL_SERVICES)
    hat = hat_at(other, writer)
    address = reverse("support:open")
    client = browser(writer)
    form = opened(client, address)
    end_session(client)
    client.post(address, typed(form))
    second = type(writer)(Affiliation.objects.for_principal().get(pk=hat.pk))
    assert CANARY not in browser(second).get(address).content.decode()


def test_the_table_holds_nothing_that_can_be_read(writer):
    address = reverse("support:open")
    client = browser(writer)
    form = opened(client, address)
    end_session(client)
    client.post(address, typed(form))
    (row,) = Draft.objects.values_list()
    text = str(row)
    assert all(hidden not in text for hidden in (CANARY, address, writer.user.email, "safe_way"))


def test_a_sealed_text_moved_to_another_writer_or_address_does_not_open(writer, social):
    address, other = reverse("support:open"), make.user(social)
    for mark, place in ((writer.mark, address), (other.mark, address), (writer.mark, "/atgarder/ny/")):
        drafts.keep(mark, place, forms_data("safe_way=a"))
    mine, theirs, elsewhere = Draft.objects.order_by("pk")
    for row in (theirs, elsewhere):
        row.sealed = mine.sealed
        row.save()
    assert drafts.found(writer, address) is not None
    assert drafts.found(other, address) is None
    assert drafts.found(writer, "/atgarder/ny/") is None


def forms_data(text):
    from django.http import QueryDict

    return QueryDict(text)


def test_words_wait_ten_hours_and_no_longer(writer):
    address = reverse("support:open")
    with time_machine.travel("2026-11-20 08:00+01:00", tick=False) as clock:
        drafts.keep(writer.mark, address, forms_data("safe_way=a"))
        clock.shift(10 * 3600 - 60)
        assert drafts.found(writer, address) is not None
        clock.shift(120)
        assert drafts.found(writer, address) is None


def test_what_is_too_old_is_removed_though_nobody_keeps_anything_new(writer, settings):
    planned = [each for each in settings.CELERY_BEAT_SCHEDULE.values() if each["task"] == remove_expired_drafts.name]
    assert [each["schedule"] <= 3600 for each in planned] == [True]
    with time_machine.travel("2026-11-20 08:00+01:00", tick=False) as clock:
        drafts.keep(writer.mark, "/gammalt/", forms_data("safe_way=a"))
        clock.shift(5 * 3600)
        drafts.keep(writer.mark, "/nytt/", forms_data("safe_way=a"))
        assert remove_expired_drafts() == 0
        clock.shift(5 * 3600 + 60)
        assert remove_expired_drafts() == 1
        assert drafts.found(writer, "/nytt/") is not None
        clock.shift(5 * 3600)
        assert remove_expired_drafts() == 1
        assert not Draft.objects.exists()


def test_a_sign_that_was_made_up_keeps_nothing_and_nobody_fills_the_table(writer):
    for made_up in ("", "x", writer.mark[:-1], writer.mark.split(":")[0]):
        assert not drafts.keep(made_up, "/", forms_data("a=b"))
    assert not drafts.keep(writer.mark, "/", forms_data("a=" + "x" * 300_000)), "too long is said, not kept"
    for number in range(40):
        drafts.keep(writer.mark, f"/{number}/", forms_data("a=b"))
    assert Draft.objects.count() <= 20


def test_too_long_words_and_files_are_said(writer):
    address = reverse("support:open")
    client = browser(writer)
    form = opened(client, address)
    end_session(client)
    answer = client.post(address, typed(form, safe_way="x" * 300_000))
    assert "Gå tillbaka i webbläsaren" in client.get(answer["Location"]).content.decode()
    answer = client.post(address, typed(form) | {"file": SimpleUploadedFile("lista.csv", b"a;b")})
    assert "finns inte kvar" in client.get(answer["Location"]).content.decode()


def test_what_was_typed_against_an_older_version_is_still_against_it(writer):
    case = case_of(writer)
    address = reverse("support:change", args=[case.pk])
    client = browser(writer)
    form = opened(client, address)
    end_session(client)
    client.post(address, typed(form))
    sign_in_again(client, writer)
    client.post(address, typed(opened(browser(writer), address), safe_way="Annat", version=form["version"]))
    page = client.get(address).content.decode()
    assert f'name="version" value="{form["version"]}"' in page or "safe_way" in page


def test_choices_days_and_boxes_come_back_as_they_were(writer):
    address = reverse("support:change", args=[case_of(writer).pk])
    client = browser(writer)
    form = opened(client, address)
    end_session(client)
    client.post(address, typed(form, needs=["home", "work"], next_on="2027-13-99", children="no"))
    sign_in_again(client, writer)
    page = client.get(address)
    shown = page.context["form"]
    assert shown["next_on"].value() == "2027-13-99", "also what is wrong"
    assert shown["needs"].value() == ["home", "work"]
    assert shown["children"].value() == "no"
    assert not shown.errors, "nothing is judged before it is sent"


# --- drafts while one writes


def test_a_draft_survives_a_reload_and_can_be_thrown_away(writer):
    address = reverse("support:open")
    client = browser(writer)
    form = opened(client, address)
    kept = client.post(address, typed(form), headers={"X-GVI-Draft": "1"})
    assert kept.status_code == 204
    assert int(kept["X-GVI-Session-Left"]) > 25 * 60
    page = client.get(address).content.decode()
    assert CANARY in page
    answer = client.post(address, fields(page) | {"discard": "1"})
    assert (answer.status_code, answer["Location"]) == (302, address)
    assert CANARY not in client.get(address).content.decode()


def test_a_draft_sent_after_the_session_is_kept_and_told(writer):
    address = reverse("support:open")
    client = browser(writer)
    form = opened(client, address)
    end_session(client)
    assert client.post(address, typed(form), headers={"X-GVI-Draft": "1"}).status_code == 401
    assert CANARY in browser(writer).get(address).content.decode()


def test_a_draft_asks_for_the_right_of_the_page(writer, social):
    other = make.user(make.agency(social.partnership, Kind.POLICE))
    answer = browser(other).post(reverse("support:open"), {"made_for": other.mark}, headers={"X-GVI-Draft": "1"})
    assert answer.status_code == 403
    assert not Draft.objects.exists()


def test_a_draft_writes_and_logs_nothing_of_the_case(writer):
    case = case_of(writer)
    from gvi.acts.models import LogEntry

    address = reverse("support:change", args=[case.pk])
    client = browser(writer)
    form = opened(client, address)
    with act_as(writer):
        before = LogEntry.objects.count()
    client.post(address, typed(form), headers={"X-GVI-Draft": "1"})
    with act_as(writer):
        assert LogEntry.objects.count() == before


# --- a form that was made for somebody else


def test_a_form_made_for_another_is_refused_with_a_sentence(writer, social):
    other = make.user(social)
    address = reverse("support:open")
    form = opened(browser(writer), address)
    answer = browser(other).post(address, typed(form))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "någon annan" in page
    assert CANARY not in page
    with act_as(other):
        assert not type(case_of(other)).objects.filter(safe_way=CANARY).exists()


# --- the way to the login page and back


@pytest.mark.parametrize(
    "address", ["/stod/?visa=mina", "/atgarder/ny/?kalla=meeting&id=1", "/logg/", "/stod/?visa=mina&after=å"]
)
def test_the_address_keeps_its_query(client, address):
    where = client.get(address)["Location"]
    assert parse_qs(urlsplit(where).query)["next"] == [client.get(address).wsgi_request.get_full_path()]


def test_the_address_keeps_its_query_when_the_time_is_up_and_when_access_ends(writer):
    address = "/stod/?visa=mina"
    with time_machine.travel("2026-11-20 08:00+01:00", tick=False) as clock:
        client = browser(writer)
        client.get("/")
        for _ in range(31):
            clock.shift(20 * 60)
            answer = client.get(address)
        assert parse_qs(urlsplit(answer["Location"]).query)["next"] == [address]
        assert "loggats ut" in client.get(answer["Location"]).content.decode()


def test_the_login_page_says_why_it_stands_there(writer, client):
    assert "Logga in för att komma vidare" in client.get(client.get("/stod/")["Location"]).content.decode()
    gone = browser(writer)
    end_session(gone)
    answer = gone.get("/stod/")
    assert "Du har loggats ut" in gone.get(answer["Location"]).content.decode()
    plain = client.get(reverse("account_login")).content.decode()
    assert "Du har loggats ut" not in plain
    assert "komma vidare" not in plain


def test_an_address_that_only_takes_presses_leads_back_to_the_page_it_stood_on(writer, client):
    callin = reverse("callins:record_attendance", args=["6b1d7f6e-3f0c-4d3e-9a55-0d5e0f6f1a11"])
    evening = "/call-ins/6b1d7f6e-3f0c-4d3e-9a55-0d5e0f6f1a11/kvall/?visa=kvar"
    answer = client.post(callin, headers={"Referer": f"http://testserver{evening}"})
    assert parse_qs(urlsplit(answer["Location"]).query)["next"] == [evening]
    answer = client.post(callin, headers={"Referer": "https://elsewhere.example/x"})
    assert parse_qs(urlsplit(answer["Location"]).query)["next"] == ["/"]


def test_who_has_two_hats_comes_back_to_the_page_after_choosing(writer, social):
    other = make.agency(social.partnership, Kind.SOCIAL_SERVICES)
    hat_at(other, writer)
    client = browser(writer, entered=False)
    where = client.get("/stod/?visa=mina")["Location"]
    assert urlsplit(where).path == reverse("portal:agency")
    answer = client.post(where, {"affiliation": writer.affiliation.pk})
    assert answer["Location"] == "/stod/?visa=mina"
    elsewhere = client.post(
        f"{reverse('portal:agency')}?next=https://elsewhere.example/", {"affiliation": writer.affiliation.pk}
    )
    assert elsewhere["Location"] == "/"


def test_a_page_with_a_form_knows_how_long_the_session_lasts(writer):
    with time_machine.travel("2026-11-20 08:00+01:00", tick=False) as clock:
        client = browser(writer)
        client.get("/")
        page = client.get(reverse("support:open")).content.decode()
        left = int(re.findall(r'data-gvi-session-left="(\d+)"', page)[0])
        assert 29 * 60 <= left <= 30 * 60
        for _ in range(29):
            clock.shift(20 * 60)
            client.get("/")
        clock.shift(15 * 60)
        page = client.get(reverse("support:open")).content.decode()
        left = int(re.findall(r'data-gvi-session-left="(\d+)"', page)[0])
        assert left == 5 * 60, "the ten hours are nearer than the thirty minutes"


# --- the kind


def test_every_form_of_an_act_carries_whom_it_was_made_for_and_none_asks_for_a_password():
    for form in every(ActForm):
        assert "made_for" in form.base_fields
        assert not any(isinstance(field.widget, forms.PasswordInput) for field in form.base_fields.values()), form


def test_every_page_of_an_act_with_words_keeps_drafts():
    assert {page.__name__ for page in every(ActPage) if not page.keeps_drafts} == {
        "Tap", "RecordAttendance", "UndoAttendance",
    }  # fmt: skip


# --- back after a search


@pytest.fixture
def analyst():
    return make.user(make.agency(make.partnership(), Kind.POLICE))


def sought(client: Client, address: str, words: dict[str, str]):
    answer = client.post(address, words)
    assert answer.status_code == 302
    return answer["Location"]


@pytest.mark.parametrize(
    ("role", "name", "words", "secret"),
    [
        (Role.POLICE_COORDINATOR, "groups:dossiers", {"q": "Hemlig"}, "Hemlig"),
        (Role.POLICE_COORDINATOR, "portal:search", {"q": "Hemlig"}, "Hemlig"),
        (Role.LOG_REVIEWER, "portal:log", {"until": "2026-02-03"}, "2026-02-03"),
    ],
)
def test_a_search_leads_to_an_address_that_back_finds_again_and_that_holds_no_word(analyst, role, name, words, secret):
    client, address = browser(make.user(analyst.agency, role)), reverse(name)
    found = sought(client, address, words)
    assert urlsplit(found).path == address
    assert secret not in found
    for _back in range(2):
        page = client.get(found)
        assert page.status_code == 200
        assert f'value="{secret}"' in page.content.decode(), "what was sought stands in the field"
    assert secret not in str(dict(client.session)), "the session holds it sealed"


def test_a_search_belongs_to_its_session_and_to_whom_one_acts_for(analyst):
    make.put(Dossier, analyst.agency, given_name="Prov", family_name="Hemlig")
    client, address = browser(analyst), reverse("groups:dossiers")
    found = sought(client, address, {"q": "Ingen"})
    assert "Hemlig" not in client.get(found).content.decode()
    assert "Hemlig" in browser(analyst).get(found).content.decode(), "another session sees the whole list"
    assert "Hemlig" in client.get(f"{address}?sok=annat").content.decode()
    for number in range(25):
        sought(client, address, {"q": f"Ord {number}"})
    assert len(client.session["searches"]) == 20


# --- signing out


def test_signing_out_has_the_browser_forget(writer):
    answer = browser(writer).post(reverse("account_logout"))
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert "Clear-Site-Data" not in browser(writer).get("/")
