"""What can be done with sanctions and measures (domain 2.9, 2.11 rules 1-7, 20)."""

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from groups.models import Attribution
from gvi.access import policy
from gvi.access.principal import Principal
from gvi.acts.act import act, check_deferred_constraints
from gvi.acts.requires import in_state
from gvi.acts.validators import check_not_in_future, constraint_as_error
from gvi.partnerships.models import Agency
from gvi.partnerships.on_behalf.models import Source
from gvi.text.days import day_label
from sanctions.models import (
    OPEN_MEASURE,
    DecisionKind,
    DecisionPart,
    FocusParticipation,
    Measure,
    MeasureState,
    Sanction,
    SanctionDecision,
    SanctionState,
)
from sanctions.participation.actions import end_participation
from sanctions.participation.rules import seen_until, takes_part
from sanctions.rules import (
    check_decision_date,
    check_review,
    has_levers_to_record,
    is_confirmed,
    is_going,
    is_running,
    lacks_my_part,
    takes_motive,
    was_told,
)

# ------------------------------------------------------------------ the partnership decides the focus


@act(
    "sanctions.propose", label=gettext_lazy("Propose increased focus"), icon="plus",
    log=gettext_lazy("proposed increased focus"),
)  # fmt: skip
def propose(
    *, by: Principal, trigger: Attribution, reason: str, motive: str = "", proposed_on: date | None = None
) -> Sanction:
    """Propose increased focus on the group that a published incident is linked to (rules 2, 3, 5).

    Raises ValidationError if the attribution cannot carry it, or if the group was not told before and there is no
    motive.
    """
    proposed_on = proposed_on or timezone.localdate()
    check_not_in_future("proposed_on", proposed_on)
    attribution = Attribution.objects.select_related("incident", "group").get(pk=trigger.pk)
    if not (attribution.is_open and attribution.supports_sanction):
        sentence = _("It takes a shared incident on the perpetrator's side, likely at least.")
        raise ValidationError({"trigger": sentence})
    if not motive and not was_told(attribution.group_id, attribution.incident):
        sentence = _("No call-in or talk before the incident is recorded. Say why the focus is right all the same.")
        raise ValidationError({"motive": sentence})
    sanction = Sanction(
        group=attribution.group, trigger=attribution, reason=reason, motive=motive, proposed_on=proposed_on
    )
    taken = _("There is an open sanction on this group already.")
    with constraint_as_error("one_open_sanction_per_group", field="trigger", message=taken):
        sanction.save()
    return sanction


@act(
    "sanctions.decide", on=Sanction, moves=SanctionState.PROPOSED >> SanctionState.DECIDED,
    label=gettext_lazy("Note the decision"), icon="gavel", log=gettext_lazy("noted a decision on increased focus"),
)  # fmt: skip
def decide(
    sanction: Sanction,
    *,
    by: Principal,
    decided_on: date,
    participants: Iterable[Agency],
    reason: str,
    review_on: date,
    motive: str = "",
    **details: object,
) -> SanctionDecision:
    """The partnership decides the focus; each agency decides its own measures (rules 2, 4, 6).

    Whoever notes it records its own agency's part, and those of agencies that do not log in; the others confirm theirs.
    The quorum is in the policy. `details` are `by_telephone`, `late_reason` and `review_reason`. Raises
    ValidationError.
    """
    if decided_on < sanction.trigger.incident.happened_on:
        raise ValidationError({"decided_on": _("The decision cannot be earlier than the incident.")})
    if not motive and takes_motive(sanction):
        sentence = _("%(n)s groups are in focus already. Say why one more is right.") % {"n": policy.MOST_IN_FOCUS}
        raise ValidationError({"motive": sentence})
    sanction.review_on = review_on
    decision = SanctionDecision(
        sanction=sanction, kind=DecisionKind.BEGIN, decided_on=decided_on, reason=reason, review_on=review_on,
        motive=motive, **details,
    )  # fmt: skip
    return _decided(decision, participants, by)


@act(
    "sanctions.reject", on=Sanction, moves=SanctionState.PROPOSED >> SanctionState.REJECTED,
    label=gettext_lazy("Reject"), icon="ban", log=gettext_lazy("rejected increased focus"),
)  # fmt: skip
def reject(
    sanction: Sanction,
    *,
    by: Principal,
    decided_on: date,
    participants: Iterable[Agency],
    reason: str,
    **details: object,
) -> SanctionDecision:
    """The partnership says no; the same quorum takes part. Raises ValidationError."""
    decision = SanctionDecision(
        sanction=sanction, kind=DecisionKind.REJECT, decided_on=decided_on, reason=reason, **details
    )
    return _decided(decision, participants, by)


@act(
    "sanctions.confirm_part", on=SanctionDecision, writes=False, requires=[lacks_my_part],
    label=gettext_lazy("Confirm your part"), icon="check",
    log=gettext_lazy("confirmed the agency's part in a decision"),
    done=gettext_lazy("Your agency's part is confirmed."),
)  # fmt: skip
def confirm_part(decision: SanctionDecision, *, by: Principal, function: str) -> DecisionPart:
    """The agency took part in the decision; `function` decided for it (rule 2)."""
    part = DecisionPart(decision=decision, agency=by.agency, function=function)
    part.save()
    return part


