"""Any log entry can be shown, and signing out does not hang on the page that tells of it.

The kinds of entry are generated: every act and page there is, refused with and without an id, and what nobody writes
today: a table or a field that is gone, a role that is gone, JSON of another shape.
"""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import models
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone

from groups.models import Dossier, Group, Membership, MembershipRole, PersonCode
from gvi.access import context, policy, recording
from gvi.access.guarded import Guarded
from gvi.access.policy import Kind, Reach, Role
from gvi.access.principal import Principal, act_as
from gvi.acts import log
from gvi.acts.act import REGISTRY
from gvi.acts.models import ASKED, LogEntry, Outcome
from gvi.meetings.models import Meeting
from gvi.pages import error_views
from gvi.portal.log import labels
from support.models import SupportCase
from tests import factories as make
from tests.architecture import source
from tests.run_time_role import as_operator
from tests.signed_in import browser
from tests.walls.routes import names

pytestmark = pytest.mark.django_db
ID = str(uuid.UUID(int=7))
SHAPES: list[tuple[str, Any, Any]] = [
    ("of a table", {"groups.Group": [ID]}, {"groups.Group": ["name", "reach", "id"]}),
    ("with an id asked for", {ASKED: [ID]}, {}),
    ("with nothing", {}, {}),
    ("of a table that is gone", {"groups.Gone": [ID]}, {"groups.Gone": ["name"]}),
    ("of an app that is gone", {"gone.Group": [ID]}, {"gone.Group": ["name"]}),
    ("of a field that is gone", {"groups.Group": [ID]}, {"groups.Group": ["gone"]}),
    ("under no label", {"": [ID], "x": [ID], "a.b.c": [ID], "asked": []}, {"": ["x"], "x": ["y"], "a.b.c": ["z"]}),
    ("with other values", {"groups.Group": None, "x": 7, "y": {"z": [1]}, "asked": "<b>"}, {"groups.Group": "name"}),
    ("with texts within lists", {"groups.Group": [None, 1, {}, []]}, {"groups.Group": [None, 1]}),
    ("as a list", [ID, None, {}], ["name"]),
    ("as a text", "junk", "junk"),
    ("as a number", 7, 7),
    ("as nothing at all", None, None),
]


@pytest.fixture
def reviewer() -> Principal:
    return make.user(make.agency(make.partnership(), Kind.POLICE), Role.LOG_REVIEWER)


def forge(by: Principal, **facts: Any) -> LogEntry:
    """An entry past the check of its words, as an earlier or a broken version may have left it, at any time."""
    entry = LogEntry(**{"user": by.user, "role": by.role, "verb": "portal:log"} | facts)
    with context.enter_context(context.for_agencies(by.agency, user=entry.user_id)), as_operator():
        Guarded._stamp(entry)
        models.QuerySet[LogEntry, LogEntry](LogEntry).bulk_create([entry])
    return entry


