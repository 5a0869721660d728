"""A call-in at a glance: its facts, its steps, what can be done, and what to do next."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from callins.models import Attendance, CallIn, CallInGroup, CallInState, Invitation
from callins.seats import Line as Seat
from callins.seats import Tallies, invitable
from gvi.access.principal import Principal
from gvi.acts.act import REGISTRY
from gvi.text.swedish import Swedish

COLORS = {
    CallInState.PLANNED: "info",
    CallInState.EVENING: "warning",
    CallInState.HELD: "success",
    CallInState.CANCELLED: "neutral",
}


@dataclass(frozen=True)
class Line:
    """A call-in in the list."""

    callin: CallIn
    groups: str
    invited: int | None
    present: int | None
    next_text: str
    next_url: str

    @property
    def color(self) -> str:
        return COLORS[CallInState(self.callin.state)]


def of(callins: list[CallIn], by: Principal) -> list[Line]:
    """The lines of a page of call-ins: three queries whatever their number."""
    scopes = _scopes(callins)
    counted = _counted([one for one in callins if not one.is_over])
    return [_line(one, scopes.get(one.pk, []), counted.get(one.pk, {}), by) for one in callins]


def _scopes(callins: list[CallIn]) -> dict[Any, list[Any]]:
    scope = CallInGroup.objects.filter(callin__in=callins).select_related("group")
    found: dict[Any, list[Any]] = {}
    for line in scope.order_by(Swedish("group__name")):
        found.setdefault(line.callin_id, []).append(line)
    return found


def _counted(callins: list[CallIn]) -> dict[UUID, Mapping[str, Any]]:
    rows = (
        Invitation.objects.filter(callin__in=callins)
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


def _line(callin: CallIn, scope: list[Any], counted: Mapping[str, Any], by: Principal) -> Line:
    groups = ", ".join(line.group.name for line in scope)
    if callin.state == CallInState.CANCELLED:
        return Line(callin, groups, None, None, "", "")
    if callin.state == CallInState.HELD:
        invited, present = (sum(getattr(line, name) or 0 for line in scope) for name in ("invited", "present"))
        return Line(callin, groups, invited, present, "", "")
    text, url = _next(callin, counted, by)
    present = counted.get("present", 0) if callin.state == CallInState.EVENING else None
    return Line(callin, groups, counted.get("invited", 0), present, text, url)


def _next(callin: CallIn, counted: Mapping[str, Any], by: Principal) -> tuple[str, str]:
    """What comes next, in words, and where one does it: only what the reader's role may do."""
    invited, unescorted = counted.get("invited", 0), counted.get("unescorted", 0)
    if callin.state == CallInState.EVENING:
        text = _("Register attendance: %(n)s left") % {"n": counted.get("left", 0)}
        return _offered(text, "callins.tick", "callins:evening", callin, by)
    if not invited:
        return _offered(_("Invite"), "callins.invite", "callins:invite", callin, by)
    if unescorted:
        text = ngettext("%(n)s seat has no escort", "%(n)s seats have no escort", unescorted) % {"n": unescorted}
        return _offered(text, "callins.change_seat", "callins:seats", callin, by)
    return _("Ready for the evening"), ""


def _offered(text: str, act: str, view: str, callin: CallIn, by: Principal) -> tuple[str, str]:
    return text, reverse(view, args=[callin.pk]) if by.may(act) else ""


def facts(callin: CallIn, numbers: Tallies) -> list[tuple[str, Any]]:
    """The strip under the heading."""
    hours = f"{callin.starts:%H.%M}–{callin.ends:%H.%M}"
    return [
        (_("State"), callin.get_state_display().capitalize()),
        (_("Date"), date_format(callin.on, "l j F").capitalize()),
        (_("Time"), hours),
        (_("Venue"), callin.venue),
        (_("Groups"), ", ".join(tally.group.name for tally in numbers.groups if tally.group)),
        (_("Invited"), str(numbers.all.invited)),
    ]


def readers(callin: CallIn) -> list[str]:
    """Who sees what of a call-in, and until when."""
    kept = [_("The core agencies see the call-in, its groups and the counts, as long as the records are kept.")]
    own = _("A name stands only beside a code that the reader's own agency holds a dossier on.")
    if callin.is_over:
        return [*kept, _("Each seat is seen by the agency whose code it is, one year after the occasion."), own]
    return [
        *kept,
        _("They see the seats, by code, until the evening is closed; then each goes back to its agency."),
        own,
    ]


