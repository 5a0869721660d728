"""Which groups are in focus, what may set a sanction off, and what stands in the way (domain 2.9, 2.11 rules 1-7)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from callins.models import CallInGroup, CallInState, NotificationCount
from groups.models import CLAIMS, PERPETRATOR_SIDES, Attribution, Incident
from gvi.access import policy
from gvi.access.policy import Reach
from gvi.access.principal import Principal
from gvi.acts.act import NotNow
from gvi.acts.models import new_key
from gvi.partnerships.on_behalf.queries import agencies_not_logging_in
from gvi.text.swedish import Swedish
from sanctions.models import IN_FOCUS, OPEN, OPEN_MEASURE, Measure, MeasureState, Sanction, SanctionState


def running() -> QuerySet[Sanction]:
    """The sanctions under which a group is in focus now, the one to review first on top."""
    return Sanction.objects.filter(state__in=IN_FOCUS).select_related("group").order_by("review_on", "pk")


def triggers() -> QuerySet[Attribution]:
    """What may set one off: published, the perpetrator's side, likely at least, no open sanction on the group."""
    taken = Sanction.objects.filter(group=OuterRef("group"), state__in=OPEN)
    standing = Attribution.objects.filter(
        side__in=PERPETRATOR_SIDES, certainty__in=CLAIMS, closed_at=None, reach__gte=Reach.CORE
    )
    fit = standing.filter(~Exists(taken)).select_related("incident", "group")
    return fit.order_by("-incident__happened_on", Swedish("group__name"), "pk")


def was_told(group: UUID, incident: Incident) -> bool:
    """Whether somebody of the group was at a call-in or in a talk before the incident (rule 3)."""
    if NotificationCount.objects.filter(group=group, carried_out__gt=0, on__lt=incident.happened_on).exists():
        return True
    told = CallInGroup.objects.filter(group=group, present__gt=0, callin__state=CallInState.HELD)
    return told.filter(callin__on__lt=incident.happened_on).exists()


def others_in_focus(sanction: Sanction) -> int:
    """How many other groups are in focus already (rule 4)."""
    return Sanction.objects.filter(state__in=IN_FOCUS).exclude(pk=sanction.pk).count()


def is_shaken(sanction: Sanction, latest: date | None) -> bool:
    """Whether the judgement it rests on was replaced and no decision has been taken since (rule 7)."""
    closed = sanction.trigger.closed_at
    if closed is None or not sanction.is_running:
        return False
    return latest is None or timezone.localdate(closed) >= latest


def review_words(sanction: Sanction) -> tuple[str, bool]:
    """The review date in words, and whether it has passed (rule 6)."""
    if sanction.review_on is None or not sanction.is_running:
        return "", False
    left = (sanction.review_on - timezone.localdate()).days
    day = date_format(sanction.review_on, "j b")
    if left < 0:
        late = ngettext("review %(n)s day late", "review %(n)s days late", -left) % {"n": -left}
        return f"{late} ({day})", True
    if not left:
        return _("review today"), False
    return ngettext("review %(day)s, in %(n)s day", "review %(day)s, in %(n)s days", left) % {
        "day": day,
        "n": left,
    }, False


@dataclass(frozen=True)
class Line:
    """A measure as a page shows it."""

    measure: Measure
    late: bool
    mine: bool
    key: UUID = field(default_factory=new_key)

    @property
    def color(self) -> str:
        return COLORS[MeasureState(self.measure.state)]

    @property
    def latest(self) -> str:
        """The latest report in words."""
        if self.measure.reported_on is None:
            return _("not reported yet")
        day = date_format(self.measure.reported_on, "j b")
        return _("nothing to report %(day)s") % {"day": day} if self.measure.nothing_new else day


COLORS = {
    MeasureState.PLANNED: "neutral",
    MeasureState.ONGOING: "info",
    MeasureState.DONE: "success",
    MeasureState.ABORTED: "ochre",
}


def lines(measures: Iterable[Measure], by: Principal) -> list[Line]:
    """Measures for a page: one's own first, what is going on before what is closed."""
    today = timezone.localdate()
    found = [Line(one, one.is_going and one.due_on < today, one.owner_id == by.agency.pk) for one in measures]
    return sorted(found, key=lambda line: (not line.mine, not line.measure.is_going, line.measure.due_on))


def own_open(by: Principal) -> QuerySet[Measure]:
    """The own agency's measures that are not closed, under sanctions that are not closed."""
    mine = Measure.objects.filter(owner=by.agency, state__in=OPEN_MEASURE, sanction__state__in=IN_FOCUS)
    return mine.select_related("sanction", "sanction__group", "source_agency").order_by("due_on", "pk")


def spoken_for() -> dict[str, list[tuple[str, Any]]]:
    """The levers of the agencies that do not log in, by the agency's short name (architecture 6)."""
    named = {
        one.short_name: list(policy.levers(one.kind).items())
        for one in agencies_not_logging_in().order_by("circle", "pk")
    }
    return {name: some for name, some in named.items() if some}


def too_many(sanction: Sanction) -> bool:
    """Whether one more group in focus takes a motive (rule 4)."""
    return others_in_focus(sanction) >= policy.MOST_IN_FOCUS


def require_running(sanction: Sanction) -> None:
    """Raises NotNow unless the group is in focus because of it."""
    if not sanction.is_running:
        raise NotNow(_("Measures are planned when the focus is decided, and until it ends."))


def require_extendable(sanction: Sanction) -> None:
    """Raises NotNow unless it is under way or evaluated."""
    if sanction.state not in (SanctionState.ACTIVE, SanctionState.EVALUATED):
        raise NotNow(_("Only increased focus that is under way can be extended."))


def require_going(measure: Measure) -> None:
    """Raises NotNow where there is nothing left to report."""
    if not measure.is_going:
        raise NotNow(_("This measure is closed."))
