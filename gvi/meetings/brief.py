"""The brief for a meeting: what the common copy holds (domain 5, product 19).

Everything here is asked under the audience of all its readers, so an ordinary query is all it takes: what one reader
may not see is not there. Counts of codes, never a code; never a person.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Q, Sum
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from callins.models import CallIn, CallInGroup, CallInState, NotificationCount
from groups.models import Group, GroupState, PersonCode
from gvi.access import context
from gvi.access.policy import Reach
from gvi.commitments.models import Commitment, CommitmentState
from gvi.commitments.presenters import due_label
from gvi.commitments.queries import COUNTED_PERIOD, totals
from gvi.documents.compose import Contents, paper
from gvi.documents.models import Document
from gvi.meetings.models import AgendaItem, ItemKind, ItemState, Meeting, MeetingState
from gvi.partnerships.models import Partnership
from gvi.text.swedish import Swedish
from sanctions.focus import review_words, running
from sanctions.models import Measure, MeasureState, Sanction

BRIEF = "meetings.brief"
FEW_GROUPS, FEW_LINES, SOME_LINES, MANY_LINES = 2, 2, 6, 12  # room to write: what a page leaves, or a second one


@dataclass(frozen=True)
class Figure:
    """A number that tells something only with its context: what it counts, and against what."""

    label: str
    value: str
    note: str


@dataclass(frozen=True)
class GroupRow:
    """What the table needs to know of one group."""

    group: Group
    latest: str
    day: str
    in_focus: bool


@dataclass(frozen=True)
class FocusRow:
    """An open sanction on the paper: the group, where it stands, what is done, when it is to be looked at."""

    sanction: Sanction
    counts: str
    review: str
    late: bool


@paper(BRIEF, name=gettext_lazy("meeting brief"), template="documents/brief.html", place="meetings:meeting")
def contents(subject: UUID) -> Contents:
    """Decisions first, then numbers, then one row per group, then what comes."""
    meeting = Meeting.objects.get(pk=subject)
    items = list(AgendaItem.objects.filter(meeting=meeting, state=ItemState.OPEN).order_by("added_at"))
    held = _held()
    upcoming = _upcoming()
    counts = _counts(held, upcoming)
    focus = _focus()
    actions = list(Commitment.objects.open().due_first())
    previous, groups = _previous(subject), _groups(held, {row.sanction.group_id for row in focus})
    facts = {
        "partnership": Partnership.objects.get(pk=meeting.partnership_id),
        "meeting": meeting,
        "decisions": _of(items, ItemKind.DECISION),
        "discussions": _of(items, ItemKind.DISCUSSION),
        "information": _of(items, ItemKind.INFORMATION),
        "since": previous.cut_off if previous else None,
        "figures": list(_figures(counts, previous, held, upcoming)),
        "groups": groups,
        "focus": focus,
        "actions": [(one, due_label(one)) for one in actions],
        "kept": _kept_since_last(meeting),
        "upcoming": upcoming,
        "wide": _is_wide(),
        "lines": range(FEW_LINES if len(groups) <= FEW_GROUPS else max(SOME_LINES, MANY_LINES - len(actions))),
    }
    return Contents(facts, counts)


def _kept_since_last(meeting: Meeting) -> tuple[int, date | None]:
    """How many promises were kept since the latest meeting that was held before this one, and its day."""
    earlier = Meeting.objects.filter(state=MeetingState.HELD, on__lt=meeting.on).order_by("-on").first()
    since = earlier.on if earlier else None
    kept = Commitment.objects.filter(state=CommitmentState.KEPT)
    return (kept.filter(settled_on__gt=since) if since else kept).count(), since


def _of(items: Iterable[AgendaItem], kind: str) -> list[AgendaItem]:
    return [item for item in items if item.kind == kind]


def _focus() -> list[FocusRow]:
    """The groups in increased focus, the one to review first on top (domain 2.11 rule 6)."""
    open_now = list(running())
    measures: dict[UUID, list[Measure]] = {}
    for one in (
        Measure.objects.filter(sanction__in=open_now).select_related("owner", "source_agency").order_by("due_on", "pk")
    ):
        measures.setdefault(one.sanction_id, []).append(one)
    return [FocusRow(one, _in_numbers(measures.get(one.pk, [])), *review_words(one)) for one in open_now]


def _in_numbers(measures: list[Measure]) -> str:
    """How many measures are done, and the counts that have been reported; never what lies behind them."""
    done = sum(one.state == MeasureState.DONE for one in measures)
    told = [f"{one.source_label or one.owner.short_name}: {one.counted}" for one in measures if one.counted]
    return "; ".join([_("%(done)s of %(all)s measures done") % {"done": done, "all": len(measures)}, *told])


def _groups(held: list[CallInGroup], in_focus: set[UUID]) -> list[GroupRow]:
    """The groups on the list, each with what came of its latest call-in, as a count."""
    listed = Group.objects.exclude(state=GroupState.DISSOLVED).select_related("source_agency")
    rows = listed.order_by(Swedish("name"), "pk")
    latest = {told.group_id: told for told in held}  # the latest comes last
    return [GroupRow(group, *_came(latest.get(group.pk)), group.pk in in_focus) for group in rows]


def _came(told: CallInGroup | None) -> tuple[str, str]:
    if told is None:
        return _("not called yet"), ""
    if told.invited is None:
        return _("called"), _short(told.callin.on)
    came = _("%(came)s of %(invited)s came") % {"came": told.present or 0, "invited": told.invited}
    return came, _short(told.callin.on)


def _held() -> list[CallInGroup]:
    """What became of each group at the call-ins that have been held, oldest first."""
    told = CallInGroup.objects.filter(callin__state=CallInState.HELD).select_related("callin")
    return list(told.order_by("callin__on", "callin__starts", "pk"))


def _upcoming() -> CallIn | None:
    """The next call-in or the one under way, with its groups, the seats placed and those that lack an escort."""
    ahead = (CallInState.PLANNED, CallInState.EVENING)
    planned = CallIn.objects.filter(state__in=ahead, on__gte=timezone.localdate())
    counted = planned.annotate(
        seats=Count("invitations"), unescorted=Count("invitations", filter=Q(invitations__escort=""))
    )
    found = counted.order_by("on", "starts").first()
    if found is not None:
        scope = found.scope.select_related("group").order_by(Swedish("group__name"))
        found.group_names = [one.group.name for one in scope]  # type: ignore[attr-defined]
    return found


def _counts(held: list[CallInGroup], upcoming: CallIn | None) -> dict[str, int]:
    """The counts that stand on the paper and are kept for the next one to compare with."""
    last = [told for told in held if told.callin_id == held[-1].callin_id]
    return {
        "groups": Group.objects.exclude(state=GroupState.DISSOLVED).count(),
        "codes": PersonCode.objects.count(),
        "seats": upcoming.seats if upcoming else 0,  # type: ignore[attr-defined]
        "invited": sum(told.invited or 0 for told in last),
        "came": sum(told.present or 0 for told in last),
    }


def _figures(
    counts: dict[str, int], previous: Document | None, held: list[CallInGroup], upcoming: CallIn | None
) -> Iterable[Figure]:
    yield _told(_("Groups on the list"), counts["groups"], _change(counts, previous, "groups"))
    yield _told(_("Codes"), counts["codes"], _change(counts, previous, "codes"))
    day = _short(upcoming.on) if upcoming else _("no date set")
    yield _told(_("Invited to the next call-in"), counts["seats"] if upcoming else None, day)
    came = _("%(came)s of %(invited)s") % {"came": counts["came"], "invited": counts["invited"]}
    day = _short(held[-1].callin.on) if held else _("none held yet")
    yield _told(_("Came to the latest call-in"), came if held else None, day)
    yield _notified()
    yield _promised()


def _notified() -> Figure:
    """Custom notifications of twelve months: talks against attempts, and whom they reached (domain 6.3)."""
    since = timezone.localdate() - COUNTED_PERIOD
    told = NotificationCount.objects.filter(on__gt=since).aggregate(
        **{name: Sum(name, default=0) for name in ("carried_out", "attempts", "reached")}
    )
    note = _("of %(attempts)s attempts, %(reached)s reached") % told
    return _told(_("Talks, 12 months"), told["carried_out"], note)


def _promised() -> Figure:
    """Promises kept in time, against all that came due in twelve months (domain 6.3)."""
    label = _("Actions kept in time, 12 months")
    if _is_wide():
        return _told(label, None, "")
    told = totals()
    late = _("%(open)s open, %(late)s late") % {"open": told.open, "late": told.late}
    return Figure(label, told.in_time_words if told.due else "–", late)


def _told(label: str, value: object, note: str) -> Figure:
    """Where readers from outside the core see nothing, nothing is claimed: there may be some that is not theirs."""
    if not value and _is_wide():
        return Figure(label, "–", _("not shared with everybody at the table"))
    return Figure(label, "–" if value is None else str(value), note)


def _is_wide() -> bool:
    """Whether somebody from outside the core reads along."""
    return context.current().circle > Reach.CORE


def _change(counts: dict[str, int], previous: Document | None, name: str) -> str:
    """Against the previous brief, where there is one that counted the same thing."""
    if previous is None or name not in previous.figures:
        return _("nothing to compare with")
    change = counts[name] - previous.figures[name]
    if not change:
        return pgettext("figure", "unchanged")
    words = ngettext("%(n)s more", "%(n)s more", change) if change > 0 else _("%(n)s fewer")
    return words % {"n": abs(change)}


def _previous(subject: UUID) -> Document | None:
    """The latest brief for another meeting. One that needed another reach counted other rows: no comparison."""
    earlier = Document.objects.filter(kind=BRIEF, circle=context.current().circle).exclude(subject=subject)
    return earlier.order_by("-cut_off").first()


def _short(day: date) -> str:
    return date_format(day, "j b")
