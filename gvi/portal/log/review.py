"""What the log reviewer looks at first on Min dag: refusals, wrong sign-ins, and who reads more than usual."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from gvi.acts.models import LogEntry, Outcome
from gvi.partnerships.accounts.sign_in_log import REFUSED
from gvi.portal.log.presenters import EntryInWords, in_words
from gvi.text.swedish import alphabetical

LATEST = 5
WEEK, BEFORE = timedelta(days=7), timedelta(days=35)  # the last week, against the four weeks before it
TIMES_MORE = 2  # than the mean week
FEWEST = 20  # readings in a week that are worth a look


@dataclass(frozen=True)
class Reading:
    """How many pages about persons somebody has read in the last week, and in a usual one."""

    user: int
    name: str
    week: int
    usual: float


def overview() -> dict[str, Any]:
    """The newest of each, for the agency of the context."""
    entries = LogEntry.objects.select_related("user").order_by("-logged_at")
    sign_ins = {event.value for event in REFUSED}
    refused = entries.filter(outcome=Outcome.REFUSED)
    return {
        "refusals": _first(refused.exclude(verb__in=sign_ins)),
        "failures": _first(refused.filter(verb__in=sign_ins)),
        "unusual": unusual_readings(),
    }


def unusual_readings() -> list[Reading]:
    """Who has read more than twice as many pages in the last week as in the mean week of the four before."""
    now = timezone.now()
    read = LogEntry.objects.filter(outcome=Outcome.SEEN, logged_at__gt=now - BEFORE, user__is_system=False)
    counted = read.values("user", "user__full_name").annotate(
        week=Count("pk", filter=Q(logged_at__gt=now - WEEK)), earlier=Count("pk", filter=Q(logged_at__lte=now - WEEK))
    )
    found = [Reading(row["user"], row["user__full_name"], row["week"], row["earlier"] / 4) for row in counted]
    unusual = [each for each in found if each.week >= FEWEST and each.week > TIMES_MORE * each.usual]
    return sorted(unusual, key=lambda each: (-each.week, alphabetical(each.name)))


def _first(entries: Any) -> list[EntryInWords]:
    return in_words(entries[:LATEST])
