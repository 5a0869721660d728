"""One cell at a time: what may stand in it, and what to write instead. A sentence never repeats a national id."""

import re
from collections.abc import Callable, Mapping
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from groups.listing.columns import YES_NO, fold
from gvi.access import nationalid

MONTHS = ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
OLDEST = 1900


class BadCell(ValueError):
    """What is wrong with a cell and how to mend it, in one sentence."""


def text(most: int) -> Callable[[str], str]:
    """A text of at most so many signs."""

    def read(value: str) -> str:
        if len(value) > most:
            raise BadCell(
                _("The text has %(length)d characters. Shorten it to %(most)d.") % {"length": len(value), "most": most}
            )
        return value

    return read


def open_text(most: int) -> Callable[[str], str]:
    """A text that may one day be published: no national id in it (architecture 3)."""

    def read(value: str) -> str:
        if nationalid.is_in(value):
            raise BadCell(_("A national identity number stands here. Move it to its own column."))
        return text(most)(value)

    return read


def word(words: Mapping[str, str], example: str) -> Callable[[str], str]:
    """One of the words, however it is capitalised or spaced."""
    known = {fold(key): value for key, value in words.items()}

    def read(value: str) -> str:
        if value and fold(value) not in known:
            raise BadCell(_("“%(word)s” is not known here. Write %(words)s.") % {"word": value, "words": example})
        return known[fold(value)] if value else ""

    return read


def national_id(value: str) -> str:
    """The twelve digits. Excel takes away a leading zero of a number: it is put back."""
    if not value:
        return ""
    digits = re.sub(r"[\s–—−-]", "", value)
    if digits.isdigit() and 7 <= len(digits) <= 9:
        value = digits.zfill(10)
    try:
        return nationalid.parse(re.sub(r"[–—−]", "-", value)).digits
    except nationalid.NotANationalId as error:
        raise BadCell(_national_id_trouble(digits)) from error


def _national_id_trouble(digits: str) -> str:
    if not re.fullmatch(r"\+?\d{10}|\+?\d{12}|\d{6,8}\+\d{4}", digits):
        return _("A national identity number has 10 or 12 digits. Write it as YYYYMMDD-NNNN, or leave it empty.")
    return _(
        "The number is not right: the date or the check digit is wrong. Compare with the source, or leave it empty."
    )


def birth_year(value: str) -> int | None:
    """Four digits between 1900 and this year."""
    if not value:
        return None
    if not re.fullmatch(r"\d{4}", value) or not OLDEST <= int(value) <= timezone.localdate().year:
        raise BadCell(
            _("“%(value)s” is no year of birth. Write four digits, for example 1990.") % {"value": _masked(value)}
        )
    return int(value)


def day(value: str) -> str:
    """A date as 2024-05-01, 20240501 or 1 maj 2024; never in the future."""
    if not value:
        return ""
    found = _day(value)
    if found is None:
        raise BadCell(_("“%(value)s” is no date that can be read. Write it as 2024-05-01.") % {"value": _masked(value)})
    if found > timezone.localdate():
        raise BadCell(_("The date %(day)s has not come yet. Correct the year.") % {"day": found.isoformat()})
    if found.year < OLDEST:
        raise BadCell(_("The date %(day)s is too long ago. Correct the year.") % {"day": found.isoformat()})
    return found.isoformat()


def _day(value: str) -> date | None:
    if (parts := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]00:00(?::00)?)?", value)) or (
        parts := re.fullmatch(r"(\d{4})(\d{2})(\d{2})", value)
    ):
        year, month, of_month = map(int, parts.groups())
    elif parts := re.fullmatch(r"(?:den )?(\d{1,2}) ([a-zåäö]{3,9})\.? (\d{4})", value.lower()):
        name = parts[2][:3]
        if name not in MONTHS:
            return None
        year, month, of_month = int(parts[3]), MONTHS.index(name) + 1, int(parts[1])
    else:
        return None
    try:
        return date(year, month, of_month)
    except ValueError:
        return None


def yes_no(value: str) -> bool:
    """ja or nothing."""
    if fold(value) not in YES_NO:
        raise BadCell(_("“%(word)s” is not known here. Write %(words)s.") % {"word": value, "words": "ja, nej"})
    return YES_NO[fold(value)]


def _masked(value: str) -> str:
    """A cell repeated on the page: never a number of a person that stands in the wrong column."""
    return "…" if nationalid.is_in(value) else value[:40]
