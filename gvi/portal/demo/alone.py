"""A partnership where only the municipality logs in: the others have told, and the coordinator has recorded."""

from datetime import date, time, timedelta

from django.utils import timezone

from callins import actions as callins
from callins.models import Attendance, CallIn, Invitation
from callins.seat_changes import SeatChange
from groups import actions as groups
from groups.incidents import actions as incidents
from groups.models import Attribution, Certainty, Group, GroupKind, GroupState, Incident, IncidentKind, PersonCode, Side
from groups.models import Violence as Level
from groups.people import actions as people
from gvi.access.principal import Principal, act_as
from gvi.commitments import actions as commitments
from gvi.commitments.models import CommitmentState
from gvi.meetings import actions as meetings
from gvi.meetings.models import ItemKind, MeetingKind
from gvi.partnerships.models import Agency
from gvi.partnerships.on_behalf.models import Source, SourceChannel
from gvi.portal.demo.people import alone
from sanctions import actions as sanctions
from sanctions.models import MeasureState, Sanction

# name, kind, area, at least, at most, violence, in one line, next step, codes
CARDS = [
    ("Kvarnen", GroupKind.AREA, "Kvarnområdet", 10, 14, Level.HIGH,
     "I konflikt med Sluttningen sedan i våras.", "Följs av polisen varje vecka", 8),
    ("Sluttningen", GroupKind.LOCAL, "Sluttningen", 12, 16, Level.MEDIUM,
     "Skjutningen i höstas är den första på ett år.", "Plats på nästa call-in", 12),
    ("Torget", GroupKind.AD_HOC, "Ekstad centrum", 5, 9, Level.LOW,
     "Lös krets. Oklart om den håller ihop.", "Polisen återkommer med en bild", 0),
]  # fmt: skip


def fill() -> bool:
    """Fill it, once. False where it is filled already."""
    by = alone()
    with act_as(by):
        if Group.objects.exists():
            return False
        there = {agency.short_name: agency for agency in Agency.objects.filter(partnership=by.partnership)}
        cards = [_card(by, there["Polisen"], *card) for card in CARDS]
    _callin(by, cards[:2], days=-40, venue="Ekstads folkets hus", seats=4, held=True)
    _callin(by, cards[:2], days=18, venue="Ekstads bibliotek", seats=3)
    with act_as(by):
        _focus(by, there, cards[1])
        _meeting(by, there)
        _agreed(by, there)
    return True


def _source(agency: Agency, ago: int, channel: str = SourceChannel.ORALLY) -> Source:
    return Source(agency, _day(-ago), channel)


