"""First step of an import: read the list row by row, then compare its rows with each other.

Every bad row is named: its number, the column, what is wrong and what to do.
"""

import re
from typing import Any

from django.utils.translation import gettext as _

from groups.list_import.cells import birth_year, lost_noughts, national_id
from groups.list_import.columns import ACCURACIES, CERTAINTIES, COLUMNS, PROTECTION, RELIABILITIES, ROLES
from groups.list_import.joins import compare
from groups.list_import.rows import UNKNOWN, CheckedList, ImportRow, Remark
from gvi.spreadsheets import cells, files
from gvi.spreadsheets.files import Reading, Texts
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
    "reliability": cells.word(RELIABILITIES, "A, B, C, D, E, F"),
    "accuracy": cells.word(ACCURACIES, "1, 2, 3, 4, 5, 6"),
    "grounds": cells.text(200),
    "known_since": cells.day,
    "protected": cells.yes_no,
}  # fmt: skip
NAMES = ("group", "area", "given_name", "family_name", "alias", "municipality")
WRITTEN = (*NAMES, "grounds")  # what people write freely


def read(name: str, data: bytes) -> Reading:
    """The rows of a file by their number in it, not checked yet. Raises NotAList."""
    return files.read(name, data, COLUMNS)


def check(reading: Reading) -> CheckedList:
    """Check each row, then the rows against each other."""
    checked = CheckedList(count=len(reading.rows), unread=list(reading.unread))
    if "protected" not in reading.columns:
        text = _("The list has no column %(heading)s: nobody in it is taken in with protected identity.")
        checked.unread.append(text % {"heading": COLUMNS["protected"].heading})
    for number, texts in reading.rows:
        if row := _read_row(number, texts, checked):
            checked.rows.append(row)
    compare(checked)
    checked.faults.sort(key=lambda remark: remark.row)
    checked.notices.sort(key=lambda remark: remark.row)
    return checked


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
    _note_what_is_special(number, texts, facts, checked)
    return ImportRow(row=number, **facts | {key: facts[key] or unknown for key, unknown in UNKNOWN.items()})


def _note_what_is_special(number: int, texts: Texts, facts: dict[str, Any], checked: CheckedList) -> None:
    digits = facts["national_id"]
    if digits and int(digits[6:8]) > COORDINATION:
        checked.notice(number, "national_id", _("Read as a coordination number."))
    if lost_noughts(texts["national_id"]):
        sentence = _("Read as 0…, born %(year)s: Excel had taken away the nought. Compare with the source.")
        checked.notice(number, "national_id", sentence % {"year": digits[:4]})
    if facts["protected"]:
        sentence = _("Protected identity: only you will be able to open this person, until you name more readers.")
        checked.notice(number, "protected", sentence)
    for key in WRITTEN:
        _note_what_may_be_wrong(number, key, texts[key], facts, checked)


def _note_what_may_be_wrong(number: int, key: str, text: str, facts: dict[str, Any], checked: CheckedList) -> None:
    if cells.looks_broken(text) or (key in NAMES and cells.lacks_a_letter(text)):
        sentence = _("“%(text)s” seems to have lost a Swedish letter. Save the list as .xlsx, or correct it.")
        checked.notice(number, key, sentence % {"text": cells.masked(text)})
    if not facts["protected"] and re.search(PROTECTION, text, re.IGNORECASE):
        sentence = _("This speaks of protected identity, but the row does not say ja in the column %(heading)s.")
        checked.notice(number, key, sentence % {"heading": COLUMNS["protected"].heading})
