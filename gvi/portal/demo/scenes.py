"""What has happened and what lies ahead in the demo partnership. Everything is done by the real acts."""

from datetime import time, timedelta

from django.utils import timezone

from callins import actions as callins
from callins.models import Attendance, CallIn, Invitation
from callins.seat_changes import SeatChange
from groups import actions as groups
from groups.list_import import actions as list_import
from groups.list_import import check
from groups.models import Group, GroupKind, GroupState, Membership, MembershipRole, PersonCode, Violence
from groups.people import actions as people_of_groups
from groups.people.queries import known_names
from groups.people.rules import why_no_code
from gvi.access.principal import Principal, act_as
from gvi.jobs import queue
from gvi.jobs.models import Job
from gvi.meetings import actions as meetings
from gvi.meetings.models import ItemKind, MeetingKind
from gvi.partnerships.models import Agency
from gvi.portal.demo import alone, back, handed, incoming
from gvi.portal.demo import help as support
from gvi.portal.demo.access import accounts
from gvi.portal.demo.afterwards import written_down_later
from gvi.portal.demo.commitments import commitments
from gvi.portal.demo.focus import focus
from gvi.portal.demo.people import EXAMPLES, people
from gvi.portal.demo.talks import talks

CARDS = [
    # name, kind, violence, low, high, in one line, next step, days to review
    (
        GroupKind.AREA,
        Violence.HIGH,
        12,
        18,
        "Pågående konflikt med en grupp i Sjöstad. Två skjutningar i höst.",
        "Lägesbild till nästa möte",
        5,
    ),
    (
        GroupKind.LOCAL,
        Violence.MEDIUM,
        10,
        14,
        "Lugnare sedan i somras. Unga nära gruppen oroar.",
        "Samtal med två budskapsbärare",
        20,
    ),
    (
        GroupKind.AREA,
        Violence.HIGH,
        8,
        12,
        "Motpart i konflikten. Rekryterar i två skolor.",
        "Plats på nästa call-in",
        -3,
    ),
    (
        GroupKind.FAMILY,
        Violence.LOW,
        10,
        15,
        "Sluten krets. Ingen känd våldshändelse i år.",
        "Ny genomgång i januari",
        45,
    ),
    (
        GroupKind.AD_HOC,
        Violence.MEDIUM,
        6,
        10,
        "Lös grupp kring några få personer.",
        "Bekräfta om gruppen håller ihop",
        12,
    ),
    (GroupKind.MC, Violence.NONE_KNOWN, 5, 9, "Ingen känd koppling till höstens händelser.", "Följs av polisen", 60),
]


def fill() -> bool:
    """Fill both partnerships, each once. False where they are filled already."""
    filled = [fill() for fill in (_fill_all_log_in, alone.fill)]
    _finish_jobs()
    return any(filled)


def _fill_all_log_in() -> bool:
    principals = people()
    with act_as(principals["polis"]):
        if Group.objects.exists():
            return False
    _list_and_codes(principals["polis"])
    _held_callin(principals)
    _coming_callin(principals)
    talks(principals)
    focus(principals)
    _meetings(principals)
    commitments(principals)
    handed.over(principals)
    back.ways(principals)
    written_down_later(principals)
    incoming.messages(principals["samordnare"])
    support.requests_and_cases(principals)
    accounts(
        principals["system2"],
        away=principals["styrgrupp2"],
        locked_out=principals["arkivarie"],
        reviewed=principals["samordnare"],
    )
    return True


def _list_and_codes(police: Principal) -> None:
    """The police import their list, describe the groups, publish five cards and codes for some people."""
    data = (EXAMPLES / "grupplista.xlsx").read_bytes()
    with act_as(police):
        list_import.import_list(by=police, rows=check.check(check.read("grupplista.xlsx", data)).rows)
        cards = list(Group.objects.order_by("name"))
        for card, (kind, violence, low, high, summary, step, days) in zip(cards, CARDS, strict=True):
            groups.edit_group(
                card,
                by=police,
                kind=kind,
                state=GroupState.ACTIVE,
                violence=violence,
                size_low=low,
                size_high=high,
                summary=summary,
                next_step=step,
                review_on=timezone.localdate() + timedelta(days=days),
            )
        groups.publish_groups(by=police, groups=[card.pk for card in cards[:5]])
    for card in cards[:4]:
        with act_as(police):
            people_of_groups.publish_codes(by=police, group=card.pk, people=_messengers(card)[:7])


def _messengers(group: Group) -> list[object]:
    """People of a group who may have a code, possible message carriers first (domain 2.4)."""
    today = timezone.localdate()
    places = Membership.objects.select_related("dossier").filter(group=group)
    fit = [place for place in places if not why_no_code(place, today)]
    fit.sort(key=lambda place: (place.role != MembershipRole.MESSAGE_CARRIER, place.dossier.given_name))
    return [place.dossier_id for place in fit]


def _callin(by: Principal, *, days: int, venue: str, count: int, skip: int = 0) -> CallIn:
    with act_as(by):
        scope = list(Group.objects.filter(person_codes__isnull=False).distinct().order_by("name"))
        callin = callins.plan(
            by=by,
            date=timezone.localdate() + timedelta(days=days),
            starts_at=time(18, 0),
            ends_at=time(19, 30) if days or timezone.localtime().hour < 19 else time(23, 59),  # not over yet today
            venue=venue,
            purpose="Ge grupperna det gemensamma budskapet.",
            groups=scope,
        )
        chosen = [
            code
            for group in scope
            for code in list(PersonCode.objects.filter(group=group).order_by("code"))[skip : skip + count]
        ]
        callins.invite(callin, by=by, person_codes=chosen)
    return callin


