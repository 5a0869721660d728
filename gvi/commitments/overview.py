"""Promises at a glance: when they are due in words, how many are kept, and which came from a meeting or a call-in."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gvi.access.principal import Principal
from gvi.acts.models import new_key
from gvi.commitments import sources
from gvi.commitments.actions import has_say
from gvi.commitments.models import Commitment, CommitmentState
from gvi.commitments.sources import Source

YEAR = timedelta(days=365)  # numbers are counted over the last twelve months
SOON = timedelta(days=7)
COLORS = {
    CommitmentState.OPEN: "info",
    CommitmentState.KEPT: "success",
    CommitmentState.NOT_KEPT: "danger",
    CommitmentState.DROPPED: "neutral",
}


@dataclass(frozen=True)
class Line:
    """A promise as a page shows it."""

    promise: Commitment
    source: Source | None
    may: bool
    key: UUID = field(default_factory=new_key)

    @property
    def color(self) -> str:
        return "danger" if self.promise.is_late else COLORS[CommitmentState(self.promise.state)]

    @property
    def due(self) -> str:
        return due_words(self.promise)


def lines(promises: Iterable[Commitment], by: Principal) -> list[Line]:
    """The lines of a page: a query for each kind of source there is among them."""
    promises = list(promises)
    known = sources.named(promises)
    return [Line(one, known.get(one.pk), may_settle(one, by)) for one in promises]


def may_settle(promise: Commitment, by: Principal) -> bool:
    """Whether to offer it: role, grant and whose it is agree."""
    return by.may("commitments.settle") and by.may_write(promise) and has_say(promise, by)


def due_words(promise: Commitment) -> str:
    """How it stands to its day: late is said in words, for the eye and for the ear."""
    if not promise.is_waiting:
        return _settled_words(promise)
    left = promise.days_left
    if left < 0:
        return ngettext("%(n)s day late", "%(n)s days late", -left) % {"n": -left}
    if left == 0:
        return _("today")
    return ngettext("in %(n)s day", "in %(n)s days", left) % {"n": left}


def _settled_words(promise: Commitment) -> str:
    if promise.state != CommitmentState.KEPT:
        return ""
    over = promise.days_over
    return ngettext("%(n)s day late", "%(n)s days late", over) % {"n": over} if over else _("in time")


@dataclass(frozen=True)
class Numbers:
    """Counts of what the reader sees. Those of kept and not kept are of the last twelve months; dropped ones are not
    counted among them (domain 6.3: promises kept on time).
    """

    open: int
    late: int
    soon: int
    mine: int
    due: int
    in_time: int
    kept: int

    @property
    def in_time_words(self) -> str:
        """Kept in time against all that were kept or not."""
        return _("%(n)s of %(all)s") % {"n": self.in_time, "all": self.due}


def numbers(me: int | None = None) -> Numbers:
    """One query. `me`: whose own open ones are counted beside."""
    today = timezone.localdate()
    waiting, lately = Q(state=CommitmentState.OPEN), Q(settled_on__gt=today - YEAR)
    kept = lately & Q(state=CommitmentState.KEPT)
    return Numbers(
        **Commitment.objects.aggregate(
            open=Count("pk", filter=waiting),
            late=Count("pk", filter=waiting & Q(due_on__lt=today)),
            soon=Count("pk", filter=waiting & Q(due_on__range=(today, today + SOON))),
            mine=Count("pk", filter=waiting & Q(agency=me)),
            due=Count("pk", filter=lately & Q(state__in=(CommitmentState.KEPT, CommitmentState.NOT_KEPT))),
            in_time=Count("pk", filter=kept & Q(settled_on__lte=F("due_on"))),
            kept=Count("pk", filter=kept),
        )
    )


def waiting() -> QuerySet[Commitment]:
    """Open ones, the first due on top."""
    return Commitment.objects.filter(state=CommitmentState.OPEN).select_related("agency").order_by("due_on", "pk")


def new_url(kind: str, pk: UUID) -> str:
    """Where one writes down what came of this."""
    return reverse("commitments:make") + "?" + urlencode({"kalla": kind, "id": pk})


def came_of(by: Principal, kind: str, pk: UUID, *parts: UUID) -> dict[str, Any]:
    """What the page of a meeting, a call-in or a sanction shows of its promises: open first, then the settled ones.

    `parts`: what belongs to it and may have promises of its own. Nothing for whoever may not see promises.
    """
    if not by.may("commitments.see"):
        return {}
    found = Commitment.objects.filter(source_id__in=[pk, *parts]).select_related("agency").order_by("due_on", "pk")
    shown = [Line(one, None, may_settle(one, by)) for one in found]  # where it came from is the page one stands on
    shown.sort(key=lambda line: not line.promise.is_waiting)
    return {"promises": shown, "new_promise": new_url(kind, pk) if by.may("commitments.make") else "", "came_of": True}
