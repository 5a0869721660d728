"""The rows of a list against each other: spellings, numbers, and rows that are one person. Each is told."""

import re
from collections import defaultdict
from collections.abc import Hashable
from dataclasses import asdict, replace

from django.utils.translation import gettext as _

from groups.list_import.rows import UNKNOWN, CheckedList, ImportRow
from groups.people.codes import is_one_slip
from gvi.text.swedish import fold, swedish

ASSESSED = ("role", "certainty", "reliability", "accuracy", "grounds", "known_since", "municipality")
MAX_GROUPS_COMPARED = 200  # every pair of names is compared, and a partnership works with a dozen groups


def compare(checked: CheckedList) -> None:
    """Compare the rows, and put together those that say the same."""
    _use_one_spelling(checked)
    _refuse_two_names_for_one_number(checked)
    _take_numbers_from_other_rows(checked)
    _tell_who_is_joined(checked)
    _merge_duplicates(checked)


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
            if is_one_slip(key, other) and _digits(key) == _digits(other):  # Nätverk 1 and Nätverk 2 are two
                words = {"one": first[key].group, "other": first[other].group, "row": first[other].row}
                text = _(
                    "“%(one)s” is nearly “%(other)s” in row %(row)d. They become two groups: correct that if wrong."
                )
                checked.notice(first[key].row, "group", text % words)


def _digits(text: str) -> list[str]:
    return re.findall(r"\d", text)


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


def _tell_who_is_joined(checked: CheckedList) -> None:
    """Rows of one person in several groups, what of them is not kept, and rows that only a name joins."""
    first: dict[Hashable, ImportRow] = {}
    for row in checked.rows:
        known = first.setdefault(row.person, row)
        if known is row:
            continue
        if fold(known.group) != fold(row.group):
            _tell_of_two_groups(row, known, checked)
        for key in ("alias", "municipality"):
            _tell_what_is_dropped(row, known, key, checked)
        first[row.person] = _joined(known, row)


def _tell_of_two_groups(row: ImportRow, known: ImportRow, checked: CheckedList) -> None:
    words = {"row": known.row, "group": known.group}
    if row.is_name_alone:
        text = _(
            "The same name is in row %(row)d, in %(group)s, and nothing says whether it is the same person. Write the "
            "national identity number, the year of birth or what the person is called, in both rows."
        )
        checked.fault(row.row, "given_name", text % words)
    else:
        text = _("The same person as in row %(row)d, in %(group)s: one person in both groups.")
        checked.notice(row.row, "given_name", text % words)


def _tell_what_is_dropped(row: ImportRow, known: ImportRow, key: str, checked: CheckedList) -> None:
    written, read = getattr(row, key), getattr(known, key)
    if written and read and fold(written) != fold(read):
        words = {"written": written, "read": read, "row": known.row}
        text = _("“%(written)s” is not kept: row %(row)d says “%(read)s” of the same person.")
        checked.notice(row.row, key, text % words)


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
