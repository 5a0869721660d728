"""The rules of increased focus (domain 2.9, 2.11 rules 1-7, 20)."""

from contextlib import nullcontext
from datetime import timedelta
from types import SimpleNamespace
from typing import Any, cast

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from django.db.models import Model
from django.utils import timezone

from groups.extension_points import marks_of, timeline
from groups.incidents import actions as incidents
from groups.models import Attribution, Certainty, Incident, Side
from gvi.access import policy
from gvi.access.policy import Kind, Reach
from gvi.access.principal import act_as
from gvi.acts.requires import NotNow
from sanctions import actions
from sanctions.models import DecisionPart, Measure, MeasureState, Sanction, SanctionDecision, SanctionState
from sanctions.presenters import is_shaken, review_of
from tests import factories as make
from tests.sanctions.conftest import OTHERS, TODAY, active, call_in_held, confirmed, decided, proposed, table, trigger

World = SimpleNamespace


def refused(error: Any) -> set[str]:
    return set(error.value.message_dict)


def test_no_table_of_sanctions_refers_to_a_person_or_a_code() -> None:
    named = {
        cast(type[Model], field.related_model)._meta.label
        for model in apps.get_app_config("sanctions").get_models()
        for field in model._meta.get_fields()
        if field.is_relation and not field.auto_created
    }
    assert named == {
        "groups.Group", "groups.Attribution", "sanctions.Sanction", "sanctions.SanctionDecision",
        "partnerships.Agency", "partnerships.Partnership",
    }  # fmt: skip


@pytest.mark.parametrize(
    "facts",
    [
        {"side": Side.VICTIM},
        {"side": Side.UNCLEAR},
        {"certainty": Certainty.POSSIBLE},
        {"certainty": Certainty.DROPPED},
    ],
)
def test_only_the_perpetrators_side_and_likely_at_least_can_set_it_off(world: World, facts: dict[str, Any]) -> None:
    _group, claim = trigger(world, "Grupp Södra", **facts)
    with pytest.raises(ValidationError) as error:
        proposed(world, claim, "motiv")
    assert refused(error) == {"trigger"}


def test_an_unpublished_judgement_is_not_there_for_the_coordinator(world: World) -> None:
    _group, claim = trigger(world, "Grupp Södra", reach=Reach.OWN)
    with pytest.raises(Attribution.DoesNotExist):
        proposed(world, claim, "motiv")


def test_a_group_that_was_told_needs_no_motive(world: World) -> None:
    assert proposed(world).state == SanctionState.PROPOSED


@pytest.mark.parametrize(("present", "days"), [(0, 60), (3, 4), (3, 1)])
def test_a_group_that_was_not_told_before_the_incident_needs_a_motive(world: World, present: int, days: int) -> None:
    """Nobody came, or the call-in was not before the incident (rule 3)."""
    group, claim = trigger(world, "Grupp Södra")
    call_in_held(world, group, present=present, days=days)
    with pytest.raises(ValidationError) as error:
        proposed(world, claim)
    assert refused(error) == {"motive"}
    assert proposed(world, claim, "Budskapet kom fram på annat sätt").group == group


def test_there_is_one_open_sanction_on_a_group(world: World) -> None:
    proposed(world)
    with pytest.raises(ValidationError) as error:
        proposed(world)
    assert refused(error) == {"trigger"}


def test_the_database_too_holds_one_open_sanction_on_a_group(world: World) -> None:
    facts = {"group": world.group, "trigger": world.claim, "proposed_on": TODAY, "reason": "Ja"}
    make.put(Sanction, world.coordination, **facts)
    with pytest.raises(DatabaseError), transaction.atomic():
        make.put(Sanction, world.coordination, **facts)


@pytest.mark.parametrize("missing", ["police", "probation"])
def test_a_decision_takes_municipality_police_and_kriminalvarden(world: World, missing: str) -> None:
    """Each confirms its own part. Until all have, the focus does not begin; the last one makes it possible."""
    by = world.by.coordination
    sanction = decided(world, confirm=[name for name in OTHERS if name != missing])
    with act_as(by), pytest.raises(NotNow, match=str(getattr(Kind, missing.upper()).label)):
        actions.start(sanction, by=by)
    confirmed(world, missing)
    with act_as(by):
        assert actions.start(sanction, by=by).state == SanctionState.ACTIVE