def opens_everywhere(by: Principal, **sought: Any) -> str:
    client, log_page = browser(by), reverse("portal:log")
    for address in (log_page, reverse("portal:profile"), "/"):
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert reverse("account_logout") in answer.content.decode()
    answer = client.post(log_page, sought, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize(("_name", "rows", "fields"), SHAPES, ids=[name for name, _rows, _fields in SHAPES])
@pytest.mark.parametrize("outcome", [*Outcome, "gone"])
def test_an_entry_of_any_shape_is_shown(_name: str, rows: Any, fields: Any, outcome: str, reviewer: Principal) -> None:
    forge(reviewer, rows=rows if rows is not None else {}, fields=fields if fields is not None else {}, outcome=outcome)
    page = opens_everywhere(reviewer, user=reviewer.user.pk)
    assert "<b>" not in page.replace("<b>GVI", "")


def test_every_act_and_page_is_shown_however_it_went(reviewer: Principal) -> None:
    """All verbs there are, and some that there are not; 50 on a page, so that all pages are turned."""
    verbs = sorted({*REGISTRY, *labels.labels(), *names(), "gone.act", "gone:page", "?", ""})
    for verb in verbs:
        for outcome in Outcome:
            forge(reviewer, verb=verb, outcome=outcome, rows={ASKED: [ID]} if outcome == Outcome.REFUSED else {})
    client, address, seen = browser(reviewer), reverse("portal:log"), 0
    while address:
        answer = client.get(address)
        assert answer.status_code == 200
        seen += len(answer.context["rows"])
        address = answer.context["next_url"] and reverse("portal:log") + answer.context["next_url"]
    assert seen >= len(verbs) * len(Outcome)


def test_an_entry_of_nobody_in_a_role_that_is_gone_is_shown(reviewer: Principal) -> None:
    forge(reviewer, user=None, role="gone")
    forge(reviewer, user=None, role="")
    assert "gone" in opens_everywhere(reviewer)


@pytest.mark.parametrize(
    "path", ["/handlingar/0a22fbc5-e3d8-448e-8fcf-ac136c4a6ee1/", "/personer/", "/anvandare/", "/finns/inte/"]
)
def test_after_a_refusal_the_log_and_the_own_page_open(path: str, reviewer: Principal) -> None:
    assert browser(reviewer).get(path).status_code in (403, 404)
    opens_everywhere(reviewer, outcome=Outcome.REFUSED)


@pytest.mark.parametrize("key", ["", "x", "a.b.c", "groups.Gone", "groups.group", "Asked"])
@pytest.mark.parametrize("column", ["rows", "fields"])
def test_a_key_without_words_is_not_written(key: str, column: str, reviewer: Principal) -> None:
    entry = LogEntry(user=reviewer.user, role=reviewer.role, verb="portal:log", **{column: {key: [ID]}})
    with act_as(reviewer), pytest.raises(ValueError, match="no table"):
        LogEntry.write([entry])


def test_every_guarded_table_has_words_in_the_log(reviewer: Principal) -> None:
    with act_as(reviewer):
        log.write_reads(reviewer, {label: {ID} for label in policy.POLICY}, where="portal:today")
    page = opens_everywhere(reviewer)
    assert [label for label in policy.POLICY if label in page] == []


# --- signing out


def test_every_page_of_its_own_offers_signing_out() -> None:
    """Each frame takes in the button, and each page lies in a frame: only papers and parts do not."""
    frames = {"base.html", "base_plain.html"}
    texts = {path.removeprefix("templates/"): text for path, text in source.templates()}
    assert all("pages/_sign_out.html" in texts[frame] for frame in frames)
    whole = [name for name, text in texts.items() if "<html" in text and not name.startswith("documents/")]
    assert set(whole) == frames


@pytest.mark.parametrize("view", ["bad_request", "forbidden", "csrf", "missing", "broken", "unavailable"])
def test_an_error_page_offers_signing_out(view: str, reviewer: Principal) -> None:
    request = RequestFactory().get("/")
    request.user, request.principal = reviewer.user, None  # type: ignore[attr-defined]
    assert reverse("account_logout") in getattr(error_views, view)(request).content.decode()


def test_a_page_that_breaks_leaves_signing_out(reviewer: Principal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gvi.portal.views.in_words", lambda _entries: 1 / 0)
    client = browser(reviewer)
    answer = client.get(reverse("portal:profile"))
    assert answer.status_code == 500
    assert reverse("account_logout") in answer.content.decode()
    client.post(reverse("account_logout"))
    assert "_auth_user_id" not in client.session


# --- finding


def test_the_filter_names_each_thing_once(reviewer: Principal) -> None:
    form = browser(reviewer).get(reverse("portal:log")).context["filter_form"]
    words = [label for _value, label in form.fields["verb"].choices]
    assert len(words) == len(set(words))
    shared = next(verbs for _label, verbs in labels.verbs_by_label() if len(verbs) > 1)
    for verb in shared:
        forge(reviewer, verb=verb)
    answer = browser(reviewer).post(reverse("portal:log"), {"verb": shared[0]}, follow=True)
    assert sorted(entry.verb for entry in answer.context["rows"]) == sorted(shared)


def test_it_is_narrowed_by_days_and_by_how_it_went(reviewer: Principal) -> None:
    today = timezone.localdate()
    for days in (0, 1, 2):
        forge(reviewer, verb=f"day{days}", outcome=Outcome.REFUSED, logged_at=timezone.now() - timedelta(days=days))
    client = browser(reviewer)

    def found(**sought: Any) -> list[str]:
        answer = client.post(reverse("portal:log"), sought | {"outcome": Outcome.REFUSED}, follow=True)
        return [entry.verb for entry in answer.context["rows"]]

    assert found() == ["day0", "day1", "day2"]
    assert found(since=today - timedelta(days=1)) == ["day0", "day1"]
    assert found(until=today - timedelta(days=1)) == ["day1", "day2"]
    assert found(since=today - timedelta(days=1), until=today - timedelta(days=1)) == ["day1"]


def test_reading_the_log_is_logged(reviewer: Principal) -> None:
    forge(reviewer, verb="x")
    client, log_page = browser(reviewer), reverse("portal:log")
    for read in (lambda: client.get(log_page), lambda: client.post(log_page, {}, follow=True)):
        with act_as(reviewer):
            before = LogEntry.objects.filter(verb="portal:log").count()
        shown = {str(entry.pk) for entry in read().context["rows"]}
        with act_as(reviewer):
            entries = LogEntry.objects.filter(verb="portal:log").order_by("-logged_at")
            assert entries.count() == before + 1
            assert set(entries[0].rows["acts.LogEntry"]) == shown


def test_a_sample_is_drawn_by_lot(reviewer: Principal) -> None:
    for number in range(60):
        forge(reviewer, verb=f"v{number}")
    client = browser(reviewer)
    answers = [client.post(reverse("portal:log"), {"draw": "1"}, follow=True) for _ in range(2)]
    drawn = [{entry.pk for entry in answer.context["rows"]} for answer in answers]
    assert [len(each) for each in drawn] == [20, 20]
    assert drawn[0] != drawn[1]


@pytest.mark.parametrize(
    "text", ["Lönn 27", " lönn  27 ", "Vanja", "ask vanja", "19900101-2385", "900101-2385", "lönn 27"]
)
def test_entries_about_a_person_are_found_by_what_people_write(text: str, reviewer: Principal) -> None:
    """With the rows that refer to the person: places in groups, seats, extracts."""
    group = make.put(Group, reviewer.agency, reach=Reach.CORE, name="Norra")
    code = make.put(PersonCode, reviewer.agency, reach=Reach.CORE, code="Lönn 27", group=group)
    person = Dossier(given_name="Vanja", family_name="Ask", person_code=code)
    person.set_national_id("199001012385", reviewer.agency.pk)
    with act_as(reviewer), recording.collecting_changes():
        person.save()
    facts = {"role": MembershipRole.ACTIVE, "certainty": "likely", "review_on": "2027-01-01"}
    place = make.put(Membership, reviewer.agency, dossier=person, group=group, **facts)
    for row in (person, code, place):
        forge(reviewer, verb=row._meta.label, rows={row._meta.label: [ID, str(row.pk)]})
    forge(reviewer, verb="other", rows={"groups.Dossier": [ID]})
    answer = browser(reviewer).post(reverse("portal:log"), {"row": text}, follow=True)
    assert {entry.verb for entry in answer.context["rows"]} == {row._meta.label for row in (person, code, place)}
    with act_as(reviewer):
        assert LogEntry.objects.get(verb="portal:log").rows["groups.Dossier"] == [str(person.pk)]


def test_a_person_whom_the_agency_does_not_hold_or_may_not_open_is_not_found(reviewer: Principal) -> None:
    make.put(Dossier, reviewer.agency, given_name="Skyddad", family_name="Ek", protected=True)
    make.put(Dossier, make.agency(reviewer.partnership, Kind.PROBATION), given_name="Annans", family_name="Ek")
    client = browser(reviewer)
    bodies = set()
    for text in ("Skyddad Ek", "Annans Ek", "Ingen Alls"):
        answer = client.post(reverse("portal:log"), {"row": text}, follow=True)
        assert answer.status_code == 422
        form = answer.context["filter_form"]
        bodies.add(str(form.errors))
    assert len(bodies) == 1


def test_entries_about_a_meeting_and_a_case_are_found(reviewer: Principal) -> None:
    facts = {"starts_at": "09:00", "ends_at": "10:00", "venue": "A"}
    meeting = make.put(Meeting, reviewer.agency, reach=Reach.CORE, date="2026-11-20", **facts)
    forge(reviewer, verb="about it", rows={"meetings.Meeting": [str(meeting.pk)]})
    answer = browser(reviewer).post(reverse("portal:log"), {"row": "arbetsgrupp 2026-11-20"}, follow=True)
    assert [entry.verb for entry in answer.context["rows"]] == ["about it"]
    social = make.user(make.agency(reviewer.partnership, Kind.SOCIAL_SERVICES), Role.LOG_REVIEWER)
    case = make.put(SupportCase, social.agency, reference="S 12/26", safe_way="sms", channel="phone")
    forge(social, verb="about it", rows={"support.SupportCase": [str(case.pk)]})
    answer = browser(social).post(reverse("portal:log"), {"row": "s 12/26"}, follow=True)
    assert [entry.verb for entry in answer.context["rows"]] == ["about it"]


# --- Min dag of the reviewer


def test_min_dag_shows_what_to_look_at_first(reviewer: Principal) -> None:
    analyst, quiet = make.user(reviewer.agency, Role.ANALYST), make.user(reviewer.agency, Role.ANALYST)
    other = make.user(make.agency(reviewer.partnership, Kind.PROBATION))
    now = timezone.now()
    for days, times in ((1, 40), (10, 8)):
        for _ in range(times):
            forge(analyst, verb="groups:people", outcome=Outcome.SEEN, logged_at=now - timedelta(days=days))
    for days in range(1, 30):
        for _ in range(4):
            forge(quiet, verb="groups:people", outcome=Outcome.SEEN, logged_at=now - timedelta(days=days))
    forge(analyst, verb="groups:dossier", outcome=Outcome.REFUSED)
    forge(analyst, verb="account.wrong_password", outcome=Outcome.REFUSED)
    for _ in range(50):
        forge(other, verb="groups:people", outcome=Outcome.SEEN)
        forge(other, verb="groups:people", outcome=Outcome.REFUSED)
    review = browser(reviewer).get("/").context["log_review"]
    assert [(each.user, each.week, each.usual) for each in review["unusual"]] == [(analyst.user.pk, 40, 2.0)]
    assert [row.entry.verb for row in review["refusals"]] == ["groups:dossier"]
    assert [row.entry.verb for row in review["failures"]] == ["account.wrong_password"]
    assert browser(analyst).get("/").context["log_review"] is None
