"""A partnership before a meeting: groups, a held and a planned call-in, an agenda. Every hidden thing is a canary."""

from dataclasses import dataclass
from datetime import time, timedelta
from typing import Any

from django.utils import timezone

from callins.models import CallIn, CallInGroup, CallInState, Invitation
from groups.models import Dossier, Group, GroupState, PersonCode, Violence
from gvi.access.policy import Kind, Reach, Role
from gvi.access.principal import Principal, act_as
from gvi.documents.models import Document
from gvi.meetings import actions
from gvi.meetings.models import Meeting, MeetingKind
from gvi.partnerships.models import Agency, Partnership
from tests import factories as make

TODAY = timezone.localdate()
HIDDEN = ("Kanariegruppen", "Kanarieperson", "Kanariealias", "Kanariesed", "Kanarieunderlag")


@dataclass
class Scene:
    """Who and what there is."""

    place: Partnership
    coordination: Agency
    police: Agency
    social: Agency
    coordinator: Principal
    meeting: Meeting

    def print(self) -> Document:
        with act_as(self.coordinator):
            return actions.print_brief(self.meeting, by=self.coordinator)


def partnership_with_groups(groups: int = 4) -> tuple[Partnership, Agency, Agency, Agency]:
    """Published groups with codes, and as many things at home that nobody else may learn of."""
    place = make.partnership("GVI Norrby och Sjöstad")
    coordination = make.agency(place, Kind.COORDINATION, "Samordningen")
    police = make.agency(place, Kind.POLICE, "Polisen")
    social = make.agency(place, Kind.SOCIAL_SERVICES, "Socialtjänsten")
    levels = [Violence.HIGH, Violence.MEDIUM, Violence.LOW, Violence.NONE_KNOWN]
    published = [
        make.put(
            Group,
            police,
            reach=Reach.CORE,
            name=f"Grupp {chr(65 + n % 26)}{n}",
            state=GroupState.ACTIVE,
            size_low=8,
            size_high=14,
            violence=levels[n % 4],
            summary="Skottlossning 12 november, ny konflikt med gruppen i Ängen. Läget är spänt.",
            next_step="Polisen: lägesbild till den 26 november",
        )
        for n in range(groups)
    ]
    callins(coordination, police, published)
    make.put(Group, police, name="Kanariegruppen", summary="Kanarieunderlag")
    make.put(Group, social, name="Kanariegruppen S")
    make.put(Dossier, police, given_name="Kanarieperson", alias="Kanariealias")
    return place, coordination, police, social


def callins(coordination: Agency, police: Agency, groups: list[Group]) -> None:
    """One held with counts, one planned with seats; one seat lacks an escort."""
    hours: dict[str, Any] = {"starts_at": time(18), "ends_at": time(20)}
    held = make.put(
        CallIn, coordination, date=TODAY - timedelta(days=60), venue="Folkets hus", state=CallInState.HELD, **hours
    )
    counts = {"invited": 12, "present": 8, "absent": 3, "declined": 1, "turned": 0}
    make.put(CallInGroup, coordination, callin=held, group=groups[0], **counts)
    planned = make.put(CallIn, coordination, date=TODAY + timedelta(days=20), venue="Kommunhuset, sal B", **hours)
    for group in groups[:3]:
        make.put(CallInGroup, coordination, callin=planned, group=group)
    for seat in range(1, 6):
        code = make.put(PersonCode, police, reach=Reach.CORE, code=f"Kanariesed {seat}", group=groups[0])
        make.put(
            Invitation,
            police,
            reach=Reach.CORE,
            callin=planned,
            person_code=code,
            seat=seat,
            escort="" if seat == 5 else "Frivården",
        )


def scene(groups: int = 4, *, outer: bool = False, names: int = 1) -> Scene:
    """A meeting in a week with two decisions, something to discuss and something to know."""
    place, coordination, police, social = partnership_with_groups(groups)
    coordinator = make.user(coordination, Role.COORDINATOR)
    outside = [make.agency(place, Kind.REGION, "Regionen")] if outer else []
    with act_as(coordinator):
        meeting = actions.call_meeting(by=coordinator, agencies=[police, social, *outside], **when())
        named = {police: ["Lo", "Sam"][:names], social: ["Kim"]}
        actions.set_attendees(meeting, by=coordinator, attendance=named | {agency: [] for agency in outside})
        agenda(coordinator, meeting)
        meeting = Meeting.objects.get(pk=meeting.pk)
    return Scene(place, coordination, police, social, coordinator, meeting)


def when(days: int = 7) -> dict[str, Any]:
    return {
        "kind": MeetingKind.WORKING,
        "date": TODAY + timedelta(days=days),
        "starts_at": time(9),
        "ends_at": time(10, 30),
        "venue": "Kommunhuset, rum 4",
    }


def agenda(by: Principal, meeting: Meeting) -> None:
    for kind, text, options in (
        ("decision", "Ska Grupp A0 få ökat fokus (sanktion) i fyra veckor?", "Ja / Nej"),
        ("decision", "Godkänn listan med inbjudna till nästa call-in", "Godkänd / Ändras"),
        ("decision", "Vem för samtal med skolan?", ""),
        ("discussion", "Hur når vi dem som inte kom senast?", ""),
        ("information", "Ny lokal från januari", ""),
    ):
        actions.add_item(meeting, by=by, kind=kind, text=text, options=options)
