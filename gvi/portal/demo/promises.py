"""The action list of the demo partnership: kept, late, not kept and dropped, from meetings, call-ins and sanctions."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from callins.models import CallIn
from gvi.access.principal import Principal, act_as
from gvi.commitments import actions
from gvi.commitments.models import CommitmentKind, CommitmentState
from gvi.meetings.models import Meeting
from gvi.partnerships.models import Agency
from sanctions.models import Sanction, SanctionState


@dataclass(frozen=True)
class Told:
    """A promise: what, who (short name and function), from what, agreed and due days from today, what came of it."""

    text: str
    who: str
    function: str
    source: str
    made: int
    due: int
    kind: str = CommitmentKind.ACTION
    settled: int | None = None
    state: str = CommitmentState.KEPT
    note: str = ""


COORDINATION, SOJSTAD, POLICE = "Norrby kommun", "Sjöstads kommun", "Polisen"
SOCIAL, PROBATION = "Socialtjänsten Norrby", "Frivården"
PROMISES = [
    Told("Svara alla som ringer samma dag, också kvällar under två veckor", SOCIAL, "Mottagningen", "callin", -70, -56,
         CommitmentKind.PROMISE, -57),
    Told("Ge besked om praktikplatser till dem som frågade", COORDINATION, "Arbetsmarknadsenheten", "callin", -70, -49,
         CommitmentKind.PROMISE, -40, CommitmentState.KEPT, "Fyra platser. Beskedet kom en vecka för sent."),
    Told("Ordna ett möte för anhöriga i Folkets hus", SOJSTAD, "Förebyggande enheten", "callin", -70, -35,
         CommitmentKind.PROMISE, -34, CommitmentState.NOT_KEPT, "Lokalen var upptagen. Nytt möte hålls i januari."),
    Told("Söka upp de tre som tackade nej", PROBATION, "Frivårdskontoret Norrby", "callin", -69, -20, settled=-22),
    Told("Ta fram en lägesbild av konflikten mellan grupperna", POLICE, "Underrättelsegruppen", "meeting", -11, -4),
    Told("Tala med skolledningen om oron vid stationen", COORDINATION, "Trygghetssamordnaren", "meeting", -11, -1),
    Told("Lämna förslag på budskapsbärare från frivården", PROBATION, "Frivårdskontoret Norrby", "meeting", -11, 1),
    Told("Boka lokal och värd till call-in i vår", COORDINATION, "Samordnaren", "meeting", -11, 5),
    Told("Se över vem som svarar på numret under helgerna", SOCIAL, "Enhetschefen", "meeting", -11, 9),
    Told("Skicka nya kort med numret till alla parter", COORDINATION, "Samordnaren", "meeting", -11, -2,
         CommitmentKind.TASK, -3),
    Told("Räkna fordonskontroller per område", POLICE, "Lokalpolisområdet, grupp 2", "meeting", -11, -3, settled=-5),
    Told("Bjuda in fastighetsägarna till nästa arbetsgrupp", SOJSTAD, "Samordnaren", "meeting", -11, -5,
         CommitmentKind.TASK, -6, CommitmentState.DROPPED, "Fastighetsägarna deltar redan i det lokala rådet."),
    Told("Stämma av tillsyn av serveringsställen med räddningstjänsten", COORDINATION, "Tillståndsenheten", "sanction",
         -20, 3),
    Told("Berätta för gruppen varför fokus ökar, i två riktade samtal", POLICE, "Områdespolisen", "sanction", -22, -12,
         CommitmentKind.PROMISE, -14),
    Told("Anmäla utebliven kontakt till övervakningsnämnden", PROBATION, "Frivårdskontoret Norrby", "sanction", -18,
         12),
]  # fmt: skip


def promises(who: dict[str, Principal]) -> None:
    """Everything is written down by the coordinator, and settled by the one who was to do it or who keeps the list."""
    coordinator = who["samordnare"]
    with act_as(coordinator):
        agencies = {agency.short_name: agency for agency in Agency.objects.filter(partnership=coordinator.partnership)}
        places = _sources()
    for told in PROMISES:
        with act_as(coordinator):
            _write(coordinator, told, agencies[told.who], places[told.source])


def _sources() -> dict[str, UUID]:
    """The latest held call-in and meeting, and the sanction that is under way."""
    return {
        "callin": CallIn.objects.held().latest("date").pk,
        "meeting": Meeting.objects.held().latest("date").pk,
        "sanction": Sanction.objects.filter(state=SanctionState.ACTIVE).latest("proposed_on").pk,
    }


def _write(by: Principal, told: Told, agency: Agency, source: UUID) -> None:
    today = timezone.localdate()
    made = actions.make(
        by=by,
        text=told.text,
        agency=agency,
        function=told.function,
        kind=told.kind,
        made_on=today + timedelta(days=told.made),
        due_on=today + timedelta(days=told.due),
        origin=told.source,
        origin_id=source,
    )
    if told.settled is not None:
        day = today + timedelta(days=told.settled)
        actions.settle(made, by=by, state=told.state, settled_on=day, note=told.note)