def _seats(by: Principal, callin: CallIn, escorts: list[str]) -> None:
    with act_as(by):
        placed = {}
        for number, seat in enumerate(callin.invitations.order_by("seat")):
            slot = time(17, 20 + 10 * (number // 4))  # a group at a time
            escort = escorts[(number + 1) % len(escorts)]
            placed[seat.pk] = SeatChange(version=seat.version, facts={"slot": slot, "escort": escort})
        callins.change_seats(callin, by=by, changes=placed)


def _held_callin(principals: dict[str, Principal]) -> None:
    """Ten weeks ago: held, counted, the seats gone home."""
    coordinator = principals["samordnare"]
    callin = _callin(coordinator, days=-70, venue="Folkets hus, stora salen", count=3)
    _seats(coordinator, callin, ["Frivården, Charlie", "Polisen, Kim", "Frivården, Noa"])
    outcomes = [*[Attendance.PRESENT] * 5, Attendance.ABSENT, Attendance.DECLINED, Attendance.PRESENT]
    with act_as(coordinator):
        callins.open_evening(callin, by=coordinator)
        for number, seat in enumerate(Invitation.objects.filter(callin=callin).order_by("seat")):
            callins.record_attendance(seat, by=coordinator, outcome=outcomes[number % len(outcomes)])
        callins.close_evening(CallIn.objects.get(pk=callin.pk), by=coordinator)


def _coming_callin(principals: dict[str, Principal]) -> None:
    """Today at 18.00: seats placed, a few escorts missing; the evening can be opened."""
    coordinator = principals["samordnare"]
    callin = _callin(coordinator, days=0, venue="Kulturhuset, hörsalen", count=4, skip=2)
    _seats(coordinator, callin, ["Frivården, Charlie", "Frivården, Noa", "Polisen, Kim", ""])
    _key_on_paper(principals["polis"], principals["frivardsinspektor"], callin)


def _key_on_paper(police: Principal, officer: Principal, callin: CallIn) -> None:
    """The police hand the probation officer a paper key for five of the codes; she notes them in her own dossiers."""
    with act_as(police):
        codes = [seat.person_code for seat in callin.invitations.select_related("person_code").order_by("seat")[:5]]
        key = known_names(codes)
    with act_as(officer):
        for code in codes:
            given, _space, family = key[code.pk].name.partition(" ")
            people_of_groups.link_code_to_person(code, by=officer, given_name=given, family_name=family)


def _meetings(principals: dict[str, Principal]) -> None:
    """Meetings that were held, one in three days with decisions, and a steering group."""
    coordinator = principals["samordnare"]
    table = ["Norrby kommun", "Sjöstads kommun", "Socialtjänsten Norrby", "Polisen", "Frivården"]
    agencies = list(Agency.objects.filter(partnership=coordinator.partnership, short_name__in=table))
    names = {"Norrby kommun": ["Maja"], "Polisen": ["Kim", "Robin"], "Frivården": ["Noa"]}
    for days, kind, place in (
        (-67, MeetingKind.STEERING, "Polishuset, Norrbysalen"),
        (-39, MeetingKind.WORKING, "Kommunhuset, rum 4"),
        (-25, MeetingKind.WORKING, "Kommunhuset, rum 4"),
        (-11, MeetingKind.WORKING, "Kommunhuset, rum 4"),
        (3, MeetingKind.WORKING, "Kommunhuset, rum 4"),
        (24, MeetingKind.STEERING, "Polishuset, Norrbysalen"),
    ):
        with act_as(coordinator):
            meeting = meetings.call_meeting(
                by=coordinator,
                kind=kind,
                date=timezone.localdate() + timedelta(days=days),
                starts_at=time(9, 0),
                ends_at=time(10, 30),
                venue=place,
                agencies=agencies,
            )
            attendance = {agency: names.get(agency.short_name, []) for agency in agencies}
            meetings.set_attendees(meeting, by=coordinator, attendance=attendance)
            for item_kind, text, options in AGENDA.get(days, []):
                meetings.add_item(meeting, by=coordinator, kind=item_kind, text=text, options=options)
            if days < 0:
                meetings.mark_held(type(meeting).objects.get(pk=meeting.pk), by=coordinator)


AGENDA = {
    3: [
        (ItemKind.DECISION, "Godkänn platserna till call-in", "Ja / Nej"),
        (ItemKind.DECISION, "Flytta nästa arbetsgrupp till torsdagar", "Ja / Nej"),
        (ItemKind.DECISION, "Vem följer upp de som inte kom i september?", ""),
        (ItemKind.DISCUSSION, "Hur når vi gruppen som tackade nej?", ""),
        (ItemKind.INFORMATION, "Nytt nummer till socialjouren från årsskiftet", ""),
    ],
    24: [
        (ItemKind.DECISION, "Plan och datum för nästa års två call-in", "Ja / Nej / Ändra"),
        (ItemKind.DECISION, "Utbildning för nya i arbetsgruppen", "Ja / Nej"),
        (ItemKind.INFORMATION, "Så gick höstens call-in", ""),
    ],
}


def _finish_jobs() -> None:
    """What waits for a worker is done at once, so that the first page shows the finished picture."""
    for waiting in list(Job.objects.filter(state="waiting")):
        queue.perform(waiting.pk)
