"""Days in lists and lines, as the reader's language writes them: the year stands where it is not this one."""

import re
from datetime import date, datetime

from django.db.models import Q
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.formats import date_format, get_format

from gvi.text.swedish import swedish

OLDEST = date(1900, 1, 1)  # a day before this is a slip of the year
WRITTEN = re.compile(r"(?<![\d-])(?P<year>\d{4})(?P<dash>-?)(?P<month>\d{2})(?P=dash)(?P<day>\d{2})(?![\d-])")
SPOKEN = re.compile(
    r"(?<![\d/])(?P<day>\d{1,2})(?:\.? (?P<name>[^\W\d_]{3,})\.?|[/.](?P<month>\d{1,2}))(?: (?P<year>\d{4}))?(?![\d/])"
)


def day_label(day: date | datetime | None, pattern: str = "SHORT_DATE_FORMAT") -> str:
    """A day in a format of gvi/formats, or in Django's pattern: with the year if it is another year than this."""
    if day is None:
        return ""
    shown = timezone.localtime(day) if isinstance(day, datetime) and timezone.is_aware(day) else day
    written = get_format(pattern)
    if shown.year != timezone.localdate().year:
        written = re.sub(r"[bMF]", r"\g<0> Y", written)
    return date_format(shown, written)


def on_day(text: str, column: str = "date") -> Q | None:
    """What the column must be for a day that a text names: 2026-11-12, 20261112, 12/11, 12 nov or 12 november 2026.

    Without a year it is that day of any year. None for a text that names no day.
    """
    found = WRITTEN.search(text) or SPOKEN.search(text)
    month = _month_of(found) if found else 0
    if not found or not month:
        return None
    day, year = int(found["day"]), int(found["year"] or 0)
    try:
        whole = date(year or 2000, month, day)  # a leap year, so that every day of a year exists
    except ValueError:
        return None
    return Q(**{column: whole}) if year else Q(**{f"{column}__month": month, f"{column}__day": day})


def _month_of(found: re.Match[str]) -> int:
    """The number of the month that was written in figures or as the beginning of its name; 0 for no month."""
    if written := found["month"]:
        return int(written)
    name = swedish(found["name"])
    return next((number for number, label in MONTHS.items() if swedish(str(label)).startswith(name)), 0)
