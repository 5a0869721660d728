"""A call-in as pages show it: its name, its facts, its steps, and what is next to do (domain 2.5)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from callins.models import Attendance, CallIn, CallInGroup, CallInState, Invitation
from callins.queries import Tallies
from gvi.access.policy import Right
from gvi.access.principal import Principal
from gvi.text.days import day_label
from gvi.text.swedish import Alphabetical

COLORS = {
    CallInState.PLANNED: "info",
    CallInState.EVENING: "warning",
    CallInState.HELD: "success",
    CallInState.CANCELLED: "neutral",
}


def callin_name(callin: CallIn) -> str:
    """A call-in is known by its date."""
    return _("Call-in %(day)s") % {"day": date_format(callin.date, "j F Y")}


def time_until(callin: CallIn, at: time) -> timedelta:
    """How long it is to a time of the call-in's day; negative after it."""
    return timezone.make_aware(datetime.combine(callin.date, at)) - timezone.now()


def ask_to_open(callin: CallIn) -> str:
    """A question to whoever opens the evening more than an hour before it starts; empty for everybody else."""
    left = time_until(callin, callin.starts_at)
    if left <= timedelta(hours=1):
        return ""
    facts = {"time": time_format(callin.starts_at), "left": _how_long(left)}
    return _("The evening starts at %(time)s, in %(left)s. Do you want to open it anyway?") % facts


def ask_to_close(callin: CallIn) -> str:
    """A question to whoever closes the evening before it was to end; empty for everybody else."""
    left = time_until(callin, callin.ends_at)
    if left <= timedelta(0):
        return ""
    facts = {"time": time_format(callin.ends_at), "left": _how_long(left)}
    return _("The evening ends at %(time)s, in %(left)s. Do you want to close it anyway?") % facts


def _how_long(left: timedelta) -> str:
    """In hours, or in minutes below an hour and a half."""
    minutes = max(1, round(left.total_seconds() / 60))
    if minutes < 90:
        return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}
    hours = round(minutes / 60)
    return ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}


@dataclass(frozen=True)
class NextStep:
    """What is next to do, in words, and where this reader can do it."""

    label: str = ""
    url: str = ""


@dataclass(frozen=True)
class CallInRow:
    """A call-in in the list."""

    callin: CallIn
    groups: str
    invited: int | None = None
    present: int | None = None
    next_step: NextStep = NextStep()

    @property
    def color(self) -> str:
        return COLORS[CallInState(self.callin.state)]


def rows_for(callins: list[CallIn], by: Principal) -> list[CallInRow]:
    """The rows of a page of the list: three queries, whatever their number."""
    scopes = _scopes(callins)
    counted = _counted([callin for callin in callins if not callin.is_over])
    return [_row(callin, scopes.get(callin.pk, []), counted.get(callin.pk, {}), by) for callin in callins]


def _scopes(callins: list[CallIn]) -> dict[UUID, list[CallInGroup]]:
    found: dict[UUID, list[CallInGroup]] = {}
    scope = CallInGroup.objects.filter(callin__in=callins).select_related("group")
    for part in scope.order_by(Alphabetical("group__name")):
        found.setdefault(part.callin_id, []).append(part)
    return found


def _counted(callins: list[CallIn]) -> dict[UUID, Mapping[str, Any]]:
    rows = (
        Invitation.objects.standing()
        .filter(callin__in=callins)
        .order_by()
        .values("callin")
        .annotate(
            invited=Count("pk"),
            present=Count("pk", filter=Q(outcome=Attendance.PRESENT)),
            left=Count("pk", filter=Q(outcome="")),
            unescorted=Count("pk", filter=Q(escort="")),
        )
    )
    return {row["callin"]: row for row in rows}


