"""Incidents and increased focus in the demo partnership, by the real acts. Days count from today."""

from dataclasses import dataclass
from datetime import date, time, timedelta

from django.utils import timezone

from groups.incidents import actions as incidents
from groups.models import Attribution, Certainty, Group, Incident, IncidentKind, Side
from gvi.access.principal import Principal, act_as
from sanctions import actions as sanctions
from sanctions.models import Channel, EndReason, Measure, MeasureState, Sanction, SanctionDecision
from sanctions.participation import actions as participation


@dataclass(frozen=True)
class Story:
    """An incident as the police tell it: days ago, what, where, which group and how far it has come."""

    ago: int
    at: time
    kind: str
    area: str
    injured: int
    summary: str
    group: int
    side: str
    certainty: str
    reviewed: int | None
    published: bool


STORIES = [
    Story(
        58, time(22, 45), IncidentKind.SHOOTING_INJURED, "Norrby centrum", 1,
        "En man skadades lindrigt vid en skottlossning på torget.", 1, Side.PERPETRATOR, Certainty.CONFIRMED, 54, True,
    ),
    Story(
        24, time(1, 10), IncidentKind.EXPLOSION, "Sjöstad hamn", 0,
        "En detonation vid en port. Ingen skadades. Rutor krossades.", 0, Side.PERPETRATOR, Certainty.LIKELY, 20, True,
    ),
    Story(
        9, time(20, 30), IncidentKind.ASSAULT, "Norrby station", 1,
        "En ung man skadades med kniv vid stationen.", 2, Side.PERPETRATOR, Certainty.LIKELY, None, True,
    ),
    Story(
        3, time(23, 20), IncidentKind.SHOOTING, "Skogsbacken", 0,
        "Skott mot en tom bil på en parkering. Ingen skadades.", 1, Side.UNCLEAR, Certainty.POSSIBLE, None, False,
    ),
    Story(
        1, time(21, 40), IncidentKind.SHOOTING_INJURED, "Kvarnområdet", 1,
        "En man skadades i benet vid en skottlossning utanför en port.", 3, Side.VICTIM, Certainty.LIKELY, None, True,
    ),
    Story(
        12, time(19, 15), IncidentKind.SHOOTING, "Sjöstad torg", 0,
        "Flera skott i luften vid ett torg. Ingen skadades.", 4, Side.PERPETRATOR, Certainty.LIKELY, 8, True,
    ),
]  # fmt: skip


def focus(principals: dict[str, Principal]) -> None:
    """Six incidents, one from last night; sanctions over, under way, proposed, and decided but not confirmed."""
    today = timezone.localdate()
    with act_as(principals["polis"]):
        groups = list(Group.objects.filter(owner=principals["polis"].agency).order_by("name"))
        attributions = [_judged_incident(principals["polis"], story, groups[story.group], today) for story in STORIES]
    _over(principals, attributions[0])
    _under_way(principals, attributions[1])
    with act_as(principals["samordnare"]):
        sanctions.propose(
            by=principals["samordnare"],
            trigger=Attribution.objects.get(pk=attributions[2].pk),
            reason="Gruppen fick budskapet på call-in. Knivdådet är det första sedan dess.",
            motive="Två av tre bjudna kom till den senaste call-in och fick budskapet.",
        )
    _waiting(principals, attributions[5])


def _waiting(principals: dict[str, Principal], judged: Attribution) -> None:
    """Proposed by the police and decided yesterday by telephone; the police have not confirmed their part yet."""
    police, coordinator, today = principals["polis"], principals["samordnare"], timezone.localdate()
    with act_as(police):
        sanction = sanctions.propose(
            by=police,
            trigger=Attribution.objects.get(pk=judged.pk),
            reason="Skott på öppen gata, tre veckor efter de riktade samtalen.",
            motive="Gruppen fick budskapet i riktade samtal.",
            proposed_on=today - timedelta(days=2),
        )
    with act_as(coordinator):
        sanctions.decide(
            Sanction.objects.get(pk=sanction.pk),
            by=coordinator,
            decided_on=today - timedelta(days=1),
            participants=[coordinator.agency],
            reason="Gruppen visste vad som skulle följa.",
            review_on=today + timedelta(weeks=3),
            by_telephone=True,
            late_reason="Beslutet togs per telefon på kvällen.",
        )
    _confirmed(sanction, principals["frivard"])
    _invited(coordinator, sanction, principals["kronofogde"], "Planera en insats när fokus börjar.", "seizure", 0)


def _invited(by: Principal, sanction: Sanction, whom: Principal, request: str, lever: str, ago: int) -> None:
    """An agency outside the core is asked to take part in the focus, so many days ago."""
    with act_as(by):
        participation.invite_agency(
            Sanction.objects.get(pk=sanction.pk),
            by=by,
            receiver=whom.agency,
            asked=[lever],
            request=request,
            message="Våldet ska upphöra. Den som vill ha hjälp får det.",
            invited_on=timezone.localdate() - timedelta(days=ago),
        )


def _judged_incident(police: Principal, story: Story, group: Group, today: date) -> Attribution:
    """Report, verify, review, link to a group, note the case number, publish."""
    day = today - timedelta(days=story.ago)
    facts = incidents.IncidentFacts(
        happened_on=day, time=story.at, area=story.area, kind=story.kind, injured=story.injured, summary=story.summary
    )
    made = incidents.report_incident(by=police, facts=facts)
    number = f"5000-K{100_000 + story.ago * 137}-26"
    incidents.save_incident_file(made, by=police, case_number=number, notes="Underlag hos utredningsgruppen.")
    judged = incidents.attribute_incident(made, by=police, group=group, side=story.side, certainty=story.certainty)
    if story.published:
        incidents.verify_incident(Incident.objects.get(pk=made.pk), by=police)
        verified = Incident.objects.get(pk=made.pk)
        incidents.publish_incident(verified, by=police, summary=story.summary, attributions=[judged.pk])
    if story.reviewed is not None:
        on = today - timedelta(days=story.reviewed)
        incidents.review_incident(Incident.objects.get(pk=made.pk), by=police, reviewed_on=on)
    return judged


