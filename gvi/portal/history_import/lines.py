"""The rows of the four sheets, one by one: what they say, and what is wrong with them and how to mend it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from gvi.commitments.models import NEEDS_REASON, CommitmentKind, CommitmentState
from gvi.portal.history_import.columns import (
    ACTIONS,
    CALLINS,
    HELD_MEETINGS,
    KIND_WORDS,
    KINDS,
    MEETING_WORDS,
    MEETINGS,
    SHEETS,
    STATE_WORDS,
    STATES,
    TALKS,
)
from gvi.spreadsheets import cells
from gvi.spreadsheets.files import Rows

OUTCOMES = ("present", "absent", "declined", "turned")
MOST = 500  # people of one group at one time
COUNT = cells.number(MOST)
HOURS = {"starts": cells.hour, "ends": cells.hour}
READERS: dict[str, dict[str, Callable[[str], Any]]] = {
    ACTIONS: {
        "text": cells.open_text(200), "agency": cells.open_text(120), "function": cells.open_text(80),
        "kind": cells.word(KINDS, KIND_WORDS), "made_on": cells.day, "due_on": cells.any_day,
        "state": cells.word(STATES, STATE_WORDS), "settled_on": cells.day, "note": cells.open_text(200),
    },
    HELD_MEETINGS: {
        "on": cells.day, "kind": cells.word(MEETINGS, MEETING_WORDS), "place": cells.open_text(120),
        "agencies": cells.open_text(400), "decision": cells.open_text(200), **HOURS,
    },
    CALLINS: {
        "on": cells.day, "venue": cells.open_text(120), "group": cells.open_text(60), "invited": COUNT, **HOURS,
        **dict.fromkeys(OUTCOMES, COUNT),
    },
    TALKS: {
        "on": cells.day, "group": cells.open_text(60),
        **dict.fromkeys(("attempts", "carried_out", "reached", "relatives"), COUNT),
    },
}  # fmt: skip


# The word that the file uses for each code.
WORDS = {str(code): word for words in (KINDS, STATES, MEETINGS) for word, code in reversed(words.items())}


@dataclass(frozen=True)
class Line:
    """A row that holds, as plain values: it travels sealed in the page between preview and import."""

    sheet: str
    row: int
    facts: dict[str, Any]

    def day(self, name: str = "on") -> date:
        return date.fromisoformat(self.facts[name])

    def hour(self, name: str) -> time:
        return time.fromisoformat(self.facts[name])

    @property
    def words(self) -> str:
        """The row as it was understood: every column that says something, also what an empty cell means."""
        cells = [
            f"{column.heading}: {WORDS.get(str(value), value)}"
            for key, column in SHEETS[self.sheet].columns.items()
            if (value := self.facts[key]) not in ("", None)
        ]
        return " · ".join(cells)

    @property
    def title(self) -> str:
        """The sheet's title."""
        return SHEETS[self.sheet].title

    @property
    def plain(self) -> dict[str, Any]:
        """As JSON keeps it."""
        return asdict(self)


@dataclass(frozen=True)
class Fault:
    """What is wrong with a row. `column` is empty where it is about the row as a whole."""

    sheet: str
    row: int
    column: str
    sentence: str

    @property
    def title(self) -> str:
        """The sheet's title."""
        return SHEETS[self.sheet].title


def fault(line: Line, key: str, sentence: str) -> Fault:
    """A fault in one column of a line."""
    return Fault(line.sheet, line.row, SHEETS[line.sheet].columns[key].heading, sentence)


def check(read: Mapping[str, Rows]) -> tuple[list[Line], list[Fault]]:
    """Every row of every sheet: the lines that hold, and every fault there is."""
    lines, faults = [], []
    for sheet, rows in read.items():
        for number, texts in rows:
            facts, bad = cells.row_of(texts, SHEETS[sheet].columns, READERS[sheet])
            faults += [Fault(sheet, number, column, sentence) for column, sentence in bad]
            if not bad:
                line = Line(sheet, number, FILL[sheet](facts))
                wrong = [fault(line, key, sentence) for key, sentence in RULES[sheet](line)]
                faults += wrong
                lines += [] if wrong else [line]
    return lines, faults


# ------------------------------------------------------------------ what an empty cell means


def _action(facts: dict[str, Any]) -> dict[str, Any]:
    days = [day for day in (facts["due_on"], facts["settled_on"], timezone.localdate().isoformat()) if day]
    return facts | {
        "kind": facts["kind"] or CommitmentKind.ACTION.value,
        "state": facts["state"] or CommitmentState.OPEN.value,
        "made_on": facts["made_on"] or min(days),
    }


def _from(hour: str) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """The usual hours, where none are given."""

    def fill(facts: dict[str, Any]) -> dict[str, Any]:
        starts = facts["starts"] or hour
        later = datetime.combine(date.min, time.fromisoformat(starts)) + timedelta(hours=1)
        ends = facts["ends"] or (f"{later:%H:%M}" if later.date() == date.min else "23:59")
        return _counted(facts | {"starts": starts, "ends": ends})

    return fill


def _counted(facts: dict[str, Any]) -> dict[str, Any]:
    return {name: 0 if value is None else value for name, value in facts.items()}


FILL = {ACTIONS: _action, HELD_MEETINGS: _from("09:00"), CALLINS: _from("18:00"), TALKS: _counted}


# ------------------------------------------------------------------ what must agree within a row

Wrong = Iterator[tuple[str, str]]


def _action_agrees(line: Line) -> Wrong:
    facts = line.facts
    if facts["due_on"] < facts["made_on"]:
        yield "due_on", _("The day must not be before it was agreed.")
    if facts["state"] == CommitmentState.OPEN:
        return
    if not facts["settled_on"]:
        yield "settled_on", _("Say when it was settled, or let it be open.")
    elif facts["settled_on"] < facts["made_on"]:
        yield "settled_on", _("Choose a day from when it was agreed until today.")
    if facts["state"] in NEEDS_REASON and not facts["note"]:
        yield "note", _("Say why. The next meeting and the group are owed an answer.")


def _hours_agree(line: Line) -> Wrong:
    if line.facts["ends"] <= line.facts["starts"]:
        yield "ends", _("The end must be later than the start.")


def _callin_agrees(line: Line) -> Wrong:
    yield from _hours_agree(line)
    if sum(line.facts[name] for name in OUTCOMES) > line.facts["invited"]:
        yield "invited", _("There cannot be more outcomes than invited.")


def _talks_agree(line: Line) -> Wrong:
    if line.facts["carried_out"] > line.facts["attempts"]:
        yield "carried_out", _("There cannot be more talks than attempts.")


RULES: dict[str, Callable[[Line], Wrong]] = {
    ACTIONS: _action_agrees,
    HELD_MEETINGS: _hours_agree,
    CALLINS: _callin_agrees,
    TALKS: _talks_agree,
}