@act(
    "sanctions.withdraw", on=Sanction, moves=SanctionState.DECIDED >> SanctionState.WITHDRAWN,
    label=gettext_lazy("Withdraw the decision"), icon="ban", log=gettext_lazy("withdrew increased focus"), danger=True,
)  # fmt: skip
def withdraw(sanction: Sanction, *, by: Principal, ended_on: date, end_note: str) -> Sanction:
    """Take a decision back that has not begun: it turned out wrong. There is nothing to tell the group.

    Raises ValidationError.
    """
    check_not_in_future("ended_on", ended_on)
    sanction.ended_on, sanction.end_note = ended_on, end_note
    _end_participations(sanction, by)
    return sanction


@act(
    "sanctions.start", on=Sanction, moves=SanctionState.DECIDED >> SanctionState.ACTIVE, requires=[is_confirmed],
    label=gettext_lazy("Begin"), icon="flag", log=gettext_lazy("began increased focus"),
)  # fmt: skip
def start(sanction: Sanction, *, by: Principal, started_on: date | None = None) -> Sanction:
    """The agencies have begun, today unless another day is given. Raises ValidationError."""
    started_on = started_on or timezone.localdate()
    check_not_in_future("started_on", started_on)
    sanction.started_on = started_on
    return sanction


@act(
    "sanctions.extend", on=Sanction,
    requires=[
        in_state(
            SanctionState.ACTIVE, SanctionState.EVALUATED,
            otherwise=gettext_lazy("Only increased focus that is under way can be extended."),
        )
    ],
    label=gettext_lazy("Extend"), icon="refresh", log=gettext_lazy("extended increased focus"),
)  # fmt: skip
def extend(
    sanction: Sanction,
    *,
    by: Principal,
    decided_on: date,
    participants: Iterable[Agency],
    reason: str,
    review_on: date,
    **details: object,
) -> SanctionDecision:
    """Go on: a new decision with a new review date; the earlier ones are kept (rules 6, 20). Raises ValidationError."""
    sanction.review_on, sanction.state = review_on, SanctionState.ACTIVE
    sanction.save()
    FocusParticipation.objects.filter(sanction=sanction, ended_on=None).update(readable_until=seen_until(review_on))
    decision = SanctionDecision(
        sanction=sanction,
        kind=DecisionKind.EXTEND,
        decided_on=decided_on,
        reason=reason,
        review_on=review_on,
        **details,
    )
    return _decided(decision, participants, by)


@act(
    "sanctions.evaluate", on=Sanction, moves=SanctionState.ACTIVE >> SanctionState.EVALUATED,
    label=gettext_lazy("Evaluate"), icon="list-check", log=gettext_lazy("evaluated increased focus"),
)  # fmt: skip
def evaluate(sanction: Sanction, *, by: Principal, evaluation: str) -> Sanction:
    """What the focus has led to so far, before it is extended or ended."""
    sanction.evaluation = evaluation
    return sanction


@act(
    "sanctions.end", on=Sanction, moves=SanctionState.EVALUATED >> SanctionState.ENDED, label=gettext_lazy("End"),
    icon="check", log=gettext_lazy("ended increased focus"),
)  # fmt: skip
def end(sanction: Sanction, *, by: Principal, ended_on: date, end_reason: str, end_note: str = "") -> Sanction:
    """Lift the focus, with a reason (rule 6). The group still has to be informed. Raises ValidationError."""
    check_not_in_future("ended_on", ended_on)
    sanction.ended_on, sanction.end_reason, sanction.end_note = ended_on, end_reason, end_note
    _end_participations(sanction, by)
    return sanction


def _end_participations(sanction: Sanction, by: Principal) -> None:
    """Who was invited to take part in the focus takes part no longer than it."""
    for each in FocusParticipation.objects.filter(sanction=sanction, ended_on=None):
        end_participation(each, by=by)


@act(
    "sanctions.inform_group", on=Sanction, moves=SanctionState.ENDED >> SanctionState.GROUP_INFORMED,
    label=gettext_lazy("Inform the group"), icon="send", log=gettext_lazy("informed a group"),
)  # fmt: skip
def inform_group(sanction: Sanction, *, by: Principal, informed_on: date, informed_through: str) -> Sanction:
    """The group has been informed that it is over, and why (domain 2.10). Raises ValidationError."""
    check_not_in_future("informed_on", informed_on)
    sanction.informed_on, sanction.informed_through = informed_on, informed_through
    return sanction