def _decided(
    principals: dict[str, Principal], judged: Attribution, ago: int, reason: str, motive: str = ""
) -> Sanction:
    """Proposed and decided so many days ago, noted today with the reason; begun."""
    coordinator, on = principals["samordnare"], timezone.localdate() - timedelta(days=ago)
    with act_as(coordinator):
        sanction = sanctions.propose(
            by=coordinator, trigger=Attribution.objects.get(pk=judged.pk), reason=reason, motive=motive, proposed_on=on
        )
        sanctions.decide(
            sanction,
            by=coordinator,
            decided_on=on,
            participants=[coordinator.agency],
            reason=reason,
            review_on=on + timedelta(weeks=4),
            by_telephone=True,
            late_reason="Beslutet togs per telefon samma kväll och skrevs in efter mötet.",
        )
    _confirmed(sanction, principals["polis"], principals["frivard"])
    with act_as(coordinator):
        sanctions.start(Sanction.objects.get(pk=sanction.pk), by=coordinator, started_on=on)
    return sanction


def _confirmed(sanction: Sanction, *others: Principal) -> None:
    """Each of these confirms its own agency's part of the decision."""
    for by in others:
        with act_as(by):
            decision = SanctionDecision.objects.get(sanction=sanction)
            sanctions.confirm_part(decision, by=by, function=by.affiliation.title)


def _measure(by: Principal, sanction: Sanction, lever: str, function: str, first: int, last: int) -> Measure:
    today = timezone.localdate()
    with act_as(by):
        return sanctions.plan_measure(
            sanction,
            by=by,
            lever=lever,
            responsible=function,
            starts_on=today + timedelta(days=first),
            due_on=today + timedelta(days=last),
        )


def _report(by: Principal, measure: Measure, status: str, count: int, unit: str) -> None:
    with act_as(by):
        sanctions.report(Measure.objects.get(pk=measure.pk), by=by, status=status, count=count, unit=unit)


def _under_way(principals: dict[str, Principal], judged: Attribution) -> None:
    """Decided three weeks ago; every agency has measures, and the review is near."""
    reason = "Första grova våldet efter call-in. Gruppen visste vad som skulle följa."
    sanction = _decided(principals, judged, 23, reason, "Gruppen fick budskapet i riktade samtal.")
    police, officer, coordinator = principals["polis"], principals["frivard"], principals["samordnare"]
    controls = _measure(police, sanction, "traffic_controls", "Lokalpolisområdet, grupp 2", -22, 6)
    _report(police, controls, MeasureState.ONGOING, 34, "kontroller")
    _measure(police, sanction, "weapon_search", "Områdespolisen", -10, -1)
    cases = _measure(police, sanction, "priority_cases", "Utredningsgruppen", -20, 14)
    _report(police, cases, MeasureState.ONGOING, 12, "ärenden")
    supervision = _measure(officer, sanction, "tight_supervision", "Frivårdskontoret Norrby", -18, 10)
    _report(officer, supervision, MeasureState.ONGOING, 5, "samtal")
    licences = _measure(coordinator, sanction, "serving_licences", "Tillståndsenheten", -16, -4)
    _report(coordinator, licences, MeasureState.DONE, 3, "tillsyner")
    _measure(coordinator, sanction, "places", "Gatuenheten", -2, 20)
    prosecutor, bailiff = principals["aklagare"], principals["kronofogde"]
    request = "Pröva om ärenden med koppling till gruppen kan tas före andra."
    _invited(coordinator, sanction, prosecutor, request, "priority_prosecution", 20)
    charges = _measure(prosecutor, sanction, "priority_prosecution", "Åklagarkammaren, grupp 3", -17, 11)
    _report(prosecutor, charges, MeasureState.ONGOING, 4, "ärenden")
    _invited(police, sanction, bailiff, "Följ med vid insatserna på fredagarna.", "seizure", 16)
    seized = _measure(bailiff, sanction, "seizure", "Team Norrby", -12, 9)
    _report(bailiff, seized, MeasureState.ONGOING, 6, "utmätningar")


def _over(principals: dict[str, Principal], judged: Attribution) -> None:
    """Seven weeks ago: felt, evaluated, lifted; the group was told."""
    coordinator, today = principals["samordnare"], timezone.localdate()
    sanction = _decided(principals, judged, 56, "Skottlossningen på torget följde på call-in i höstas.", "")
    raids = _measure(principals["polis"], sanction, "home_visits", "Områdespolisen", -55, -35)
    _report(principals["polis"], raids, MeasureState.DONE, 9, "hembesök")
    with act_as(coordinator):
        sanctions.evaluate(
            Sanction.objects.get(pk=sanction.pk),
            by=coordinator,
            evaluation="Inget nytt våld på fem veckor. Lugnare torg.",
        )
        sanctions.end(
            Sanction.objects.get(pk=sanction.pk),
            by=coordinator,
            ended_on=today - timedelta(days=21),
            end_reason=EndReason.NO_VIOLENCE,
            end_note="Budskapet nådde fram.",
        )
        sanctions.inform_group(
            Sanction.objects.get(pk=sanction.pk),
            by=coordinator,
            informed_on=today - timedelta(days=18),
            informed_through=Channel.PROBATION,
        )
