"""The list, row by row and as a whole. Every bad row is named: its number, the column, what is wrong and what to do."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _

from groups.codes import is_one_slip
from groups.listing.cells import birth_year, national_id
from groups.listing.columns import ACCURACIES, CERTAINTIES, COLUMNS, ROLES, SOURCES
from groups.models import BYSTANDERS, Accuracy, MembershipRole, Source
from gvi.spreadsheets import cells
from gvi.spreadsheets.columns import fold, swedish
from gvi.text.national_ids import COORDINATION

READERS = {
    "group": cells.open_text(60),
    "area": cells.open_text(80),
    "given_name": cells.text(60),
    "family_name": cells.text(60),
    "alias": cells.text(60),
    "national_id": national_id,
    "birth_year": birth_year,
    "municipality": cells.text(80),
    "role": cells.word(ROLES, "ledande, drivande, aktiv, perifer, ung rekryt, möjlig budskapsbärare, anhörig, kontakt"),
    "certainty": cells.word(CERTAINTIES, "bekräftad, trolig, möjlig, avförd"),
    "source": cells.word(SOURCES, "A, B, C, D, E, F"),
    "accuracy": cells.word(ACCURACIES, "1, 2, 3, 4, 5, 6"),
    "grounds": cells.text(200),
    "known_since": cells.day,
    "protected": cells.yes_no,
}  # fmt: skip


MOST_COMPARED = 200  # groups; every pair is compared, and a partnership works with a dozen


@dataclass(frozen=True)
class Line:
    """One row that holds: a person in a group."""

    row: int
    group: str
    given_name: str
    role: str
    certainty: str
    area: str = ""
    family_name: str = ""
    alias: str = ""
    national_id: str = ""
    birth_year: int | None = None
    municipality: str = ""
    source: str = Source.F
    accuracy: str = Accuracy.SIX
    grounds: str = ""
    known_since: str = ""
    protected: bool = False

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def identity(self) -> tuple[str, int | None, str]:
        """Who it is where no national id says so."""
        return swedish(self.name), self.birth_year, fold(self.alias)

    @property
    def is_bystander(self) -> bool:
        return self.role in BYSTANDERS

    @property
    def role_label(self) -> str:
        return str(MembershipRole(self.role).label)


@dataclass(frozen=True)
class Remark:
    """A sentence about a row. `column` is empty where it is about the row as a whole."""

    row: int
    column: str
    sentence: str


@dataclass
class Checked:
    """What the file says: the rows that hold, the faults that stop the import, and what was understood."""

    lines: list[Line] = field(default_factory=list)
    faults: list[Remark] = field(default_factory=list)
    notices: list[Remark] = field(default_factory=list)

    def fault(self, row: int, key: str, sentence: str) -> None:
        self.faults.append(Remark(row, COLUMNS[key].heading, sentence))

    def notice(self, row: int, key: str, sentence: str) -> None:
        self.notices.append(Remark(row, COLUMNS[key].heading, sentence))


def check(rows: Iterable[tuple[int, dict[str, str]]]) -> Checked:
    """Check each row, then the rows against each other."""
    checked = Checked()
    for number, texts in rows:
        if line := _line(number, texts, checked):
            checked.lines.append(line)
    _one_spelling(checked)
    _one_name_per_number(checked)
    _number_from_the_other_row(checked)
    _merge(checked)
    checked.faults.sort(key=lambda remark: remark.row)
    checked.notices.sort(key=lambda remark: remark.row)
    return checked


def _line(number: int, texts: dict[str, str], checked: Checked) -> Line | None:
    """The row as it is understood, or None with its faults noted."""
    facts, faults = cells.row_of(texts, COLUMNS, READERS)
    before = len(checked.faults)
    checked.faults += [Remark(number, column, sentence) for column, sentence in faults]
    if faults:
        return None
    _year_from_number(number, facts, checked)
    if len(checked.faults) > before:
        return None
    _tell(number, facts, checked)
    defaults = {"source": facts["source"] or Source.F, "accuracy": facts["accuracy"] or Accuracy.SIX}
    return Line(row=number, **facts | defaults)


def _year_from_number(number: int, facts: dict[str, Any], checked: Checked) -> None:
    digits = facts["national_id"]
    if not digits:
        return
    year = int(digits[:4])
    if facts["birth_year"] not in (None, year):
        checked.fault(
            number, "birth_year", _("The year differs from the national identity number. Correct one of them.")
        )
    facts["birth_year"] = year


def _tell(number: int, facts: dict[str, Any], checked: Checked) -> None:
    digits = facts["national_id"]
    if digits and int(digits[6:8]) > COORDINATION:
        checked.notice(number, "national_id", _("Read as a coordination number."))
    if facts["protected"]:
        sentence = _("Protected identity: only you will be able to open this person, until you name more readers.")
        checked.notice(number, "protected", sentence)


def _one_spelling(checked: Checked) -> None:
    """Spellings that differ only in capitals, spaces or hyphens are one group; the first one stands."""
    first: dict[str, Line] = {}
    for place, line in enumerate(checked.lines):
        kept = first.setdefault(fold(line.group), line)
        if kept.group != line.group:
            words = {"written": line.group, "read": kept.group}
            checked.notice(line.row, "group", _("“%(written)s” is read as “%(read)s”.") % words)
        if line.area and kept.area and fold(kept.area) != fold(line.area):
            seen = {"written": line.area, "row": kept.row, "read": kept.area}
            text = _("The area “%(written)s” is not used: row %(row)d says “%(read)s” of the same group.")
            checked.notice(line.row, "area", text % seen)
        if line.area and not kept.area:
            first[fold(line.group)] = replace(kept, area=line.area)
        checked.lines[place] = replace(line, group=kept.group)
    for place, line in enumerate(checked.lines):
        checked.lines[place] = replace(line, area=first[fold(line.group)].area)
    _near_spellings(checked, first)


def _near_spellings(checked: Checked, first: dict[str, Line]) -> None:
    """One letter's difference may be a slip or two groups: only a person can tell."""
    keys = list(first)[:MOST_COMPARED]
    for place, key in enumerate(keys):
        for other in keys[:place]:
            if is_one_slip(key, other):
                words = {"one": first[key].group, "other": first[other].group, "row": first[other].row}
                text = _(
                    "“%(one)s” is nearly “%(other)s” in row %(row)d. They become two groups: correct that if wrong."
                )
                checked.notice(first[key].row, "group", text % words)