@pytest.mark.parametrize("missing", ["coordination", "police", "probation"])
def test_a_part_of_the_quorum_that_can_come_from_nobody_is_asked_for_at_once(world: World, missing: str) -> None:
    """The agency neither logs in, so that it could confirm, nor is it said to have taken part."""
    if missing != "coordination":
        make.stops_logging_in(getattr(world, missing))
    with pytest.raises(ValidationError) as error:
        decided(world, participants=[] if missing == "coordination" else table(world))
    assert refused(error) == {"participants"}


def test_no_agency_that_logs_in_is_ticked_in_by_another(world: World) -> None:
    for other in ("police", "probation", "social"):
        with pytest.raises(ValidationError) as error:
            decided(world, participants=[*table(world), getattr(world, other)])
        assert refused(error) == {"participants"}
        with act_as(world.by.coordination) as by:
            actions.reject(
                Sanction.objects.exclude(state="rejected").get(),
                by=by,
                decided_on=TODAY,
                participants=table(world),
                reason="Nej",
            )


def test_prison_stands_for_kriminalvarden_as_well_as_probation() -> None:
    assert policy.missing_in_quorum([Kind.COORDINATION, Kind.POLICE, Kind.PRISON]) == []
    assert len(policy.missing_in_quorum([Kind.POLICE])) == 2


def test_a_decision_is_kept_with_who_took_part(world: World) -> None:
    sanction = decided(world, by_telephone=True)
    with act_as(world.by.police):
        (decision,) = SanctionDecision.objects.filter(sanction=sanction)
        took_part = {part.agency.short_name for part in DecisionPart.objects.filter(decision=decision)}
    assert decision.by_telephone
    assert took_part == {"Coordination", "Police", "Probation"}
    with act_as(world.by.coordination):
        parts = {part.agency.short_name: (part.owner, part.function) for part in DecisionPart.objects.all()}
    assert parts["Police"] == (world.police, "chef")


def test_a_decision_dated_back_says_why(world: World) -> None:
    with pytest.raises(ValidationError) as error:
        decided(world, decided_on=TODAY - timedelta(days=2), review_on=TODAY)
    assert refused(error) == {"late_reason"}


def test_a_decision_dated_back_with_a_reason_holds(world: World) -> None:
    day = TODAY - timedelta(days=2)
    assert decided(world, decided_on=day, review_on=TODAY, late_reason="Per telefon i lördags").review_on == TODAY


def test_a_decision_is_never_ahead_nor_before_the_incident(world: World) -> None:
    for day in (TODAY + timedelta(days=1), TODAY - timedelta(days=5)):
        with pytest.raises(ValidationError) as error:
            decided(world, decided_on=day, review_on=day, late_reason="skäl")
        assert refused(error) == {"decided_on"}
        with act_as(world.by.coordination):
            actions.reject(
                Sanction.objects.exclude(state="rejected").get(), by=world.by.coordination, decided_on=TODAY,
                participants=table(world), reason="Nej",
            )  # fmt: skip


def test_a_review_later_than_four_weeks_takes_a_reason(world: World) -> None:
    late = TODAY + timedelta(days=29)
    with pytest.raises(ValidationError) as error:
        decided(world, review_on=late)
    assert refused(error) == {"review_reason"}
    with act_as(world.by.coordination):
        actions.decide(
            Sanction.objects.get(), by=world.by.coordination, decided_on=TODAY, participants=table(world), reason="Ja",
            review_on=late, review_reason="Helgerna ligger emellan",
        )  # fmt: skip
        assert Sanction.objects.get().review_on == late
        assert SanctionDecision.objects.get().review_reason == "Helgerna ligger emellan"


