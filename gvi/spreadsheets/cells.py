"""Readers of single cells. A reader returns the value or says what to write; it never repeats a national id."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from gvi.spreadsheets.columns import YES_NO, Columns
from gvi.spreadsheets.tables import BOOLEAN, ERROR, FORMULA, Cell
from gvi.text import national_ids
from gvi.text.days import OLDEST
from gvi.text.swedish import fold

MONTHS = ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
# What a spreadsheet writes where a formula has failed, in the languages of the north, or where a column is too narrow.
ERRORS = re.compile(
    r"#[A-ZÅÄÖÆØ][A-ZÅÄÖÆØ0-9/_]*[!?]|#(?:N/A|SAKNAS|I/T|REFERENS|PUUTTUU|NV)|#{3,}|Err:\d+", re.IGNORECASE
)
# A sign for what could not be read (�), half of a UTF-8 letter (Ã), å ä ö of old terminals (Bj”rn) and Macs (FŠlt).
BROKEN = re.compile(r"\ufffd|[ÃÂ](?!\w)|\w[†„”™]\w|[a-zåäö][ŒŠ][a-zåäö]")
LOST_LETTER = re.compile(r"\w\?\w|\?\w")


class BadCell(ValueError):
    """What is wrong with a cell and how to correct it, in one sentence."""


def text(max_length: int) -> Callable[[str], str]:
    """A text of at most so many characters."""

    def read(value: str) -> str:
        if len(value) > max_length:
            sentence = _("The text has %(length)d characters. Shorten it to %(most)d.")
            raise BadCell(sentence % {"length": len(value), "most": max_length})
        return value

    return read


def open_text(max_length: int) -> Callable[[str], str]:
    """A text that may one day be published: no national id in it (architecture 3)."""

    def read(value: str) -> str:
        if national_ids.is_in(value):
            raise BadCell(_("This is a national identity number. Move it to its own column."))
        return text(max_length)(value)

    return read


def word(words: Mapping[str, str], example: str) -> Callable[[str], str]:
    """One of the words, whatever its capitals and spaces."""
    known = {fold(key): value for key, value in words.items()}

    def read(value: str) -> str:
        if value and fold(value) not in known:
            raise BadCell(_("“%(word)s” is not known here. Write %(words)s.") % {"word": value, "words": example})
        return known[fold(value)] if value else ""

    return read


def day(value: str) -> str:
    """A date as 2024-05-01, 20240501 or 1 maj 2024; never in the future."""
    found = any_day(value)
    if found and date.fromisoformat(found) > timezone.localdate():
        raise BadCell(_("The date %(day)s has not come yet. Correct the year.") % {"day": found})
    return found


def any_day(value: str) -> str:
    """A date in the same forms, past or future."""
    if not value:
        return ""
    found = _day(value)
    if found is None:
        raise BadCell(_("“%(value)s” cannot be read as a date. Write it as 2024-05-01.") % {"value": masked(value)})
    if found < OLDEST:
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


def number(maximum: int) -> Callable[[str], int | None]:
    """A whole number from 0 to `maximum`."""

    def read(value: str) -> int | None:
        if not value:
            return None
        if not re.fullmatch(r"\d{1,6}", value) or int(value) > maximum:
            sentence = _("“%(value)s” is not a number from 0 to %(most)d. Write digits only.")
            raise BadCell(sentence % {"value": masked(value), "most": maximum})
        return int(value)

    return read


def hour(value: str) -> str:
    """A time of day as 18.00 or 18:00."""
    if not value:
        return ""
    parts = re.fullmatch(r"([01]?\d|2[0-3])[.:]([0-5]\d)(?:[.:]00)?", value)
    if parts is None:
        raise BadCell(_("“%(value)s” is not a time of day. Write it as 18.00.") % {"value": masked(value)})
    return f"{int(parts[1]):02d}:{parts[2]}"


def row_of(
    texts: Mapping[str, str], columns: Columns, readers: Mapping[str, Callable[[str], Any]]
) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """The values of a row, and its faults: the heading of the column, and what is wrong."""
    facts: dict[str, Any] = {}
    faults = []
    for key, column in columns.items():
        try:
            if column.required and not texts[key]:
                raise BadCell(_("This is empty. Fill it in: %(about)s") % {"about": column.about})
            _refuse_what_was_not_written(texts[key], readers[key])
            facts[key] = readers[key](texts[key])
        except BadCell as error:
            faults.append((column.heading, str(error)))
    return facts, faults


def _refuse_what_was_not_written(value: str, reader: Callable[[str], Any]) -> None:
    """A cell that the spreadsheet made and nobody wrote: a formula, its error, or a truth value for a name."""
    kind = value.kind if isinstance(value, Cell) else ""
    if kind == FORMULA:
        raise BadCell(_("This is a formula. Replace it by its value."))
    if kind == ERROR or ERRORS.fullmatch(value):
        raise BadCell(_("“%(value)s” is an error of the spreadsheet. Write what shall stand here.") % {"value": value})
    if kind == BOOLEAN and reader is not yes_no:
        raise BadCell(_("The spreadsheet has made this a truth value. Format the cell as text and write it again."))


def looks_broken(value: str) -> bool:
    """Whether letters seem to have been lost on the way, as å, ä and ö are in a file of another code page."""
    if value.isascii():
        return False
    try:
        value.encode("cp1252").decode("utf-8")  # as BjÃ¶rn: what was written is never UTF-8 by chance
    except UnicodeError:
        return bool(BROKEN.search(value))
    return True


def lacks_a_letter(value: str) -> bool:
    """Whether a question mark stands in a word, as in a name from which å, ä or ö was lost."""
    return bool(LOST_LETTER.search(value))


def yes_no(value: str) -> bool:
    """True for “ja” and its like; False for “nej” or an empty cell."""
    if fold(value) not in YES_NO:
        raise BadCell(_("“%(word)s” is not known here. Write %(words)s.") % {"word": value, "words": "ja, nej"})
    return YES_NO[fold(value)]


def masked(value: str) -> str:
    """A cell to repeat on the page, shortened, and hidden if it holds a national identity number."""
    return "…" if national_ids.is_in(value) else value[:40]
