"""First step of an import: read the list row by row, then compare its rows with each other.

Every bad row is named: its number, the column, what is wrong and what to do.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _

from groups.list_import.cells import birth_year, national_id
from groups.list_import.columns import ACCURACIES, CERTAINTIES, COLUMNS, RELIABILITIES, ROLES
from groups.models import BYSTANDERS, Accuracy, MembershipRole, Reliability
from groups.people.codes import is_one_slip
from gvi.spreadsheets import cells, files
from gvi.spreadsheets.files import Texts
from gvi.text.national_ids import COORDINATION
from gvi.text.swedish import fold, swedish

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
    "reliability": cells.word(RELIABILITIES, "A, B, C, D, E, F"),
    "accuracy": cells.word(ACCURACIES, "1, 2, 3, 4, 5, 6"),
    "grounds": cells.text(200),
    "known_since": cells.day,
    "protected": cells.yes_no,
}  # fmt: skip
ASSESSED = ("role", "certainty", "reliability", "accuracy", "grounds", "known_since", "municipality")
UNKNOWN = {"reliability": Reliability.F, "accuracy": Accuracy.SIX}  # says as little as an empty cell
MAX_GROUPS_COMPARED = 200  # every pair of names is compared, and a partnership works with a dozen groups


@dataclass(frozen=True)
class ImportRow:
    """A row of the list that can be imported: a person in a group. `row` is its number in the file."""

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
    reliability: str = Reliability.F
    accuracy: str = Accuracy.SIX
    grounds: str = ""
    known_since: str = ""
    protected: bool = False

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def identity(self) -> tuple[str, int | None, str]:
        """Who the person is, if there is no national id."""
        return swedish(self.name), self.birth_year, fold(self.alias)

    @property
    def person(self) -> Hashable:
        """What rows about the same person have in common."""
        return self.national_id or self.identity

    @property
    def is_bystander(self) -> bool:
        return self.role in BYSTANDERS

    @property
    def role_label(self) -> str:
        return str(MembershipRole(self.role).label)


@dataclass(frozen=True)
class Remark:
    """A sentence about a cell of the file."""

    row: int
    column: str
    sentence: str


@dataclass
class CheckedList:
    """The rows that can be imported, the faults that stop the import, and notes on how the file was understood."""

    rows: list[ImportRow] = field(default_factory=list)
    faults: list[Remark] = field(default_factory=list)
    notices: list[Remark] = field(default_factory=list)

    def fault(self, row: int, key: str, sentence: str) -> None:
        self.faults.append(Remark(row, COLUMNS[key].heading, sentence))

    def notice(self, row: int, key: str, sentence: str) -> None:
        self.notices.append(Remark(row, COLUMNS[key].heading, sentence))


def read(name: str, data: bytes) -> list[tuple[int, Texts]]:
    """The rows of a file by their number in it, not checked yet. Raises NotAList."""
    return files.read(name, data, COLUMNS)


def check(rows: Iterable[tuple[int, Texts]]) -> CheckedList:
    """Check each row, then the rows against each other."""
    checked = CheckedList()
    for number, texts in rows:
        if row := _read_row(number, texts, checked):
            checked.rows.append(row)
    _use_one_spelling(checked)
    _refuse_two_names_for_one_number(checked)
    _take_numbers_from_other_rows(checked)
    _merge_duplicates(checked)
    checked.faults.sort(key=lambda remark: remark.row)
    checked.notices.sort(key=lambda remark: remark.row)
    return checked


# ------------------------------------------------------------------ one row


def _read_row(number: int, texts: Texts, checked: CheckedList) -> ImportRow | None:
    """The row as it is understood, or None if it has faults."""
    facts, faults = cells.row_of(texts, COLUMNS, READERS)
    checked.faults += [Remark(number, column, sentence) for column, sentence in faults]
    if faults:
        return None
    if facts["national_id"]:
        year = int(facts["national_id"][:4])
        if facts["birth_year"] not in (None, year):
            sentence = _("The year differs from the national identity number. Correct one of them.")
            checked.fault(number, "birth_year", sentence)
            return None
        facts["birth_year"] = year
    _note_what_is_special(number, facts, checked)
    return ImportRow(row=number, **facts | {key: facts[key] or unknown for key, unknown in UNKNOWN.items()})


def _note_what_is_special(number: int, facts: dict[str, Any], checked: CheckedList) -> None:
    digits = facts["national_id"]
    if digits and int(digits[6:8]) > COORDINATION:
        checked.notice(number, "national_id", _("Read as a coordination number."))
    if facts["protected"]:
        sentence = _("Protected identity: only you will be able to open this person, until you name more readers.")
        checked.notice(number, "protected", sentence)


# ------------------------------------------------------------------ rows against each other


def _use_one_spelling(checked: CheckedList) -> None:
    """Spellings that differ only in capitals, spaces or hyphens are one group, written as in its first row.

    All its rows get the first area that one of them has.
    """
    first: dict[str, ImportRow] = {}
    for row in checked.rows:
        known = first.setdefault(fold(row.group), row)
        if known.group != row.group:
            words = {"written": row.group, "read": known.group}
            checked.notice(row.row, "group", _("“%(written)s” is read as “%(read)s”.") % words)
        if row.area and known.area and fold(known.area) != fold(row.area):
            areas = {"written": row.area, "row": known.row, "read": known.area}
            text = _("The area “%(written)s” is not used: row %(row)d says “%(read)s” of the same group.")
            checked.notice(row.row, "area", text % areas)
        if row.area and not known.area:
            first[fold(row.group)] = replace(known, area=row.area)
    for position, row in enumerate(checked.rows):
        known = first[fold(row.group)]
        checked.rows[position] = replace(row, group=known.group, area=known.area)
    _note_near_spellings(checked, first)


def _note_near_spellings(checked: CheckedList, first: dict[str, ImportRow]) -> None:
    """One letter's difference may be a slip or two groups: only a person can tell."""
    keys = list(first)[:MAX_GROUPS_COMPARED]
    for position, key in enumerate(keys):
        for other in keys[:position]:
            if is_one_slip(key, other):
                words = {"one": first[key].group, "other": first[other].group, "row": first[other].row}
                text = _(
                    "“%(one)s” is nearly “%(other)s” in row %(row)d. They become two groups: correct that if wrong."
                )
                checked.notice(first[key].row, "group", text % words)


