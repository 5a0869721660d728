"""What can be done with sanctions and measures. Every write of theirs is here (domain 2.9, 2.11 rules 1-7, 20)."""

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from groups.models import Attribution
from gvi.access import policy
from gvi.access.principal import Principal
from gvi.acts.act import act
from gvi.partnerships.models import Agency
from gvi.partnerships.on_behalf.models import Source
from sanctions.focus import require_extendable, require_going, require_running, too_many, was_told
from sanctions.models import (
    OPEN_MEASURE,
    DecisionKind,
    DecisionPart,
    Measure,
    MeasureState,
    Sanction,
    SanctionDecision,
    SanctionState,
)

# ------------------------------------------------------------------ the partnership decides the focus


@act("sanctions.propose")
def propose(
    *, by: Principal, trigger: Attribution, reason: str, motive: str = "", proposed_on: date | None = None
) -> Sanction:
    """Propose increased focus on the group that a published incident is laid to (rules 2, 3, 5).

    Raises ValidationError where the judgement cannot carry it, or the group was not told before and no motive is given.
    """
    _not_ahead("proposed_on", proposed_on or timezone.localdate())
    judged = Attribution.objects.select_related("incident", "group").get(pk=trigger.pk)
    if not (judged.is_open and judged.is_claim):
        sentence = _("It takes a published incident on the perpetrator's side, likely at least.")
        raise ValidationError({"trigger": sentence})
    if not motive and not was_told(judged.group_id, judged.incident):
        sentence = _("No call-in or talk before the incident is recorded. Say why the focus is right all the same.")
        raise ValidationError({"motive": sentence})
    sanction = Sanction(
        group=judged.group,
        trigger=judged,
        reason=reason,
        motive=motive,
        proposed_on=proposed_on or timezone.localdate(),
    )
    try:
        with transaction.atomic():
            sanction.save()
    except IntegrityError as error:
        if "one_open_sanction_per_group" not in str(error):
            raise
        raise ValidationError({"trigger": _("There is an open sanction on this group already.")}) from error
    return sanction


@act("sanctions.decide", moves=SanctionState.PROPOSED >> SanctionState.DECIDED)
def decide(
    sanction: Sanction,
    *,
    by: Principal,
    on: date,
    participants: Iterable[Agency],
    reason: str,
    review_on: date,
    by_telephone: bool = False,
    late_reason: str = "",
    review_reason: str = "",
    motive: str = "",
) -> SanctionDecision:
    """The partnership decides the focus; each agency decides its own measures (rules 2, 4, 6).

    The quorum is the policy's. Also by telephone; dated back with a reason. Raises ValidationError.
    """
    if on < sanction.trigger.incident.happened_on:
        raise ValidationError({"on": _("The decision cannot be earlier than the incident.")})
    if not motive and too_many(sanction):
        sentence = _("%(n)s groups are in focus already. Say why one more is right.") % {"n": policy.MOST_IN_FOCUS}
        raise ValidationError({"motive": sentence})
    sanction.review_on = review_on
    return _decided(
        sanction, DecisionKind.BEGIN, on, participants, reason,
        review_on=review_on, review_reason=review_reason, by_telephone=by_telephone, late_reason=late_reason,
        motive=motive,
    )  # fmt: skip


@act("sanctions.reject", moves=SanctionState.PROPOSED >> SanctionState.REJECTED)
def reject(
    sanction: Sanction,
    *,
    by: Principal,
    on: date,
    participants: Iterable[Agency],
    reason: str,
    by_telephone: bool = False,
    late_reason: str = "",
) -> SanctionDecision:
    """The partnership says no; the same parts of the quorum take part. Raises ValidationError."""
    return _decided(
        sanction, DecisionKind.REJECT, on, participants, reason, by_telephone=by_telephone, late_reason=late_reason
    )


@act("sanctions.start", moves=SanctionState.DECIDED >> SanctionState.ACTIVE)
def start(sanction: Sanction, *, by: Principal, started_on: date | None = None) -> Sanction:
    """The agencies have begun, today unless something else is said. Raises ValidationError."""
    _not_ahead("started_on", started_on or timezone.localdate())
    sanction.started_on = started_on or timezone.localdate()
    return sanction


@act("sanctions.extend")
def extend(
    sanction: Sanction,
    *,
    by: Principal,
    on: date,
    participants: Iterable[Agency],
    reason: str,
    review_on: date,
    by_telephone: bool = False,
    late_reason: str = "",
    review_reason: str = "",
) -> SanctionDecision:
    """Go on: a new decision with a new review date; the old ones are kept (rules 6, 20). Raises NotNow."""
    require_extendable(sanction)
    sanction.review_on, sanction.state = review_on, SanctionState.ACTIVE
    sanction.save()
    return _decided(
        sanction, DecisionKind.EXTEND, on, participants, reason,
        review_on=review_on, review_reason=review_reason, by_telephone=by_telephone, late_reason=late_reason,
    )  # fmt: skip


@act("sanctions.evaluate", moves=SanctionState.ACTIVE >> SanctionState.EVALUATED)
def evaluate(sanction: Sanction, *, by: Principal, evaluation: str) -> Sanction:
    """What the focus has led to so far, before it is extended or ended."""
    sanction.evaluation = evaluation
    return sanction