def _day(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def _card(
    by: Principal, police: Agency, name: str, kind: str, area: str, low: int, high: int, violence: str,
    summary: str, step: str, codes: int,
) -> Group:  # fmt: skip
    """A card on the word of the police, and codes without any name."""
    card = groups.record_group(
        by=by, source=_source(police, 52, SourceChannel.MEETING), name=name, kind=kind, state=GroupState.ACTIVE,
        area=area, municipality="Ekstad", size_low=low, size_high=high, violence=violence, summary=summary,
        next_step=step, review_on=_day(30),
    )  # fmt: skip
    if codes:
        people.record_codes(card, by=by, count=codes)
    return card


def _callin(by: Principal, cards: list[Group], *, days: int, venue: str, seats: int, held: bool = False) -> None:
    """A call-in with seats by code; one that was held is closed with its counts."""
    with act_as(by):
        callin = callins.plan(
            by=by, date=_day(days), starts_at=time(18), ends_at=time(19, 30), venue=venue,
            purpose="Ge grupperna det gemensamma budskapet.", groups=cards,
        )  # fmt: skip
        codes = [code for card in cards for code in PersonCode.objects.filter(group=card).order_by("code")[:seats]]
        callins.invite(callin, by=by, person_codes=codes)
        placed = {
            seat.pk: SeatChange(seat.version, {"slot": time(17, 30), "escort": "Frivården"})
            for seat in callin.invitations.all()
        }
        callins.change_seats(callin, by=by, changes=placed)
        if held:
            callins.open_evening(callin, by=by)
            for number, seat in enumerate(Invitation.objects.filter(callin=callin).order_by("seat")):
                callins.record_attendance(
                    seat, by=by, outcome=Attendance.ABSENT if number % 4 == 3 else Attendance.PRESENT
                )
            callins.close_evening(CallIn.objects.get(pk=callin.pk), by=by)


def _focus(by: Principal, there: dict[str, Agency], group: Group) -> None:
    """A shooting ten days ago; increased focus by telephone; what the police and probation do about it."""
    police = there["Polisen"]
    facts = incidents.IncidentFacts(
        happened_on=_day(-10), time=time(21, 15), area="Sluttningen", kind=IncidentKind.SHOOTING,
        summary="Skott mot en port. Ingen skadades.",
    )  # fmt: skip
    incident = incidents.record_incident(
        by=by, source=_source(police, 9, SourceChannel.TELEPHONE), facts=facts, group=group,
        side=Side.PERPETRATOR, certainty=Certainty.LIKELY,
    )  # fmt: skip
    incidents.review_incident(Incident.objects.get(pk=incident.pk), by=by, reviewed_on=_day(-6))
    sanction = sanctions.propose(
        by=by, trigger=Attribution.objects.get(incident=incident), proposed_on=_day(-8),
        reason="Första skjutningen sedan call-in. Gruppen fick budskapet.",
    )  # fmt: skip
    table = [there[name] for name in ("Ekstads kommun", "Polisen", "Frivården")]
    sanctions.decide(
        sanction, by=by, decided_on=_day(-6), participants=table, reason="Alla tre var eniga.", review_on=_day(15),
        by_telephone=True, late_reason="Beslutet togs per telefon och skrevs in efter mötet.",
    )  # fmt: skip
    sanctions.start(Sanction.objects.get(pk=sanction.pk), by=by, started_on=_day(-5))
    for name, lever, function, status, count, unit in (
        ("Polisen", "traffic_controls", "områdespolisen", MeasureState.ONGOING, 12, "kontroller"),
        ("Frivården", "tight_supervision", "frivårdskontoret", MeasureState.PLANNED, 0, ""),
    ):
        measure = sanctions.record_measure(
            sanction, by=by, source=_source(there[name], 5, SourceChannel.MEETING), lever=lever,
            responsible=function, starts_on=_day(-5), due_on=_day(9),
        )  # fmt: skip
        if count:
            source = _source(there[name], 1, SourceChannel.TELEPHONE)
            sanctions.report(measure, by=by, source=source, status=status, count=count, unit=unit)


def _meeting(by: Principal, there: dict[str, Agency]) -> None:
    """In two days, with what is to be decided; everybody else gets the brief on paper."""
    meeting = meetings.call_meeting(
        by=by, kind=MeetingKind.WORKING, date=_day(2), starts_at=time(9), ends_at=time(10), venue="Kommunhuset Ekstad",
        agencies=there.values(),
    )  # fmt: skip
    for kind, text, choices in (
        (ItemKind.DECISION, "Godkänn platserna till call-in", "Ja / Nej"),
        (ItemKind.DECISION, "Ska Torget stå på listan?", "Ja / Nej / Vänta"),
        (ItemKind.INFORMATION, "Så gick första call-in", ""),
    ):
        meetings.add_item(meeting, by=by, kind=kind, text=text, options=choices)


def _agreed(by: Principal, there: dict[str, Agency]) -> None:
    """What was agreed at the table: one kept, one late, one ahead."""
    for name, text, made, due, kept in (
        ("Frivården", "Ta med budskapet till Sluttningen i samtalen", -20, -6, True),
        ("Polisen", "Bild av Torget till nästa möte", -20, -1, False),
        ("Ekstads kommun", "Boka lokal till nästa call-in", -6, 6, False),
    ):
        promise = commitments.make(by=by, text=text, agency=there[name], made_on=_day(made), due_on=_day(due))
        if kept:
            commitments.settle(promise, by=by, state=CommitmentState.KEPT, settled_on=_day(due))
