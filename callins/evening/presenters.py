"""The evening as one user sees it: rows with or without buttons, counters, pills. Nothing is decided here."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from callins.models import Attendance, CallIn, Invitation
from callins.queries import InvitationRow, Tallies, Tally
from groups.people.queries import KnownName
from gvi.access.policy import Right
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
SHORT_LABELS = {Attendance.TURNED: gettext_lazy("Turned")}  # for the narrow counters
TONES: dict[str, str] = {choice.value: choice.tone for choice in CHOICES}


@dataclass(frozen=True)
class EveningRow:
    """One person on the evening page. `notice` says whose registration the reader has just replaced."""

    seat: int
    dom_id: str
    code: str
    name: KnownName | None
    detail: str
    outcome: str
    outcome_label: str
    tone: str
    trace: str
    notice: str
    request_url: str
    url: str  # empty if this agency may only look
    key: UUID = field(default_factory=new_key)


def evening_row(row: InvitationRow, by: Principal, *, query: str = "", notice: str = "") -> EveningRow:
    """The row of an invitation; `query` is the filter of the page."""
    invitation = row.invitation
    detail, recorded = _detail(invitation), trace(invitation, by)
    if invitation.recorded_by_id == by.user.pk and not invitation.previous_outcome:  # the usual case needs no own line
        detail, recorded = f"{detail} · {recorded}", ""
    may_request = row.may_record and by.may(Right.SUPPORT_REQUEST)
    may_record = row.may_record and by.may(Right.CALLINS_RECORD_ATTENDANCE)
    return EveningRow(
        seat=invitation.seat,
        dom_id=anchor(invitation),
        code=row.code.code,
        name=row.name,
        detail=detail,
        outcome=invitation.outcome,
        outcome_label=str(invitation.get_outcome_display()),
        tone=TONES.get(invitation.outcome, ""),
        trace=recorded,
        notice=notice,
        request_url=reverse("callins:request_support_at_evening", args=[invitation.callin_id]) if may_request else "",
        url=reverse("callins:record_attendance", args=[invitation.pk]) + query if may_record else "",
    )


def anchor(invitation: Invitation) -> str:
    """Where a page without JavaScript returns to."""
    return f"seat-{invitation.pk.hex}"


def _detail(invitation: Invitation) -> str:
    parts = [invitation.person_code.group.name]
    if invitation.slot:
        parts.append(invitation.slot.strftime("%H.%M"))
    if invitation.escort:
        parts.append(_("escort %(who)s") % {"who": invitation.escort})
    return " · ".join(parts)


def trace(invitation: Invitation, by: Principal) -> str:
    """Who registered, when, and what it replaced: two people at once never overwrite each other in silence."""
    if invitation.recorded_by is None:
        return ""
    facts = {"who": invitation.recorded_by.short_name, "time": clock(invitation.recorded_at)}
    mine = invitation.recorded_by_id == by.user.pk
    if not invitation.previous_outcome:
        return (_("registered %(time)s") if mine else _("Registered by %(who)s %(time)s")) % facts
    changed = (_("Changed by you %(time)s") if mine else _("Changed by %(who)s %(time)s")) % facts
    return f"{changed}. {_replaced(invitation, by)}"


def _replaced(invitation: Invitation, by: Principal) -> str:
    """The previous registration, and who had made it."""
    before = {"outcome": Attendance(invitation.previous_outcome).label}
    if invitation.previous_by is None or invitation.previous_by_id == invitation.recorded_by_id:
        return _("Before: %(outcome)s.") % before
    if invitation.previous_by_id == by.user.pk:
        return _("You had set %(outcome)s.") % before
    return had_set(invitation)


def had_set(invitation: Invitation) -> str:
    """Whose registration the latest one replaced."""
    return _("%(who)s had set %(outcome)s %(time)s.") % {
        "who": invitation.previous_by.short_name if invitation.previous_by else "–",
        "outcome": Attendance(invitation.previous_outcome).label,
        "time": clock(invitation.previous_at),
    }


def clock(moment: Any) -> str:
    """A time of day as people here write it: 18.41."""
    return date_format(timezone.localtime(moment), "H.i") if moment else "–"


def counters(tally: Tally) -> list[dict[str, Any]]:
    """The big numbers. Those without registration come last, with the empty value."""
    found = [
        {"value": c.value, "label": SHORT_LABELS.get(c.value, c.label), "count": tally.counts[c.value], "tone": c.tone}
        for c in CHOICES
    ]
    return [*found, {"value": "", "label": _("Left"), "count": tally.left, "tone": ""}]


@dataclass(frozen=True)
class Filter:
    """Which rows are shown. It is in the address, so that every pill is an ordinary link."""

    left: bool = False
    group: str = ""

    @classmethod
    def from_query(cls, query: Any) -> "Filter":
        return cls(left=query.get("visa") == "kvar", group=query.get("grupp", ""))

    @property
    def query(self) -> str:
        facts = {"visa": "kvar"} if self.left else {"grupp": self.group} if self.group else {}
        return f"?{urlencode(facts)}" if facts else ""

    def apply(self, invitations: QuerySet[Invitation]) -> QuerySet[Invitation]:
        if self.left:
            return invitations.filter(outcome="")
        try:
            return invitations.filter(person_code__group=UUID(self.group)) if self.group else invitations
        except ValueError:
            return invitations


def pills(callin: CallIn, tallies: Tallies, chosen: Filter) -> list[dict[str, Any]]:
    """All, left, and each group with how many of it are registered."""
    base = reverse("callins:evening", args=[callin.pk])
    total = tallies.all
    shown: list[tuple[Filter, dict[str, Any]]] = [
        (Filter(), {"label": _("All"), "count": total.invited}),
        (Filter(left=True), {"label": _("Left"), "count": total.left, "counts": True}),
        *(
            (Filter(group=str(tally.group.pk)), {"label": tally.group.name, "count": _registered(tally)})
            for tally in tallies.groups
            if tally.group
        ),
    ]
    return [pill | {"url": base + each.query, "current": each == chosen} for each, pill in shown]


def _registered(tally: Tally) -> str:
    return _("%(n)s of %(all)s") % {"n": tally.registered, "all": tally.invited}