def _refuse_two_names_for_one_number(checked: CheckedList) -> None:
    """One national id with two names is an error in one of the rows: both are named."""
    first: dict[str, ImportRow] = {}
    for row in checked.rows:
        if not row.national_id:
            continue
        other = first.setdefault(row.national_id, row)
        if swedish(other.name) != swedish(row.name):
            text = _("The same number is in row %(row)d with the name %(name)s. Correct the number or the name.")
            checked.fault(row.row, "national_id", text % {"row": other.row, "name": other.name})
            checked.fault(other.row, "national_id", text % {"row": row.row, "name": row.name})


def _take_numbers_from_other_rows(checked: CheckedList) -> None:
    """A row without number is the same person as the only row with number and the same name, year and alias."""
    numbers: dict[Hashable, set[str]] = defaultdict(set)
    for row in checked.rows:
        if row.national_id:
            numbers[row.identity].add(row.national_id)
    for position, row in enumerate(checked.rows):
        found = numbers.get(row.identity, set())
        if not row.national_id and len(found) == 1:
            checked.rows[position] = replace(row, national_id=next(iter(found)))
            checked.notice(row.row, "national_id", _("Read as the same person as the row with the number."))


def _merge_duplicates(checked: CheckedList) -> None:
    """The same person in the same group becomes one row, if the rows do not contradict each other."""
    merged: dict[Hashable, ImportRow] = {}
    for row in checked.rows:
        key = (fold(row.group), row.person, swedish(row.name))
        earlier = merged.get(key)
        if earlier is None:
            merged[key] = row
        elif column := _contradiction(earlier, row):
            text = _("The same person is in row %(row)d with something else here. Keep one of the rows.")
            checked.fault(row.row, column, text % {"row": earlier.row})
        else:
            merged[key] = _joined(earlier, row)
            text = _("The same person and group as in row %(row)d. The rows are merged.") % {"row": earlier.row}
            checked.notice(row.row, "given_name", text)
    checked.rows = list(merged.values())


def _contradiction(row: ImportRow, other: ImportRow) -> str:
    """The first column in which two rows say different things, or nothing. An open cell contradicts none."""
    for key in ASSESSED:
        values = getattr(row, key), getattr(other, key)
        if values[0] != values[1] and all(value not in ("", UNKNOWN.get(key)) for value in values):
            return key
    return ""


def _joined(row: ImportRow, other: ImportRow) -> ImportRow:
    """The first row, with what it leaves open taken from the other one."""
    left_open = [key for key, value in asdict(row).items() if value in {"", None, False} or value == UNKNOWN.get(key)]
    return replace(row, **{key: getattr(other, key) for key in left_open})
