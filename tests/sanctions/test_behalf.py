"""Increased focus where the police and the probation service do not log in: decided and reported all the same."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from groups.actions import record_group
from groups.incidents.actions import IncidentFacts, record_incident
from groups.models import Attribution, Side
from gvi.access.policy import Kind
from gvi.access.principal import act_as
from gvi.partnerships.on_behalf.models import Source, SourceChannel
from sanctions import actions
from sanctions.models import DecisionPart, Measure, MeasureState, Sanction
from sanctions.queries import own_open_measures
from tests import factories as make
from tests.groups.conftest import text_of
from tests.signed_in import browser

TODAY = timezone.localdate()


@pytest.fixture
def alone(db):
    """Only the municipality logs in; a group has focus that the police and probation took part in deciding."""
    place = make.partnership()
    town = make.agency(place, Kind.COORDINATION, "Kommunen", leads=True)
    made = SimpleNamespace(town=town, by=make.user(town))
    made.police = make.agency(place, Kind.POLICE, "Polisen", logs_in=False)
    made.probation = make.agency(place, Kind.PROBATION, "Frivården", logs_in=False)
    made.source = Source(made.police, TODAY, SourceChannel.ORALLY)
    with act_as(made.by):
        made.sanction = decided(made)
    return made


def decided(world):
    group = record_group(by=world.by, source=world.source, name="Sluttningen")
    incident = record_incident(
        by=world.by, source=world.source,
        facts=IncidentFacts(happened_on=TODAY, area="Torget", kind="shooting", summary="Skott"),
        group=group, side=Side.PERPETRATOR, certainty="likely",
    )  # fmt: skip
    sanction = actions.propose(
        by=world.by, trigger=Attribution.objects.get(incident=incident), reason="Skott", motive="Fick budskapet"
    )
    actions.decide(
        sanction, by=world.by, decided_on=TODAY, participants=[world.town, world.police, world.probation],
        reason="Eniga",
        review_on=TODAY + timedelta(days=20),
    )  # fmt: skip
    return Sanction.objects.get(pk=sanction.pk)


def measured(world, lever="traffic_controls", agency=None):
    source = Source(agency or world.police, TODAY, SourceChannel.MEETING)
    return actions.record_measure(
        world.sanction, by=world.by, source=source, lever=lever, responsible="områdespolisen",
        starts_on=TODAY, due_on=TODAY + timedelta(days=7),
    )  # fmt: skip


def test_those_who_took_part_orally_meet_the_quorum(alone):
    with act_as(alone.by):
        took_part = {part.agency for part in DecisionPart.objects.all()}
    assert took_part == {alone.town, alone.police, alone.probation}


def test_a_measure_is_one_that_the_agency_has_and_is_reported_on_its_word(alone):
    with act_as(alone.by):
        with pytest.raises(ValidationError) as refused:
            measured(alone, agency=alone.probation)
        assert set(refused.value.message_dict) == {"lever"}
        measure = measured(alone)
        assert (measure.owner, measure.source_or_owner) == (alone.town, alone.police)
        for untold in (
            lambda: actions.report(measure, by=alone.by, status=MeasureState.ONGOING, count=12, unit="kontroller"),
            lambda: actions.nothing_new(measure, by=alone.by),
        ):
            with pytest.raises(ValidationError) as refused:
                untold()
            assert set(refused.value.message_dict) == {"source_agency"}
        source = Source(alone.police, TODAY, SourceChannel.TELEPHONE)
        done = actions.report(
            measure, by=alone.by, source=source, status=MeasureState.ONGOING, count=12, unit="kontroller"
        )
        assert (done.counted, done.source_channel) == ("12 kontroller", SourceChannel.TELEPHONE)
        assert actions.nothing_new(done, by=alone.by, source=alone.source).nothing_new
        assert [measure.pk for measure in own_open_measures(alone.by)] == [measure.pk]


def test_only_the_coordinator_records_measures_for_others(world, db):
    with act_as(world.by.police), pytest.raises(PermissionDenied):
        actions.record_measure(
            Sanction(), by=world.by.police, source=Source(world.probation, TODAY, SourceChannel.ORALLY),
            lever="drug_tests", responsible="x", starts_on=TODAY, due_on=TODAY,
        )  # fmt: skip


def test_the_page_shows_the_agency_and_its_word_and_the_report_asks_for_it(alone):
    with act_as(alone.by):
        measure = measured(alone)
    client = browser(alone.by)
    shown = text_of(client.get(alone.sanction.get_absolute_url()).content.decode())
    assert f"Polisen, områdespolisen {measure.source_label}" in shown
    assert measure.source_label in text_of(client.get(reverse("sanctions:sanctions")).content.decode())
    address = reverse("sanctions:report", args=[measure.pk])
    fields = client.get(address).context["form"].fields
    assert {"source_agency", "source_date", "source_channel"} & set(fields) == {"source_date", "source_channel"}
    assert "Polisen" in fields["source_date"].help_text
    facts = {"status": "ongoing", "count": "3", "unit": "kontroller"}
    assert client.post(address, facts).status_code == 422
    source = {"source_agency": alone.probation.pk, "source_date": TODAY.isoformat(), "source_channel": "paper"}
    assert client.post(address, facts | source).status_code == 302
    with act_as(alone.by):
        done = Measure.objects.get(pk=measure.pk)
        assert (done.count, done.source_or_owner, done.source_channel) == (3, alone.police, "paper")


def test_the_municipalitys_own_measure_asks_for_nobodys_word(alone):
    with act_as(alone.by):
        own = actions.plan_measure(
            alone.sanction, by=alone.by, lever="premises", responsible="tillsyn", starts_on=TODAY, due_on=TODAY
        )
    client = browser(alone.by)
    fields = client.get(reverse("sanctions:report", args=[own.pk])).context["form"].fields
    assert not {"source_agency", "source_date", "source_channel"} & set(fields)
    assert client.post(reverse("sanctions:nothing_new", args=[own.pk])).status_code == 302


def test_measures_are_recorded_by_the_page_where_somebody_with_levers_does_not_log_in(alone):
    client = browser(alone.by)
    address = reverse("sanctions:record_measure", args=[alone.sanction.pk])
    page = client.get(address).content.decode()
    assert '<optgroup label="Polisen">' in page
    assert '<optgroup label="Kommunen">' not in page
    facts = {
        "lever": "drug_tests", "responsible": "frivårdskontoret", "starts_on": TODAY.isoformat(),
        "due_on": TODAY.isoformat(), "source_agency": alone.probation.pk, "source_date": TODAY.isoformat(),
        "source_channel": "telephone",
    }  # fmt: skip
    assert client.post(address, facts).status_code == 302
    with act_as(alone.by):
        assert [measure.source_or_owner for measure in Measure.objects.all()] == [alone.probation]


def test_a_measure_stays_its_agencys_whoever_is_said_to_have_told(alone):
    probation = Source(alone.probation, TODAY, SourceChannel.MEETING)
    with act_as(alone.by):
        for measure in (measured(alone), planned(alone)):
            for tell in (
                lambda measure: actions.report(measure, by=alone.by, source=probation, status=MeasureState.DONE),
                lambda measure: actions.nothing_new(measure, by=alone.by, source=probation),
            ):
                with pytest.raises(ValidationError) as refused:
                    tell(measure)
                assert set(refused.value.message_dict) == {"source_agency"}
        assert {measure.source_or_owner for measure in Measure.objects.all()} == {alone.police, alone.town}


def planned(world):
    return actions.plan_measure(
        world.sanction, by=world.by, lever="premises", responsible="tillsyn", starts_on=TODAY, due_on=TODAY
    )


def test_when_the_agency_begins_to_log_in_its_old_measures_are_closed_and_new_ones_are_its_own(alone):
    with act_as(alone.by):
        first, second = measured(alone), measured(alone, lever="weapon_search")
    make.begins_to_log_in(alone.police)
    client = browser(alone.by)
    source = {"source_date": TODAY.isoformat(), "source_channel": "telephone"}
    report = {"status": "done", "count": "3", "unit": "kontroller"} | source
    assert client.post(reverse("sanctions:report", args=[first.pk]), report).status_code == 302
    assert client.post(reverse("sanctions:nothing_new", args=[second.pk]), source).status_code == 302
    with act_as(alone.by):
        done = Measure.objects.get(pk=first.pk)
        assert (done.state, done.source_or_owner) == (MeasureState.DONE, alone.police)
        with pytest.raises(ValidationError) as refused:
            measured(alone, lever="home_visits")
        assert set(refused.value.message_dict) == {"source_agency"}
        assert Measure.objects.count() == 2
