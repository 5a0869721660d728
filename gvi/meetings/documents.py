"""The brief for a meeting: what the common copy holds (domain 5, product 19).

Everything is queried under the audience of all its readers, so ordinary queries suffice: what one of the readers may
not see is not there. It holds counts of codes and never a code, and never a person.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from callins.models import CallIn, CallInGroup, NotificationCount
from groups.models import Group, PersonCode
from gvi.access import context
from gvi.access.policy import Reach
from gvi.commitments.models import Commitment
from gvi.commitments.presenters import due_label
from gvi.commitments.queries import COUNTED_PERIOD, totals
from gvi.documents.models import Document
from gvi.documents.registry import Contents, paper
from gvi.meetings.models import AgendaItem, ItemKind, ItemState, Meeting
from gvi.partnerships.models import Partnership
from gvi.text.days import day_label
from gvi.text.swedish import Alphabetical
from sanctions.models import Measure, MeasureState, Sanction
from sanctions.presenters import review_of, shaken_sanctions, warnings_on
from sanctions.queries import missing_parts, running_sanctions

BRIEF = "meetings.brief"
# Lines to write on: few if there are few groups, so that the brief stays on one page.
FEW_GROUPS, FEW_LINES, SOME_LINES, MANY_LINES = 2, 2, 6, 12


@dataclass(frozen=True)
class Figure:
    """A number with its context: what it counts, and against what."""

    label: str
    value: str
    note: str


@dataclass(frozen=True)
class GroupRow:
    """What the meeting needs to know about one group."""

    group: Group
    latest: str
    day: str
    in_focus: bool


@dataclass(frozen=True)
class FocusRow:
    """A running sanction: the group, what is done, when it is reviewed, and what the meeting must know of it."""

    sanction: Sanction
    counts: str
    review: str
    late: bool
    warnings: list[str]


@dataclass(frozen=True)
class DueCommitment:
    """A commitment on the paper, with its due date in words."""

    commitment: Commitment
    due: str


@dataclass(frozen=True)
class Kept:
    """How many commitments were kept after the date of an earlier meeting, or ever if there was none."""

    count: int
    since: date | None


@paper(BRIEF, name=gettext_lazy("meeting brief"), template="documents/brief.html", place="meetings:meeting")
def contents(subject_id: UUID) -> Contents:
    """Decisions first, then numbers, then one row per group, then what comes."""
    meeting = Meeting.objects.get(pk=subject_id)
    items = list(AgendaItem.objects.filter(meeting=meeting, state=ItemState.OPEN).order_by("added_at"))
    held = _held()
    upcoming = _upcoming(meeting)
    counts = _counts(held, upcoming)
    focus = _focus()
    actions = list(Commitment.objects.open().due_first())
    previous, groups = _previous(meeting), _groups(held, {row.sanction.group_id for row in focus})
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
        "actions": [DueCommitment(commitment, due_label(commitment)) for commitment in actions],
        "kept": _kept_since_last(meeting),
        "upcoming": upcoming,
        "wide": _is_wide(),
        "lines": range(FEW_LINES if len(groups) <= FEW_GROUPS else max(SOME_LINES, MANY_LINES - len(actions))),
    }
    return Contents(facts, counts)


def _kept_since_last(meeting: Meeting) -> Kept:
    """The commitments kept since the latest meeting held before this one."""
    earlier = Meeting.objects.held().filter(date__lt=meeting.date).order_by("-date").first()
    since = earlier.date if earlier else None
    kept = Commitment.objects.kept()
    return Kept((kept.filter(settled_on__gt=since) if since else kept).count(), since)


def _of(items: Iterable[AgendaItem], kind: str) -> list[AgendaItem]:
    return [item for item in items if item.kind == kind]


def _focus() -> list[FocusRow]:
    """The groups in increased focus, the one to review first on top (domain 2.11 rule 6)."""
    open_now = list(running_sanctions())
    measures: dict[UUID, list[Measure]] = {}
    found = Measure.objects.filter(sanction__in=open_now).select_related("owner", "source_agency")
    for measure in found.order_by("due_on", "pk"):
        measures.setdefault(measure.sanction_id, []).append(measure)
    missing, shaken = missing_parts(open_now), {sanction.pk for sanction in shaken_sanctions()}
    rows = []
    for sanction in open_now:
        warnings = warnings_on(sanction, missing=missing.get(sanction.pk, []), shaken=sanction.pk in shaken)
        numbers, review = _in_numbers(measures.get(sanction.pk, [])), review_of(sanction)
        rows.append(FocusRow(sanction, numbers, review.label, review.is_late, warnings))
    return rows


def _in_numbers(measures: list[Measure]) -> str:
    """How many measures are done, and the counts that have been reported; never what they are based on."""
    done = sum(measure.state == MeasureState.DONE for measure in measures)
    counts = [
        f"{each.source_label or each.owner.short_name}, {each.lever_label}: {each.counted}"
        for each in measures
        if each.counted
    ]
    return "; ".join([_("%(done)s of %(all)s measures done") % {"done": done, "all": len(measures)}, *counts])


def _groups(held: list[CallInGroup], in_focus: set[UUID]) -> list[GroupRow]:
    """The groups on the list, each with what came of its latest call-in, as a count."""
    listed = Group.objects.active().select_related("source_agency")
    rows = listed.order_by(Alphabetical("name"), "pk")
    latest = {result.group_id: result for result in held}  # the latest comes last
    return [GroupRow(group, *_came(latest.get(group.pk)), group.pk in in_focus) for group in rows]


def _came(result: CallInGroup | None) -> tuple[str, str]:
    if result is None:
        return _("not called yet"), ""
    if result.invited is None:
        return _("called"), _short(result.callin.date)
    came = _("%(came)s of %(invited)s came") % {"came": result.present or 0, "invited": result.invited}
    return came, _short(result.callin.date)


def _held() -> list[CallInGroup]:
    """The result for each group of the call-ins that have been held, oldest first."""
    results = CallInGroup.objects.held()
    return list(results.order_by("callin__date", "callin__starts_at", "pk"))


def _upcoming(meeting: Meeting) -> CallIn | None:
    """The next call-in when the meeting begins, with its groups and the seats given out and without an escort.

    One that is over before the meeting is not next any more when the paper is read.
    """
    planned = CallIn.objects.ahead().filter(date__gte=max(timezone.localdate(), meeting.date))
    counted = planned.annotate(
        seats=Count("invitations__seat"),
        unescorted=Count("invitations__seat", filter=Q(invitations__escort="")),
    )
    found = counted.order_by("date", "starts_at").first()
    if found is not None:
        scope = found.scope.select_related("group").order_by(Alphabetical("group__name"))
        found.group_names = [each.group.name for each in scope]  # type: ignore[attr-defined]
    return found


def _counts(held: list[CallInGroup], upcoming: CallIn | None) -> dict[str, int]:
    """The counts on the paper, kept for the next brief to compare with."""
    last = [result for result in held if result.callin_id == held[-1].callin_id]
    return {
        "groups": Group.objects.active().count(),
        "codes": PersonCode.objects.count(),
        "seats": upcoming.seats if upcoming else 0,  # type: ignore[attr-defined]
        "invited": sum(result.invited or 0 for result in last),
        "came": sum(result.present or 0 for result in last),
    }


def _figures(
    counts: dict[str, int], previous: Document | None, held: list[CallInGroup], upcoming: CallIn | None
) -> Iterable[Figure]:
    yield _figure(_("Groups on the list"), counts["groups"], _change(counts, previous, "groups"))
    yield _figure(_("Codes"), counts["codes"], _change(counts, previous, "codes"))
    day = _short(upcoming.date) if upcoming else _("no date set")
    yield _figure(_("Invited to the next call-in"), counts["seats"] if upcoming else None, day)
    came = _("%(came)s of %(invited)s") % {"came": counts["came"], "invited": counts["invited"]}
    day = _short(held[-1].callin.date) if held else _("none held yet")
    yield _figure(_("Came to the latest call-in"), came if held else None, day)
    yield _notified()
    yield _commitments_in_time()


def _notified() -> Figure:
    """Custom notifications in twelve months: talks against attempts, and how many were reached (domain 6.3)."""
    since = timezone.localdate() - COUNTED_PERIOD
    counted = NotificationCount.objects.filter(date__gt=since).aggregate(
        **{name: Sum(name, default=0) for name in ("carried_out", "attempts", "reached")}
    )
    note = _("of %(attempts)s attempts, %(reached)s reached") % counted
    return _figure(_("Talks, 12 months"), counted["carried_out"], note)


def _commitments_in_time() -> Figure:
    """Commitments kept in time, out of all that were due in twelve months (domain 6.3)."""
    label = _("Done in time, 12 months")
    if _is_wide():
        return _figure(label, None, "")
    counted = totals()
    late = _("%(open)s open, %(late)s late") % {"open": counted.open, "late": counted.late}
    return Figure(label, counted.in_time_label if counted.due else "–", late)


def _figure(label: str, value: object, note: str) -> Figure:
    """For readers outside the core, show a dash rather than zero: there may be rows they cannot see."""
    if not value and _is_wide():
        return Figure(label, "–", _("not shared with everybody at the table"))
    return Figure(label, "–" if value is None else str(value), note)


def _is_wide() -> bool:
    """Whether one of the readers is from outside the core."""
    return context.current().needed_reach > Reach.CORE


def _change(counts: dict[str, int], previous: Document | None, name: str) -> str:
    """The change since the previous brief, if that one counted the same thing."""
    if previous is None or name not in previous.figures:
        return _("nothing to compare with")
    change = counts[name] - previous.figures[name]
    if not change:
        return pgettext("figure", "unchanged")
    words = ngettext("%(n)s more", "%(n)s more", change) if change > 0 else _("%(n)s fewer")
    return words % {"n": abs(change)}


def _previous(meeting: Meeting) -> Document | None:
    """The brief of the last meeting of this kind that was held before this one; its last print.

    One for readers of another reach counted other rows and is not compared.
    """
    held = Meeting.objects.held().filter(kind=meeting.kind, date__lte=meeting.date).exclude(pk=meeting.pk)
    last = held.order_by("-date", "-starts_at").first()
    if last is None:
        return None
    briefs = Document.objects.filter(kind=BRIEF, needed_reach=context.current().needed_reach, subject_id=last.pk)
    return briefs.order_by("-cut_off").first()


def _short(day: date) -> str:
    return day_label(day)
