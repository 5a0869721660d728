"""No form of an incident accuses somebody by itself, and what cannot be right is refused on its field."""

from datetime import date, time, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from groups.incidents import actions
from groups.incidents.actions import IncidentFacts
from groups.incidents.forms import AttributionForm, IncidentForm, PublishIncidentForm, RecordIncidentForm
from groups.models import Attribution, Group, Incident, IncidentKind
from gvi.access.policy import Kind, Reach
from gvi.access.principal import act_as
from tests import factories as make
from tests.signed_in import browser

pytestmark = pytest.mark.django_db
MORNING = "2026-03-04T08:10:00+01:00"
TODAY = date(2026, 3, 4)
ACCUSING = ("kind", "side", "certainty", "deaths", "injured", "attributions", "group")


@pytest.fixture
def police():
    return make.user(make.agency(make.partnership(), Kind.POLICE, "Polisen"))


@pytest.fixture(autouse=True)
def _in_the_morning():
    with time_machine.travel(MORNING, tick=False):
        yield


def judged(by):
    group = make.put(Group, by.agency, reach=Reach.CORE, name="Norra")
    made = make.put(Incident, by.agency, happened_on=TODAY, area="Torget", kind="shooting", state="verified")
    with act_as(by):
        actions.attribute_incident(made, by=by, group=group, side="perpetrator", certainty="likely")
        return Incident.objects.get(pk=made.pk)


@pytest.mark.parametrize("form", [IncidentForm, RecordIncidentForm, AttributionForm, PublishIncidentForm])
def test_nothing_that_accuses_is_filled_in(police, form):
    made = judged(police)
    with act_as(police):
        shown = form(by=police, instance=made if form is PublishIncidentForm else None)
        filled = {name: shown[name].value() for name in ACCUSING if name in shown.fields}
        assert [name for name, value in filled.items() if value not in (None, "", [])] == []
        choices = [shown[name] for name in ("kind", "side", "certainty") if name in shown.fields]
        assert ["Välj" in str(field) for field in choices] == [True] * len(choices)


def test_what_is_published_already_stays_ticked(police):
    made = judged(police)
    with act_as(police):
        (mine,) = Attribution.objects.filter(incident=made)
        actions.publish_incident(made, by=police, summary="Skott", attributions=[mine.pk])
        assert PublishIncidentForm(by=police, instance=Incident.objects.get()).initial["attributions"] == [mine.pk]


def typed(**facts):
    return {"happened_on": "2026-03-04", "kind": "explosion", "area": "Torget", "deaths": "0", "injured": "0"} | facts


@pytest.mark.parametrize("missing", ["kind", "deaths", "injured"])
def test_what_is_not_answered_is_asked_for(police, missing):
    answer = browser(police).post(reverse("groups:report_incident"), typed(**{missing: ""}))
    assert (answer.status_code, set(answer.context["form"].errors)) == (422, {missing})


@pytest.mark.parametrize(
    ("kind", "deaths", "injured", "wrong"),
    [
        ("deadly_shooting", 0, 0, "deaths"),
        ("deadly_shooting", 0, 3, "deaths"),
        ("deadly_shooting", 1, 0, ""),
        ("shooting_injured", 0, 0, "injured"),
        ("shooting_injured", 1, 1, "kind"),
        ("shooting_injured", 0, 2, ""),
        ("shooting", 0, 1, "kind"),
        ("shooting", 1, 0, "kind"),
        ("shooting", 0, 0, ""),
        ("weapon_found", 0, 1, "kind"),
        ("explosion", 2, 5, ""),
        ("assault", 1, 0, ""),
        ("arson", 0, 0, ""),
    ],
)
def test_the_dead_and_the_injured_fit_the_kind(police, kind, deaths, injured, wrong):
    answer = browser(police).post(
        reverse("groups:report_incident"), typed(kind=kind, deaths=str(deaths), injured=str(injured))
    )
    assert answer.status_code == (422 if wrong else 302)
    if wrong:
        assert set(answer.context["form"].errors) == {wrong}
        made = make.put(Incident, police.agency, happened_on=TODAY, area="T", kind=IncidentKind.ARSON)
        facts = IncidentFacts(TODAY, "Torget", kind, deaths=deaths, injured=injured)
        with act_as(police), pytest.raises(ValidationError):
            actions.edit_incident(made, by=police, facts=facts)


@pytest.mark.parametrize(
    ("day", "at", "wrong"),
    [
        (TODAY, time(23, 40), "time"),
        (TODAY, time(8, 11), "time"),
        (TODAY, time(8, 10), ""),
        (TODAY - timedelta(days=1), time(23, 40), ""),
        (TODAY + timedelta(days=1), time(1), "happened_on"),
        (date(1, 1, 1), None, "happened_on"),
        (date(1899, 12, 31), None, "happened_on"),
        (date(202, 3, 4), None, "happened_on"),
        (date(1900, 1, 1), None, ""),
    ],
)
def test_a_time_that_has_not_come_and_a_year_that_cannot_be_are_refused(police, day, at, wrong):
    facts = typed(happened_on=f"{day:%Y-%m-%d}".zfill(10), time=f"{at:%H:%M}" if at else "")
    answer = browser(police).post(reverse("groups:report_incident"), facts)
    assert answer.status_code == (422 if wrong else 302)
    if wrong:
        assert set(answer.context["form"].errors) == {wrong}
        with act_as(police), pytest.raises(ValidationError):
            actions.report_incident(by=police, facts=IncidentFacts(day, "Torget", "arson", time=at))


def test_a_link_to_a_group_takes_side_and_certainty_and_none_takes_none(db):
    place = make.partnership()
    by = make.user(make.agency(place, Kind.COORDINATION, "Kommunen", leads=True))
    told = make.agency(place, Kind.POLICE, "Polisen", logs_in=False)
    group = make.put(Group, by.agency, reach=Reach.CORE, name="Norra")
    url = reverse("groups:record_incident")
    source = {"source_agency": told.pk, "source_date": f"{timezone.localdate():%Y-%m-%d}", "source_channel": "orally"}
    facts = typed(**source, summary="Skott", kind="shooting")
    lacking = browser(by).post(url, facts | {"group": group.pk})
    assert set(lacking.context["form"].errors) == {"side", "certainty"}
    assert browser(by).post(url, facts).status_code == 302
    said = {"group": group.pk, "side": "victim", "certainty": "possible"}
    assert browser(by).post(url, facts | said | {"area": "Hamnen"}).status_code == 302
    with act_as(by):
        assert [each.attributions.count() for each in Incident.objects.order_by("area")] == [1, 0]
