"""Cells that only the police's list has: who a person is. A sentence about a cell never repeats a national id."""

import re

from django.utils import timezone
from django.utils.translation import gettext as _

from gvi.spreadsheets.cells import BadCell, masked
from gvi.text import national_ids
from gvi.text.days import OLDEST


def national_id(value: str) -> str:
    """The twelve digits. If Excel removed the leading zeros of the number, they are put back."""
    if not value:
        return ""
    digits = re.sub(r"[\s-]", "", national_ids.normal(value))
    if digits.isdigit() and 7 <= len(digits) <= 9:
        value = digits.zfill(10)
    try:
        return national_ids.parse(value).digits
    except national_ids.NotANationalId as error:
        raise BadCell(str(error)) from error


def birth_year(value: str) -> int | None:
    """Four digits between 1900 and this year."""
    if not value:
        return None
    if not re.fullmatch(r"\d{4}", value) or not OLDEST.year <= int(value) <= timezone.localdate().year:
        raise BadCell(
            _("“%(value)s” is no year of birth. Write four digits, for example 1990.") % {"value": masked(value)}
        )
    return int(value)