def _decided(decision: SanctionDecision, participants: Iterable[Agency], by: Principal) -> SanctionDecision:
    """Save a decision with the agencies that took part. Raises ValidationError."""
    check_decision_date(decision.decided_on, decision.late_reason)
    if decision.review_on is not None:
        check_review(decision.decided_on, decision.review_on, decision.review_reason)
    took_part = list(participants)
    _check_parts(took_part, by)
    decision.noted_at = timezone.now()
    decision.save()
    parts = [DecisionPart(decision=decision, agency=agency) for agency in took_part]
    for part in parts:
        part.function = by.affiliation.title if part.agency == by.agency else ""
    DecisionPart.objects.bulk_create(parts)
    return decision


def _check_parts(took_part: list[Agency], by: Principal) -> None:
    """Raises ValidationError for a part that is another agency's to confirm, or if a part of the quorum can come from
    nobody.
    """
    if theirs := [agency.short_name for agency in took_part if agency.logs_in and agency != by.agency]:
        sentence = _("%(agencies)s logs in and confirms its own part.") % {"agencies": ", ".join(theirs)}
        raise ValidationError({"participants": sentence})
    confirm_later = Agency.objects.filter(partnership=by.partnership, logs_in=True).exclude(pk=by.agency.pk)
    missing = policy.missing_in_quorum([agency.kind for agency in (*took_part, *confirm_later)])
    if missing:
        sentence = _("The decision needs somebody from: %(missing)s.") % {"missing": ", ".join(missing)}
        raise ValidationError({"participants": sentence})


# ------------------------------------------------------------------ each agency its own measures


@act(
    "sanctions.plan_measure", on=Sanction, writes=False, requires=[is_running, takes_part],
    label=gettext_lazy("Plan a measure"), icon="plus", log=gettext_lazy("planned a measure"),
)  # fmt: skip
def plan_measure(
    sanction: Sanction,
    *,
    by: Principal,
    lever: str,
    responsible: str,
    starts_on: date,
    due_on: date,
    note: str = "",
) -> Measure:
    """Plan a measure of the agency's own, under its own law (domain 2.9). Raises ValidationError."""
    measure = Measure(
        sanction=sanction, lever=lever, responsible=responsible, starts_on=starts_on, due_on=due_on, note=note
    )
    return _planned(measure, by.agency, by)


@act(
    "sanctions.record_measure", on=Sanction, writes=False, requires=[is_running, has_levers_to_record],
    label=gettext_lazy("Record a measure"), icon="note", log=gettext_lazy("recorded a measure for others"),
)  # fmt: skip
def record_measure(
    sanction: Sanction,
    *,
    by: Principal,
    source: Source,
    lever: str,
    responsible: str,
    starts_on: date,
    due_on: date,
    note: str = "",
) -> Measure:
    """Record a measure that an agency that does not log in has decided under its own law (architecture 6).

    Raises ValidationError.
    """
    measure = Measure(
        sanction=sanction, lever=lever, responsible=responsible, starts_on=starts_on, due_on=due_on, note=note
    )
    measure.set_source(source)
    return _planned(measure, source.agency, by)


def _planned(measure: Measure, agency: Agency, by: Principal) -> Measure:
    """Save a measure if it is one that this kind of agency has. Raises ValidationError, NotNow."""
    if measure.lever not in policy.levers(agency.kind):
        raise ValidationError({"lever": _("%(agency)s has no such measure.") % {"agency": agency.short_name}})
    if measure.due_on < measure.starts_on:
        raise ValidationError({"due_on": _("The end must not be before the start.")})
    measure.save()
    check_deferred_constraints()  # its key waits for whoever ends the sanction at this moment; then it is asked again
    is_running(Sanction.objects.get(pk=measure.sanction_id), by)
    return measure


@act(
    "sanctions.report", on=Measure, requires=[is_going], label=gettext_lazy("Report"),
    log=gettext_lazy("reported a measure"),
)  # fmt: skip
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
    """Report status and count so far. A measure that is done or broken off is closed.

    Raises ValidationError, also for a measure that is done before it was to start.
    """
    measure.renew_source(source)
    today = timezone.localdate()
    if status == MeasureState.DONE and measure.starts_on > today:
        sentence = _("It is to start on %(day)s, and cannot be done before. Report it then.")
        raise ValidationError({"status": sentence % {"day": day_label(measure.starts_on)}})
    if status != MeasureState.PLANNED and measure.began_on is None:
        measure.began_on = today
    if status not in OPEN_MEASURE:
        measure.closed_on = today
    measure.state, measure.count, measure.unit, measure.note = status, count, unit, note
    measure.reported_on, measure.nothing_new = today, False
    measure.save()
    return measure


@act(
    "sanctions.nothing_new", on=Measure, requires=[is_going], label=gettext_lazy("Nothing to report"), at_once=True,
    log=gettext_lazy("had nothing to report on a measure"),
)  # fmt: skip
def nothing_new(measure: Measure, *, by: Principal, source: Source | None = None) -> Measure:
    """Nothing to report today, which is an answer too. Raises ValidationError."""
    measure.renew_source(source)
    measure.reported_on, measure.nothing_new = timezone.localdate(), True
    measure.save()
    return measure