def test_the_database_too_asks_why_a_review_is_late(world: World) -> None:
    sanction = proposed(world)
    facts = {"sanction": sanction, "kind": "begin", "decided_on": TODAY, "noted_at": timezone.now(), "reason": "Ja"}
    for days, why, holds in ((28, "", True), (29, "", False), (29, "Helger", True)):
        with nullcontext() if holds else pytest.raises(DatabaseError), transaction.atomic():
            make.put(
                SanctionDecision, world.coordination, review_on=TODAY + timedelta(days=days), review_reason=why, **facts
            )


def test_a_review_is_not_before_the_decision(world: World) -> None:
    with pytest.raises(ValidationError) as error:
        decided(world, review_on=TODAY - timedelta(days=1))
    assert refused(error) == {"review_on"}


def test_a_third_group_in_focus_takes_a_motive(world: World) -> None:
    for name in ("Grupp A", "Grupp B"):
        decided(world, trigger(world, name)[1])
    with pytest.raises(ValidationError) as error:
        decided(world)
    assert refused(error) == {"motive"}


def test_a_decision_is_never_edited(world: World) -> None:
    sanction = decided(world)
    with act_as(world.by.coordination), pytest.raises(DatabaseError), transaction.atomic():
        SanctionDecision._base_manager.filter(sanction=sanction).select_for_update().first()


def test_extending_is_a_new_decision_and_keeps_the_old_one(world: World) -> None:
    sanction = active(world)
    by = world.by.coordination
    with act_as(by):
        actions.evaluate(sanction, by=by, evaluation="Lugnare, men inte lugnt")
        actions.extend(
            Sanction.objects.get(), by=by, decided_on=TODAY, participants=table(world), reason="Två veckor till",
            review_on=TODAY + timedelta(days=14),
        )  # fmt: skip
        now = Sanction.objects.get()
        assert (now.state, now.review_on) == (SanctionState.ACTIVE, TODAY + timedelta(days=14))
        assert [decision.kind for decision in SanctionDecision.objects.order_by("noted_at")] == ["begin", "extend"]


def test_what_is_only_decided_cannot_be_extended(world: World) -> None:
    sanction = decided(world)
    with act_as(world.by.coordination), pytest.raises(NotNow):
        actions.extend(
            sanction, by=world.by.coordination, decided_on=TODAY, participants=table(world), reason="x", review_on=TODAY
        )


def test_it_ends_with_a_reason_and_is_told_back(world: World) -> None:
    sanction, by = active(world), world.by.coordination
    with act_as(by):
        with pytest.raises(NotNow):
            actions.end(sanction, by=by, ended_on=TODAY, end_reason="felt")
        actions.evaluate(sanction, by=by, evaluation="Inget nytt våld")
        actions.end(Sanction.objects.get(), by=by, ended_on=TODAY, end_reason="no_violence")
        assert marks_of([world.group]) == {}
        actions.inform_group(Sanction.objects.get(), by=by, informed_on=TODAY, informed_through="probation")
        assert Sanction.objects.get().state == SanctionState.GROUP_INFORMED


def test_in_focus_follows_from_the_decision_and_is_seen_by_the_core_only(world: World) -> None:
    sanction = proposed(world)
    with act_as(world.by.police):
        assert marks_of([world.group]) == {}
    with act_as(world.by.coordination):
        actions.decide(
            sanction,
            by=world.by.coordination,
            decided_on=TODAY,
            participants=table(world),
            reason="Ja",
            review_on=TODAY,
        )
    for name in ("police", "social", "probation", "coordination"):
        with act_as(getattr(world.by, name)):
            assert set(marks_of([world.group])) == {world.group.pk}
    with act_as(world.by.region):
        assert marks_of([world.group]) == {}
        assert timeline(world.group) == []


def test_a_new_judgement_after_the_decision_flags_it_and_changes_nothing(world: World) -> None:
    sanction = decided(world)
    with act_as(world.by.police):
        incident = Incident.objects.get(pk=world.claim.incident_id)
        incidents.attribute_incident(
            incident, by=world.by.police, group=world.group, side=Side.VICTIM, certainty="likely"
        )
    with act_as(world.by.coordination):
        now = Sanction.objects.select_related("trigger").get(pk=sanction.pk)
        assert is_shaken(now, TODAY)
        assert not is_shaken(now, TODAY + timedelta(days=1))  # a later decision has looked at it
        assert now.state == SanctionState.DECIDED


