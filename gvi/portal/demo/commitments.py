"""What there is to do in the demo: kept, late, not kept and dropped, from meetings, call-ins and increased focus."""

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
class Entry:
    """A commitment. `made`, `due` and `settled` are days from today; `origin` is a key of `_origins`."""

    text: str
    agency: str
    function: str
    origin: str
    made: int
    due: int
    kind: str = CommitmentKind.ACTION
    settled: int | None = None
    state: str = CommitmentState.KEPT
    note: str = ""


COORDINATION, SOJSTAD, POLICE = "Norrby kommun", "Sjöstads kommun", "Polisen"
SOCIAL, PROBATION = "Socialtjänsten Norrby", "Frivården"
ENTRIES = [
    Entry("Svara alla som ringer samma dag, också kvällar under två veckor", SOCIAL, "Mottagningen", "callin", -70, -56,
         CommitmentKind.PROMISE, -57),
    Entry("Ge besked om praktikplatser till dem som frågade", COORDINATION, "Arbetsmarknadsenheten", "callin", -70, -49,
         CommitmentKind.PROMISE, -40, CommitmentState.KEPT, "Fyra platser. Beskedet kom en vecka för sent."),
    Entry("Ordna ett möte för anhöriga i Folkets hus", SOJSTAD, "Förebyggande enheten", "callin", -70, -35,
         CommitmentKind.PROMISE, -34, CommitmentState.NOT_KEPT, "Lokalen var upptagen. Nytt möte hålls i januari."),
    Entry("Söka upp de tre som tackade nej", PROBATION, "Frivårdskontoret Norrby", "callin", -69, -20, settled=-22),
    Entry("Ta fram en lägesbild av konflikten mellan grupperna", POLICE, "Underrättelsegruppen", "meeting", -11, -4),
    Entry("Tala med skolledningen om oron vid stationen", COORDINATION, "Trygghetssamordnaren", "meeting", -11, -1),
    Entry("Lämna förslag på budskapsbärare från frivården", PROBATION, "Frivårdskontoret Norrby", "meeting", -11, 1),
    Entry("Boka lokal och värd till call-in i vår", COORDINATION, "Samordnaren", "meeting", -11, 5),
    Entry("Se över vem som svarar på numret under helgerna", SOCIAL, "Enhetschefen", "meeting", -11, 9),
    Entry("Skicka nya kort med numret till alla parter", COORDINATION, "Samordnaren", "meeting", -11, -2,
         CommitmentKind.TASK, -3),
    Entry("Räkna fordonskontroller per område", POLICE, "Lokalpolisområdet, grupp 2", "meeting", -11, -3, settled=-5),
    Entry("Bjuda in fastighetsägarna till nästa arbetsgrupp", SOJSTAD, "Samordnaren", "meeting", -11, -5,
         CommitmentKind.TASK, -6, CommitmentState.DROPPED, "Fastighetsägarna deltar redan i det lokala rådet."),
    Entry("Stämma av tillsyn av serveringsställen med räddningstjänsten", COORDINATION, "Tillståndsenheten", "sanction",
         -20, 3),
    Entry("Berätta för gruppen varför fokus ökar, i två riktade samtal", POLICE, "Områdespolisen", "sanction", -22, -12,
         CommitmentKind.PROMISE, -14),
    Entry("Planera riktade samtal med frivården, två per vecka", PROBATION, "Frivårdskontoret Norrby", "sanction", -18,
         12),
]  # fmt: skip


def commitments(principals: dict[str, Principal]) -> None:
    """Everything is written down by the coordinator, and settled by the one who was to do it or who keeps the list."""
    coordinator = principals["samordnare"]
    with act_as(coordinator):
        agencies = {agency.short_name: agency for agency in Agency.objects.filter(partnership=coordinator.partnership)}
        origins = _origins()
    for entry in ENTRIES:
        with act_as(coordinator):
            _write(coordinator, entry, agencies[entry.agency], origins[entry.origin])


def _origins() -> dict[str, UUID]:
    """The latest held call-in and meeting, and the sanction that is under way."""
    return {
        "callin": CallIn.objects.held().latest("date").pk,
        "meeting": Meeting.objects.held().latest("date").pk,
        "sanction": Sanction.objects.filter(state=SanctionState.ACTIVE).latest("proposed_on").pk,
    }


def _write(by: Principal, entry: Entry, agency: Agency, origin_id: UUID) -> None:
    today = timezone.localdate()
    made = actions.make(
        by=by,
        text=entry.text,
        agency=agency,
        function=entry.function,
        kind=entry.kind,
        made_on=today + timedelta(days=entry.made),
        due_on=today + timedelta(days=entry.due),
        origin=entry.origin,
        origin_id=origin_id,
    )
    if entry.settled is not None:
        day = today + timedelta(days=entry.settled)
        actions.settle(made, by=by, state=entry.state, settled_on=day, note=entry.note)
