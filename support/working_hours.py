"""Time from a request to the first human contact: elapsed hours, and hours in which offices are open.

Pages show both: a request on Friday evening is late on Saturday for whoever waits, even if the office is closed.
"""

from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays

STOCKHOLM = ZoneInfo("Europe/Stockholm")
OPENS, CLOSES = time(8), time(17)
AT_ONCE = timedelta(hours=1)  # acute danger, and a child whose protection nobody has assessed (domain 2.7)
MAX_WAIT = timedelta(hours=24)  # domain 2.7: same day, at the latest within 24 hours
HOLIDAY_CATEGORIES = ("public", "de_facto")  # public holidays, and the eves on which nobody is at work


@cache
def _holidays(year: int) -> frozenset[date]:
    """Swedish public holidays of a year, with the eves of Midsummer, Christmas and New Year."""
    return frozenset(holidays.country_holidays("SE", years=year, categories=HOLIDAY_CATEGORIES))


def is_working_day(day: date) -> bool:
    """Monday to Friday, except public holidays."""
    return day.weekday() < 5 and day not in _holidays(day.year)


def elapsed_time(start: datetime, end: datetime) -> timedelta:
    """How long somebody has waited, in real time: a skipped hour counts as none, a repeated one as two."""
    return max(end - start, timedelta())


def working_time(start: datetime, end: datetime) -> timedelta:
    """How much of the wait fell on working days between 8 and 17, Stockholm time."""
    first, last = start.astimezone(STOCKHOLM).date(), end.astimezone(STOCKHOLM).date()
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return sum((_open_part(day, start, end) for day in days if is_working_day(day)), timedelta())


def _open_part(day: date, start: datetime, end: datetime) -> timedelta:
    opens = max(start, datetime.combine(day, OPENS, STOCKHOLM))
    closes = min(end, datetime.combine(day, CLOSES, STOCKHOLM))
    return max(closes - opens, timedelta())


def hours(wait: timedelta) -> int:
    """Whole hours that have passed."""
    return int(wait.total_seconds() // 3600)