def steps(callin: CallIn) -> list[dict[str, str]]:
    """Planned, evening, held; a cancelled one ends where it was."""
    way = [
        (CallInState.PLANNED, pgettext("call-in", "Planned"), date_format(callin.on, "j F")),
        (CallInState.EVENING, pgettext("call-in", "Evening"), _moment(callin.opened_at)),
        (CallInState.HELD, pgettext("call-in", "Held"), _moment(callin.closed_at)),
    ]
    if callin.state == CallInState.CANCELLED:
        return [
            {"name": way[0][1], "note": way[0][2], "state": "done"},
            {"name": pgettext("call-in", "Cancelled"), "note": _moment(callin.closed_at), "state": "now"},
        ]
    now = [state for state, _name, _note in way].index(CallInState(callin.state))
    return [
        {"name": name, "note": note, "state": _step_state(place, now, len(way) - 1)}
        for place, (_state, name, note) in enumerate(way)
    ]


def _moment(at: datetime | None) -> str:
    return date_format(timezone.localtime(at), "j F H.i") if at else ""


def _step_state(place: int, now: int, last: int) -> str:
    if place < now or place == now == last:
        return "done"
    return "now" if place == now else "next"


Button = tuple[str, str, Any, str]
# Act, address, words, icon. The first one offered is the main button of the page.
BEFORE: list[Button] = [
    ("callins.open_evening", "callins:open", gettext_lazy("Open the evening"), "door"),
    ("callins.invite", "callins:invite", gettext_lazy("Invite"), "user-plus"),
    ("callins.change_seat", "callins:seats", gettext_lazy("Seats and escorts"), "armchair"),
    ("callins.change", "callins:change", gettext_lazy("Change"), "edit"),
    ("callins.cancel", "callins:cancel", gettext_lazy("Cancel the call-in"), "ban"),
]
DURING: list[Button] = [
    ("callins.tick", "callins:evening", gettext_lazy("Register attendance"), "user-check"),
    ("callins.change_seat", "callins:seats", gettext_lazy("Seats and escorts"), "armchair"),
    ("callins.invite", "callins:invite", gettext_lazy("Invite"), "user-plus"),
    ("callins.close_evening", "callins:close", gettext_lazy("Review and close"), "lock"),
]
# Acts on seats: beside the role, there must be something of it that this reader may write.
ON_SEATS: dict[str, Callable[[CallIn, Principal, list[Seat]], bool]] = {
    "callins.tick": lambda callin, by, seats: any(seat.may for seat in seats),
    "callins.change_seat": lambda callin, by, seats: any(seat.places for seat in seats),
    "callins.invite": lambda callin, by, seats: by.may_write(callin) or invitable(callin, by).exists(),
}


def buttons(callin: CallIn, by: Principal, *, seats: list[Seat]) -> list[dict[str, Any]]:
    """What this reader may do in this state. Where nobody is invited yet, inviting comes first."""
    offered = {CallInState.PLANNED: BEFORE, CallInState.EVENING: DURING}.get(CallInState(callin.state), [])
    if callin.state == CallInState.PLANNED and not seats:
        offered = [button for button in BEFORE if button[0] not in ("callins.open_evening", "callins.change_seat")]
    able = [
        {"label": words, "url": reverse(view, args=[callin.pk]), "icon": icon}
        for act, view, words, icon in offered
        if _may(act, callin, by, seats)
    ]
    if offered and by.may("disclosures.hand_over") and any(seat.name for seat in seats):
        url = reverse("disclosures:hand_over") + f"?tillfalle={callin.pk}"
        able.append({"label": _("Hand over names"), "url": url, "icon": "share"})
    return [button | {"primary": not place} for place, button in enumerate(able)]


def _may(act: str, callin: CallIn, by: Principal, seats: list[Seat]) -> bool:
    if act == "callins.open_evening" and timezone.localdate() < callin.on:
        return False  # it says when on its page
    if act not in ON_SEATS:
        return REGISTRY[act].is_open_for(callin, by)
    return by.may(act) and ON_SEATS[act](callin, by, seats)
