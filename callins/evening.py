"""The evening as one user sees it: rows with buttons or without, counters, pills. Nothing is decided here."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from callins.models import Attendance, CallIn, Invitation
from callins.seats import Line, Tallies, Tally
from groups.names import Beside
from gvi.access.principal import Principal
from gvi.acts.models import new_key

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Choice:
    """One of the four buttons of a row."""

    value: Attendance
    label: "StrOrPromise"
    icon: str
    tone: str


CHOICES = [
    Choice(Attendance.PRESENT, Attendance.PRESENT.label, "check", "success"),
    Choice(Attendance.ABSENT, Attendance.ABSENT.label, "x", "danger"),
    Choice(Attendance.DECLINED, Attendance.DECLINED.label, "minus", "ochre"),
    Choice(Attendance.TURNED, Attendance.TURNED.label, "door", "info"),
]
SHORT = {Attendance.TURNED: gettext_lazy("Turned")}  # where the room is narrow
TONES: dict[str, str] = {choice.value: choice.tone for choice in CHOICES}


@dataclass(frozen=True)
class Row:
    """One person on the evening page."""

    seat: int
    dom_id: str
    code: str
    name: Beside | None
    detail: str
    outcome: str
    outcome_label: str
    tone: str
    trace: str
    told: str
    wish_url: str
    url: str  # empty where this agency may only look
    key: UUID = field(default_factory=new_key)


def row(line: Line, by: Principal, *, query: str = "", told: str = "") -> Row:
    """The row of a seat. `told` says whose registration the reader has just replaced."""
    seat = line.seat
    detail, left_by = _detail(seat), trace(seat, by)
    if seat.ticked_by_id == by.user.pk and not seat.outcome_before:  # the usual case takes no line of its own
        detail, left_by = f"{detail} · {left_by}", ""
    return Row(
        seat=seat.seat,
        dom_id=anchor(seat),
        code=line.code.code,
        name=line.name,
        detail=detail,
        outcome=seat.outcome,
        outcome_label=str(seat.get_outcome_display()),
        tone=TONES.get(seat.outcome, ""),
        trace=left_by,
        told=told,
        wish_url=reverse("callins:wish_at_evening", args=[seat.callin_id])
        if line.may and by.may("callins.wish")
        else "",
        url=reverse("callins:tick", args=[seat.pk]) + query if line.may and by.may("callins.tick") else "",
    )


def anchor(seat: Invitation) -> str:
    """Where a page without JavaScript comes back to."""
    return f"seat-{seat.pk.hex}"


def _detail(seat: Invitation) -> str:
    parts = [seat.person_code.group.name]
    if seat.slot:
        parts.append(seat.slot.strftime("%H.%M"))
    if seat.escort:
        parts.append(_("escort %(who)s") % {"who": seat.escort})
    return " · ".join(parts)


def trace(seat: Invitation, by: Principal) -> str:
    """Who registered, when, and what it replaced: two people at once never overwrite each other in silence."""
    if seat.ticked_by is None:
        return ""
    facts = {"who": seat.ticked_by.short_name, "time": clock(seat.ticked_at)}
    mine = seat.ticked_by_id == by.user.pk
    if not seat.outcome_before:
        return (_("registered %(time)s") if mine else _("Registered by %(who)s %(time)s")) % facts
    changed = (_("Changed by you %(time)s") if mine else _("Changed by %(who)s %(time)s")) % facts
    return f"{changed}. {_replaced(seat, by)}"


def _replaced(seat: Invitation, by: Principal) -> str:
    """What stood there before, and who had set it."""
    before = {"outcome": Attendance(seat.outcome_before).label}
    if seat.before_by is None or seat.before_by_id == seat.ticked_by_id:
        return _("Before: %(outcome)s.") % before
    if seat.before_by_id == by.user.pk:
        return _("You had set %(outcome)s.") % before
    return had_set(seat)


def had_set(seat: Invitation) -> str:
    """Whose registration the latest one replaced."""
    return _("%(who)s had set %(outcome)s %(time)s.") % {
        "who": seat.before_by.short_name if seat.before_by else "–",
        "outcome": Attendance(seat.outcome_before).label,
        "time": clock(seat.before_at),
    }


def clock(moment: Any) -> str:
    """A time of day as people here write it: 18.41."""
    return date_format(timezone.localtime(moment), "H.i") if moment else "–"


def counters(tally: Tally) -> list[dict[str, Any]]:
    """The big numbers. Those left stand last, with the empty value."""
    found = [
        {"value": c.value, "label": SHORT.get(c.value, c.label), "count": tally.counts[c.value], "tone": c.tone}
        for c in CHOICES
    ]
    return [*found, {"value": "", "label": _("Left"), "count": tally.left, "tone": ""}]


@dataclass(frozen=True)
class Filter:
    """Which rows are shown. It stands in the address, so that every pill is an ordinary link."""

    left: bool = False
    group: str = ""

    @classmethod
    def of(cls, query: Any) -> "Filter":
        return cls(left=query.get("visa") == "kvar", group=query.get("grupp", ""))

    @property
    def query(self) -> str:
        facts = {"visa": "kvar"} if self.left else {"grupp": self.group} if self.group else {}
        return f"?{urlencode(facts)}" if facts else ""

    def apply(self, seats: Any) -> Any:
        if self.left:
            return seats.filter(outcome="")
        try:
            return seats.filter(person_code__group=UUID(self.group)) if self.group else seats
        except ValueError:
            return seats


def pills(callin: CallIn, numbers: Tallies, chosen: Filter) -> list[dict[str, Any]]:
    """All, left, and each group with how many of it are registered."""
    base = reverse("callins:evening", args=[callin.pk])
    total = numbers.all
    shown: list[tuple[Filter, dict[str, Any]]] = [
        (Filter(), {"label": _("All"), "count": total.invited}),
        (Filter(left=True), {"label": _("Left"), "count": total.left, "counts": True}),
        *(
            (Filter(group=str(tally.group.pk)), {"label": tally.group.name, "count": _registered(tally)})
            for tally in numbers.groups
            if tally.group
        ),
    ]
    return [pill | {"url": base + one.query, "current": one == chosen} for one, pill in shown]


def _registered(tally: Tally) -> str:
    return _("%(n)s of %(all)s") % {"n": tally.registered, "all": tally.invited}