def _row(callin: CallIn, scope: list[CallInGroup], counted: Mapping[str, Any], by: Principal) -> CallInRow:
    groups = ", ".join(part.group.name for part in scope)
    if callin.state == CallInState.CANCELLED:
        return CallInRow(callin, groups)
    if callin.state == CallInState.HELD:
        invited, present = (sum(getattr(part, name) or 0 for part in scope) for name in ("invited", "present"))
        return CallInRow(callin, groups, invited, present)
    present = counted.get("present", 0) if callin.state == CallInState.EVENING else None
    return CallInRow(callin, groups, counted.get("invited", 0), present, _next_step(callin, counted, by))


def _next_step(callin: CallIn, counted: Mapping[str, Any], by: Principal) -> NextStep:
    invited, unescorted = counted.get("invited", 0), counted.get("unescorted", 0)
    if callin.state == CallInState.EVENING:
        label = _("Register attendance: %(n)s left") % {"n": counted.get("left", 0)}
        return _step(Right.CALLINS_RECORD_ATTENDANCE, "callins:evening", label, callin, by)
    if not invited:
        return _step(Right.CALLINS_INVITE, "callins:invite", _("Invite"), callin, by)
    if unescorted:
        label = ngettext("%(n)s seat has no escort", "%(n)s seats have no escort", unescorted) % {"n": unescorted}
        return _step(Right.CALLINS_CHANGE_SEATS, "callins:change_seats", label, callin, by)
    return NextStep(_("Ready for the evening"))


def _step(right: Right, url_name: str, label: str, callin: CallIn, by: Principal) -> NextStep:
    """The step as text, and as a link if the reader's role has the right."""
    return NextStep(label, reverse(url_name, args=[callin.pk]) if by.may(right) else "")


def facts_of(callin: CallIn, tallies: Tallies) -> list[tuple[str, Any]]:
    """The strip below the heading."""
    return [
        (_("State"), capfirst(callin.get_state_display())),
        (_("Date"), capfirst(day_label(callin.date, "l j F"))),
        *callin.entered_facts,
        (_("Time"), f"{time_format(callin.starts_at)}–{time_format(callin.ends_at)}"),
        (_("Venue"), callin.venue),
        (_("Groups"), ", ".join(tally.group.name for tally in tallies.groups if tally.group)),
        (_("Invited"), str(tallies.all.invited)),
    ]


def readers_of(callin: CallIn) -> list[str]:
    """Who can see what of a call-in, and until when."""
    kept = [_("The core agencies see the call-in, its groups and the counts, as long as the records are kept.")]
    own = _("A name is shown beside a code only if the reader's agency holds a dossier on that person.")
    if callin.is_over:
        return [
            *kept,
            _(
                "Each seat stays with the agency whose code it is. Proposal: disposed of one year after the "
                "occasion. Nothing is disposed of by itself yet."
            ),
            own,
        ]
    return [
        *kept,
        _("They see the seats, by code, until the evening is closed; then each goes back to its agency."),
        own,
    ]


@dataclass(frozen=True)
class Step:
    """A step of the life cycle: done, now or next."""

    name: str
    note: str
    state: str


def steps_of(callin: CallIn) -> list[Step]:
    """Planned or entered afterwards, evening, held; a cancelled one ends where it was."""
    first = _("Entered afterwards") if callin.entered_at else pgettext("call-in", "Planned")
    planned = Step(first, day_label(callin.date, "j F"), "done")
    if callin.state == CallInState.CANCELLED:
        return [planned, Step(pgettext("call-in", "Cancelled"), _moment(callin.closed_at), "now")]
    steps = [
        (CallInState.PLANNED, planned.name, planned.note),
        (CallInState.EVENING, pgettext("call-in", "Evening"), _moment(callin.opened_at)),
        (CallInState.HELD, pgettext("call-in", "Held"), _moment(callin.closed_at)),
    ]
    now = [state for state, _name, _note in steps].index(CallInState(callin.state))
    return [
        Step(name, note, _step_state(place, now, len(steps) - 1)) for place, (_state, name, note) in enumerate(steps)
    ]


def _moment(at: datetime | None) -> str:
    return date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT") if at else ""


def _step_state(place: int, now: int, last: int) -> str:
    if place < now or place == now == last:
        return "done"
    return "now" if place == now else "next"