@act("sanctions.end", moves=SanctionState.EVALUATED >> SanctionState.ENDED)
def end(sanction: Sanction, *, by: Principal, ended_on: date, end_reason: str, end_note: str = "") -> Sanction:
    """Lift the focus, with a reason (rule 6). The group is still to be told. Raises ValidationError."""
    _not_ahead("ended_on", ended_on)
    sanction.ended_on, sanction.end_reason, sanction.end_note = ended_on, end_reason, end_note
    return sanction


@act("sanctions.report_back", moves=SanctionState.ENDED >> SanctionState.REPORTED_BACK)
def report_back(sanction: Sanction, *, by: Principal, told_on: date, told_by: str) -> Sanction:
    """The group has been told that it is over, and why (domain 2.10). Raises ValidationError."""
    _not_ahead("told_on", told_on)
    sanction.told_on, sanction.told_by = told_on, told_by
    return sanction


def _decided(
    sanction: Sanction, kind: str, on: date, participants: Iterable[Agency], reason: str, **facts: object
) -> SanctionDecision:
    """Write a decision down with the agencies that took part. Raises ValidationError."""
    _check_day(on, str(facts.get("late_reason") or ""))
    _check_review(on, facts.get("review_on"), str(facts.get("review_reason") or ""))
    took_part = list(participants)
    missing = policy.missing_in_quorum(one.kind for one in took_part)
    if missing:
        sentence = _("The decision needs somebody from: %(missing)s.") % {"missing": ", ".join(missing)}
        raise ValidationError({"participants": sentence})
    decision = SanctionDecision(sanction=sanction, kind=kind, on=on, reason=reason, noted_at=timezone.now(), **facts)
    decision.save()
    DecisionPart.objects.bulk_create([DecisionPart(decision=decision, agency=one) for one in took_part])
    return decision


def _check_day(on: date, late_reason: str) -> None:
    """A decision is noted on its day, or later with a reason; never ahead."""
    _not_ahead("on", on)
    if on < timezone.localdate() and not late_reason:
        raise ValidationError({"late_reason": _("The decision was taken earlier. Say why it is noted only now.")})


def _check_review(on: date, review_on: object, reason: str) -> None:
    """Four weeks from the decision is the usual time; a later day takes a reason in writing (rule 6)."""
    if not isinstance(review_on, date):
        return
    if review_on < on:
        raise ValidationError({"review_on": _("The review cannot be earlier than the decision.")})
    if review_on > on + policy.USUAL_TO_REVIEW and not reason:
        sentence = _("That is more than four weeks after the decision. Say why the review is so late.")
        raise ValidationError({"review_reason": sentence})


def _not_ahead(field: str, day: date) -> None:
    if day > timezone.localdate():
        raise ValidationError({field: _("This day has not come yet.")})


# ------------------------------------------------------------------ each agency its own measures


@act("sanctions.plan_measure")
def plan_measure(
    *, by: Principal, sanction: Sanction, lever: str, responsible: str, starts_on: date, due_on: date, note: str = ""
) -> Measure:
    """One's own agency's measure, under its own law (domain 2.9). Raises NotNow, ValidationError."""
    measure = Measure(lever=lever, responsible=responsible, starts_on=starts_on, due_on=due_on, note=note)
    return _planned(measure, sanction, by.agency)


@act("sanctions.record_measure")
def record_measure(
    *,
    by: Principal,
    source: Source,
    sanction: Sanction,
    lever: str,
    responsible: str,
    starts_on: date,
    due_on: date,
    note: str = "",
) -> Measure:
    """A measure on the word of an agency that does not log in; it decided it under its own law (architecture 6).

    Raises NotNow, ValidationError.
    """
    measure = Measure(lever=lever, responsible=responsible, starts_on=starts_on, due_on=due_on, note=note)
    measure.set_source(source)
    return _planned(measure, sanction, source.agency)


def _planned(measure: Measure, sanction: Sanction, agency: Agency) -> Measure:
    """Put a measure under a running sanction, if it is one that this agency has. Raises NotNow, ValidationError."""
    measure.sanction = Sanction.objects.get(pk=sanction.pk)
    require_running(measure.sanction)
    if measure.lever not in policy.levers(agency.kind):
        raise ValidationError({"lever": _("%(agency)s has no such measure.") % {"agency": agency.short_name}})
    if measure.due_on < measure.starts_on:
        raise ValidationError({"due_on": _("The end must not be before the start.")})
    measure.save()
    return measure


@act("sanctions.report")
def report(
    measure: Measure,
    *,
    by: Principal,
    status: str,
    count: int = 0,
    unit: str = "",
    note: str = "",
    source: Source | None = None,
) -> Measure:
    """Status and count so far. A measure that is done or broken off is closed for good.

    It stays whose it is. Raises NotNow, ValidationError.
    """
    require_going(measure)
    measure.renew_source(source)
    today = timezone.localdate()
    if status != MeasureState.PLANNED and measure.began_on is None:
        measure.began_on = today
    if status not in OPEN_MEASURE:
        measure.closed_on = today
    measure.state, measure.count, measure.unit, measure.note = status, count, unit, note
    measure.reported_on, measure.nothing_new = today, False
    measure.save()
    return measure


@act("sanctions.nothing_new")
def nothing_new(measure: Measure, *, by: Principal, source: Source | None = None) -> Measure:
    """Nothing to report, today: that is an answer too. Raises NotNow, ValidationError."""
    require_going(measure)
    measure.renew_source(source)
    measure.reported_on, measure.nothing_new = timezone.localdate(), True
    measure.save()
    return measure
