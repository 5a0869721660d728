"""The four sheets of the history import, and the words that they accept."""

from gvi.commitments.models import CommitmentKind, CommitmentState
from gvi.meetings.models import MeetingKind
from gvi.spreadsheets.columns import Column, Sheet

# The words of the screen first; then those of older lists.
KINDS = {
    "överenskommelse": CommitmentKind.ACTION,
    "löfte": CommitmentKind.PROMISE,
    "uppdrag": CommitmentKind.TASK,
    "åtgärd": CommitmentKind.ACTION,
    "uppgift": CommitmentKind.TASK,
}
STATES = {
    "öppen": CommitmentState.OPEN,
    "klar": CommitmentState.KEPT,
    "blev inte av": CommitmentState.NOT_KEPT,
    "hållen": CommitmentState.KEPT,
    "inte hållen": CommitmentState.NOT_KEPT,
    "ej hållen": CommitmentState.NOT_KEPT,
    "struken": CommitmentState.DROPPED,
}
MEETINGS = {
    "styrgrupp": MeetingKind.STEERING,
    "arbetsgrupp": MeetingKind.WORKING,
    "händelsegenomgång": MeetingKind.REVIEW,
    "snabbavstämning": MeetingKind.QUICK,
    "planering": MeetingKind.PLANNING,
    "nätverksträff": MeetingKind.NETWORK,
}
STATE_WORDS = "öppen, klar, blev inte av, struken"
KIND_WORDS = "överenskommelse, löfte, uppdrag"
MEETING_WORDS = "styrgrupp, arbetsgrupp, händelsegenomgång, snabbavstämning, planering, nätverksträff"
WHOSE = "Organisationens korta namn, som det står i systemet."
GROUP = "Gruppens namn, som det står i grupplistan."

ACTIONS, HELD_MEETINGS, CALLINS, TALKS = "actions", "meetings", "callins", "notifications"
SHEETS = {
    ACTIONS: Sheet("Åtgärder", {
        "text": Column("Vad", "Vad som ska göras, i en mening utan namn.", "Ring skolledningen om oron", required=True,
            also=("Åtgärd", "Uppgift")),
        "agency": Column("Organisation", WHOSE, "Polisen", required=True,
            also=("Ansvarig organisation", "Ansvarig", "Myndighet")),
        "function": Column("Funktion", "Vem där, som funktion och aldrig med namn.", "Områdespolisen",
            also=("Ansvarig funktion",)),
        "kind": Column("Typ", f"Ett av orden: {KIND_WORDS}. Tomt betyder överenskommelse.", "överenskommelse"),
        "made_on": Column("Kom till", "Datum då den kom till. Tomt: dagen då den skulle vara klar.", "2026-09-01"),
        "due_on": Column("Klart senast", "Datum, till exempel 2026-09-15.", "2026-09-15", required=True,
            also=("Senast", "Klart", "Ska vara klart")),
        "state": Column("Läge", f"Ett av orden: {STATE_WORDS}. Tomt betyder öppen.", "klar", also=("Status",)),
        "settled_on": Column("Avgjord", "Datum då den hölls, inte hölls eller ströks.", "2026-09-14"),
        "note": Column("Vad det blev", "Måste fyllas i när den inte hölls eller ströks. Utan namn.", "Möte hölls",
            also=("Utfall", "Resultat")),
    }),
    HELD_MEETINGS: Sheet("Möten", {
        "on": Column("Datum", "Dagen då mötet hölls.", "2026-09-01", required=True, also=("Dag", "Den")),
        "kind": Column("Typ", f"Ett av orden: {MEETING_WORDS}.", "arbetsgrupp", required=True),
        "place": Column("Plats", "Var mötet hölls.", "Kommunhuset, rum 4", required=True, also=("Lokal",)),
        "starts": Column("Börjar", "Klockslag. Tomt blir 09.00.", "09.00", also=("Start", "Starttid")),
        "ends": Column("Slutar", "Klockslag. Tomt blir en timme efter början.", "10.30", also=("Slut", "Sluttid")),
        "agencies": Column("Deltog", "Organisationernas korta namn, med komma emellan.", "Polisen, Frivården",
            also=("Deltagare", "Organisationer")),
        "decision": Column("Beslut", "Vad som beslutades, utan namn.", "Nytt möte om två veckor"),
    }),
    CALLINS: Sheet("Call-in", {
        "on": Column("Datum", "Dagen då call-in hölls.", "2026-04-17", required=True, also=("Dag", "Den")),
        "venue": Column("Lokal", "Var call-in hölls.", "Folkets hus", required=True, also=("Plats",)),
        "group": Column("Grupp", f"{GROUP} En rad för varje grupp.", "Grupp Norra", required=True, also=("Gruppnamn",)),
        "invited": Column("Inbjudna", "Antal inbjudna ur gruppen.", "6", required=True, also=("Antal inbjudna",)),
        "present": Column("Kom", "Antal som kom.", "4", required=True, also=("Närvarande", "Antal som kom")),
        "absent": Column("Uteblev", "Antal som inte kom.", "1"),
        "declined": Column("Tackade nej", "Antal som tackade nej.", "1"),
        "turned": Column("Vände i dörren", "Antal som vände i dörren.", "0"),
        "starts": Column("Börjar", "Klockslag. Tomt blir 18.00.", "18.00", also=("Start", "Starttid")),
        "ends": Column("Slutar", "Klockslag. Tomt blir en timme efter början.", "19.30", also=("Slut", "Sluttid")),
    }),
    TALKS: Sheet("Riktade samtal", {
        "on": Column("Datum", "Dagen för samtalen.", "2026-05-12", required=True, also=("Dag", "Den")),
        "group": Column("Grupp", GROUP, "Grupp Norra", required=True, also=("Gruppnamn",)),
        "attempts": Column("Försök", "Hur många gånger någon söktes.", "9", required=True),
        "carried_out": Column("Genomförda", "Hur många försök som blev samtal.", "4", required=True),
        "reached": Column("Nådda personer", "Hur många som fick budskapet. Tomt betyder 0.", "4", also=("Nådda",)),
        "relatives": Column("Nådda anhöriga", "Hur många anhöriga ni träffade. Tomt betyder 0.", "2"),
    }),
}  # fmt: skip
