"""Days in lists and lines, as the reader's language writes them: the year stands where it is not this one."""

import re
from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format, get_format

OLDEST = date(1900, 1, 1)  # a day before this is a slip of the year


def day_label(day: date | datetime | None, pattern: str = "SHORT_DATE_FORMAT") -> str:
    """A day in a format of gvi/formats, or in Django's pattern: with the year if it is another year than this."""
    if day is None:
        return ""
    shown = timezone.localtime(day) if isinstance(day, datetime) and timezone.is_aware(day) else day
    written = get_format(pattern)
    if shown.year != timezone.localdate().year:
        written = re.sub(r"[bMF]", r"\g<0> Y", written)
    return date_format(shown, written)