def _one_name_per_number(checked: Checked) -> None:
    """One national id with two names is an error in one of the rows: both are named."""
    seen: dict[str, Line] = {}
    for line in checked.lines:
        if not line.national_id:
            continue
        other = seen.setdefault(line.national_id, line)
        if swedish(other.name) != swedish(line.name):
            text = _("The same number stands in row %(row)d with the name %(name)s. Correct the number or the name.")
            checked.fault(line.row, "national_id", text % {"row": other.row, "name": other.name})
            checked.fault(other.row, "national_id", text % {"row": line.row, "name": line.name})


def _number_from_the_other_row(checked: Checked) -> None:
    """A row without number is the same person as the one row with number and the same name, year and alias."""
    numbers: dict[Any, set[str]] = defaultdict(set)
    for line in checked.lines:
        if line.national_id:
            numbers[line.identity].add(line.national_id)
    for place, line in enumerate(checked.lines):
        if not line.national_id and len(found := numbers.get(line.identity, set())) == 1:
            checked.lines[place] = replace(line, national_id=next(iter(found)))
            checked.notice(line.row, "national_id", _("Read as the same person as the row with the number."))


def _merge(checked: Checked) -> None:
    """The same person in the same group is one row where the rows do not contradict each other."""
    kept: dict[Any, Line] = {}
    for line in checked.lines:
        key = (fold(line.group), line.national_id or line.identity, swedish(line.name))
        earlier = kept.get(key)
        if earlier is None:
            kept[key] = line
        elif column := _contradiction(earlier, line):
            text = _("The same person stands in row %(row)d with something else here. Keep one of the rows.")
            checked.fault(line.row, column, text % {"row": earlier.row})
        else:
            kept[key] = _joined(earlier, line)
            text = _("The same person and group as in row %(row)d. The rows are merged.") % {"row": earlier.row}
            checked.notice(line.row, "given_name", text)
    checked.lines = list(kept.values())


ASSESSED = ("role", "certainty", "source", "accuracy", "grounds", "known_since", "municipality")
UNKNOWN = {"source": Source.F, "accuracy": Accuracy.SIX}


def _contradiction(one: Line, other: Line) -> str:
    """The first column where two rows say different things; what is empty or not judged says nothing."""
    for key in ASSESSED:
        a, b = getattr(one, key), getattr(other, key)
        if a != b and a not in ("", UNKNOWN.get(key)) and b not in ("", UNKNOWN.get(key)):
            return key
    return ""


def _joined(one: Line, other: Line) -> Line:
    nothing = {"", None, False}
    filled = {
        key: value
        for key, value in asdict(other).items()
        if getattr(one, key) in nothing or getattr(one, key) == UNKNOWN.get(key)
    }
    return replace(one, **filled)