def test_an_overdue_review_is_said_in_words(world: World) -> None:
    day = TODAY - timedelta(days=3)
    sanction = decided(world, decided_on=day, review_on=day, late_reason="skäl")
    review = review_of(sanction)
    assert review.is_late
    assert "3" in review.label


def test_each_agency_plans_and_reports_its_own_measures_only(world: World) -> None:
    sanction = decided(world)
    measure = planned(world, sanction)
    with act_as(world.by.probation):
        seen = Measure.objects.get()
        with pytest.raises(PermissionDenied):
            actions.report(seen, by=world.by.probation, status=MeasureState.DONE)
    with act_as(world.by.police):
        actions.report(measure, by=world.by.police, status=MeasureState.ONGOING, count=12, unit="kontroller")
    with act_as(world.by.coordination):
        told_of = Measure.objects.get()
        assert (told_of.counted, told_of.began_on, told_of.reported_on) == ("12 kontroller", TODAY, TODAY)


def test_a_measure_is_not_done_before_it_was_to_start(world: World) -> None:
    sanction, day = decided(world), TODAY + timedelta(days=2)
    with act_as(world.by.police) as by:
        measure = actions.plan_measure(
            sanction, by=by, lever="traffic_controls", responsible="yttre befäl", starts_on=day, due_on=day
        )
        with pytest.raises(ValidationError) as refused:
            actions.report(measure, by=by, status=MeasureState.DONE)
        assert set(refused.value.message_dict) == {"status"}
        actions.report(Measure.objects.get(), by=by, status=MeasureState.ABORTED)


def test_an_agency_uses_its_own_levers_only(world: World) -> None:
    sanction = decided(world)
    with pytest.raises(ValidationError) as error:
        planned(world, sanction, lever="drug_tests")
    assert refused(error) == {"lever"}


def test_a_measure_does_not_end_before_it_starts(world: World) -> None:
    sanction = decided(world)
    with act_as(world.by.police), pytest.raises(ValidationError) as error:
        actions.plan_measure(
            sanction, by=world.by.police, lever="weapon_search", responsible="Grupp 2", starts_on=TODAY,
            due_on=TODAY - timedelta(days=1),
        )  # fmt: skip
    assert refused(error) == {"due_on"}


def test_support_is_no_lever() -> None:
    assert policy.levers(Kind.SOCIAL_SERVICES) == {}


def test_nothing_to_report_is_an_answer_with_a_date(world: World) -> None:
    measure = planned(world, decided(world))
    with act_as(world.by.police):
        actions.nothing_new(measure, by=world.by.police)
        now = Measure.objects.get()
        assert (now.nothing_new, now.reported_on, now.state) == (True, TODAY, MeasureState.PLANNED)


def test_a_closed_measure_is_closed(world: World) -> None:
    measure = planned(world, decided(world))
    with act_as(world.by.police):
        actions.report(measure, by=world.by.police, status=MeasureState.ABORTED)
        with pytest.raises(NotNow):
            actions.nothing_new(Measure.objects.get(), by=world.by.police)


def test_measures_wait_for_the_decision(world: World) -> None:
    with pytest.raises(NotNow):
        planned(world, proposed(world))


def test_a_note_with_a_national_id_is_refused(world: World) -> None:
    with pytest.raises(ValidationError) as error:
        planned(world, decided(world), note="Se 19900101-2385")
    assert refused(error) == {"note"}


def planned(world: World, sanction: Sanction, lever: str = "traffic_controls", note: str = "") -> Measure:
    with act_as(world.by.police):
        return actions.plan_measure(
            sanction, by=world.by.police, lever=lever, responsible="Grupp 2", starts_on=TODAY, due_on=TODAY,
            note=note,
        )  # fmt: skip
