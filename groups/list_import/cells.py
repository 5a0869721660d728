"""Cells that only the police's list has: who a person is. A sentence about a cell never repeats a national id."""

import re

from django.utils import timezone
from django.utils.translation import gettext as _

from gvi.spreadsheets.cells import BadCell, masked
from gvi.spreadsheets.tables import NUMBER, Cell
from gvi.text import national_ids
from gvi.text.days import OLDEST


def national_id(value: str) -> str:
    """The twelve digits. Noughts that Excel took from a number are put back; from a text it takes none."""
    if not value:
        return ""
    if lost_noughts(value):
        value = value.zfill(10)
    try:
        return national_ids.parse(value).digits
    except national_ids.NotANationalId as error:
        raise BadCell(str(error)) from error


def lost_noughts(value: str) -> bool:
    """Whether the cell is a number of Excel with so few digits that noughts before it are gone."""
    return isinstance(value, Cell) and value.kind == NUMBER and value.isdigit() and 7 <= len(value) <= 9


def birth_year(value: str) -> int | None:
    """Four digits between 1900 and this year, or a whole date of birth, of which the year is read."""
    if not value:
        return None
    year = value[:4] if re.fullmatch(r"\d{4}-\d\d-\d\d", value) else value
    if not re.fullmatch(r"\d{4}", year) or not OLDEST.year <= int(year) <= timezone.localdate().year:
        raise BadCell(
            _("“%(value)s” is no year of birth. Write four digits, for example 1990.") % {"value": masked(value)}
        )
    return int(year)
