"""The evening as one user sees it: rows with or without buttons, counters, pills. Nothing is decided here."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from callins import actions
from callins.models import Attendance, CallIn, Invitation
from callins.presenters import ask_to_close
from callins.queries import InvitationRow, Tallies, Tally
from groups.people.queries import KnownName
from gvi.access.policy import Right
from gvi.access.principal import Principal
from gvi.acts.models import new_key
from gvi.pages.buttons import Button, button

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
STRUCK = "struck"  # what a row says instead of an outcome
TONES: dict[str, str] = {choice.value: choice.tone for choice in CHOICES}


@dataclass(frozen=True)
class EveningRow:
    """One person on the evening page. `notice` says whose registration the reader has just replaced."""

    seat: int | None
    dom_id: str
    code: str
    name: KnownName | None
    group: UUID
    detail: str
    outcome: str
    outcome_label: str
    tone: str
    trace: str
    notice: str
    request_url: str
    url: str  # empty if this agency may only look
    strike_url: str = ""
    key: UUID = field(default_factory=new_key)


def evening_row(row: InvitationRow, by: Principal, *, query: str = "", notice: str = "") -> EveningRow:
    """The row of an invitation; `query` is the filter of the page."""
    invitation = row.invitation
    detail, recorded = _detail(invitation), trace(invitation, by)
    if invitation.recorded_by_id == by.user.pk and not invitation.previous_outcome:  # the usual case needs no own line
        detail, recorded = f"{detail} · {recorded}", ""
    may_request = row.may_record and by.may(Right.SUPPORT_REQUEST)
    may_record = row.may_record and by.may(Right.CALLINS_RECORD_ATTENDANCE)
    may_strike = row.may_seat and by.may(Right.CALLINS_STRIKE)
    return EveningRow(
        seat=invitation.seat,
        dom_id=anchor(invitation),
        code=row.code.code,
        name=row.name,
        group=row.code.group_id,
        detail=detail,
        outcome=STRUCK if invitation.is_struck else invitation.outcome,
        outcome_label=_("Struck") if invitation.is_struck else str(invitation.get_outcome_display()),
        tone="neutral" if invitation.is_struck else TONES.get(invitation.outcome, ""),
        trace=recorded,
        notice=notice,
        request_url=reverse("callins:request_support_at_evening", args=[invitation.callin_id]) if may_request else "",
        url=reverse("callins:record_attendance", args=[invitation.pk]) + query if may_record else "",
        strike_url=reverse("callins:strike", args=[invitation.pk]) if may_strike else "",
    )


def anchor(invitation: Invitation) -> str:
    """Where a page without JavaScript returns to."""
    return f"seat-{invitation.pk.hex}"


def _detail(invitation: Invitation) -> str:
    parts = [invitation.person_code.group.name]
    if invitation.is_struck:
        return " · ".join([*parts, _("struck, not absent")])
    if invitation.slot:
        parts.append(time_format(invitation.slot))
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
    """A time of day as the reader's language writes it: 18.41."""
    return date_format(timezone.localtime(moment), "TIME_FORMAT") if moment else "–"


@dataclass(frozen=True)
class Counter:
    """One of the big numbers: how many have the outcome `value`, or none yet if it is empty."""

    value: str
    label: "StrOrPromise"
    count: int
    tone: str = ""


def _counters(tally: Tally) -> list[Counter]:
    """The big numbers. Those without registration come last."""
    outcomes = [
        Counter(choice.value, SHORT_LABELS.get(choice.value, choice.label), tally.counts[choice.value], choice.tone)
        for choice in CHOICES
    ]
    struck = [Counter(STRUCK, _("Struck"), tally.struck)] if tally.struck else []
    return [*outcomes, *struck, Counter("", _("Left"), tally.left)]


@dataclass(frozen=True)
class Filter:
    """Which rows are shown. It is in the address, so that every pill is an ordinary link."""

    left: bool = False
    group: str = ""

    @classmethod
    def from_query(cls, query: Any) -> Self:
        return cls(left=query.get("visa") == "kvar", group=query.get("grupp", ""))

    @property
    def query(self) -> str:
        facts = {"visa": "kvar"} if self.left else {"grupp": self.group} if self.group else {}
        return f"?{urlencode(facts)}" if facts else ""

    def apply(self, invitations: QuerySet[Invitation]) -> QuerySet[Invitation]:
        if self.left:
            return invitations.filter(outcome="", seat__isnull=False)
        try:
            return invitations.filter(person_code__group=UUID(self.group)) if self.group else invitations
        except ValueError:
            return invitations


@dataclass(frozen=True)
class Pill:
    """A filter to choose. `counts_left`: it counts those left; `of`: it counts the registered of this group."""

    label: str
    count: int
    url: str
    is_current: bool
    counts_left: bool = False
    of: Tally | None = None


def _pills(callin: CallIn, tallies: Tallies, chosen: Filter) -> list[Pill]:
    """All, left, and each group with how many of it are registered."""
    page = reverse("callins:evening", args=[callin.pk])

    def pill(filter: Filter, label: str, count: int, of: Tally | None = None) -> Pill:
        return Pill(label, count, page + filter.query, filter == chosen, counts_left=filter.left, of=of)

    return [
        pill(Filter(), _("All"), tallies.all.invited),
        pill(Filter(left=True), _("Left"), tallies.all.left),
        *(
            pill(Filter(group=str(tally.group.pk)), tally.group.name, tally.registered, tally)
            for tally in tallies.groups
            if tally.group
        ),
    ]


@dataclass(frozen=True)
class EveningFrame:
    """Everything on the evening page except the rows. `query`: the filter that a press keeps; `now`: milliseconds."""

    tallies: Tallies
    total: Tally
    counters: list[Counter]
    pills: list[Pill]
    undo: Button
    may_undo: bool
    may_close: bool
    is_early: bool
    now: int
    query: str
    choices: list[Choice] = field(default_factory=lambda: CHOICES)


def evening_frame(callin: CallIn, by: Principal, counted: Tallies, chosen: Filter) -> EveningFrame:
    """The frame as `by` sees it, with the filter that was chosen."""
    total = counted.all
    return EveningFrame(
        tallies=counted,
        total=total,
        counters=_counters(total),
        pills=_pills(callin, counted, chosen),
        undo=button(actions.undo_attendance, callin),
        may_undo=callin.invitations.filter(recorded_by=by.user).exists(),
        may_close=actions.close_evening.act.is_open_for(callin, by),
        now=int(timezone.now().timestamp() * 1000),
        is_early=bool(ask_to_close(callin)),
        query=chosen.query,
    )
