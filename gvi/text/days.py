"""Days in lists and lines: the year is written where it is not this one."""

import re
from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format

OLDEST = date(1900, 1, 1)  # a day before this is a slip of the year


def day_label(day: date | datetime | None, pattern: str = "j b") -> str:
    """A day in Django's pattern, with the year after the month if it is another year than this."""
    if day is None:
        return ""
    shown = timezone.localtime(day) if isinstance(day, datetime) and timezone.is_aware(day) else day
    if shown.year != timezone.localdate().year:
        pattern = re.sub(r"[bF]", r"\g<0> Y", pattern)
    return date_format(shown, pattern)
