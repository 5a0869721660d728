"""Cells that only the police's list has: who a person is. A sentence about a cell never repeats a national id."""

import re

from django.utils import timezone
from django.utils.translation import gettext as _

from gvi.spreadsheets.cells import OLDEST, BadCell, masked
from gvi.spreadsheets.tables import NUMBER, Cell
from gvi.text import national_ids


def national_id(value: str) -> str:
    """The twelve digits. Noughts that Excel took from a number are put back; from a text it takes none."""
    if not value:
        return ""
    digits = re.sub(r"[\s–—−-]", "", value)
    if lost_noughts(value):
        value = digits.zfill(10)
    try:
        return national_ids.parse(re.sub(r"[–—−]", "-", value)).digits
    except national_ids.NotANationalId as error:
        raise BadCell(_what_is_wrong(digits)) from error


def lost_noughts(value: str) -> bool:
    """Whether the cell is a number of Excel with so few digits that noughts before it are gone."""
    return isinstance(value, Cell) and value.kind == NUMBER and value.isdigit() and 7 <= len(value) <= 9


def _what_is_wrong(digits: str) -> str:
    if not re.fullmatch(r"\+?\d{10}|\+?\d{12}|\d{6,8}\+\d{4}", digits):
        return _("A national identity number has 10 or 12 digits. Write it as YYYYMMDD-NNNN, or leave it empty.")
    return _(
        "The number is not right: the date or the check digit is wrong. Compare with the source, or leave it empty."
    )


def birth_year(value: str) -> int | None:
    """Four digits between 1900 and this year, or a whole date of birth, of which the year is read."""
    if not value:
        return None
    year = value[:4] if re.fullmatch(r"\d{4}-\d\d-\d\d", value) else value
    if not re.fullmatch(r"\d{4}", year) or not OLDEST <= int(year) <= timezone.localdate().year:
        raise BadCell(
            _("“%(value)s” is no year of birth. Write four digits, for example 1990.") % {"value": masked(value)}
        )
    return int(year)
