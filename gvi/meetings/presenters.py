"""Meetings as pages show them: what a meeting is called, its agenda, and what is next to do."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from gvi.access.policy import Reach, Right
from gvi.access.principal import Principal
from gvi.commitments.presenters import make_url
from gvi.documents.models import Document
from gvi.meetings import actions
from gvi.meetings.documents import BRIEF
from gvi.meetings.models import AgendaItem, Attendee, ItemKind, ItemState, Meeting, MeetingState
from gvi.pages.buttons import Button, button, buttons_for

EARLIEST_HOUR, LATEST_HOUR = 7, 20  # between which a quick check-in is suggested


def meeting_name(meeting: Meeting) -> str:
    """A meeting is known by its kind and its date."""
    return f"{capfirst(meeting.get_kind_display())} {date_format(meeting.date)}"


@dataclass(frozen=True)
class MeetingRow:
    """A meeting in the list."""

    meeting: Any  # with `coming` and `decisions`
    brief: Document | None
    print_brief: Button | None

    @property
    def agencies(self) -> list[str]:
        return list(dict.fromkeys(attendee.agency.short_name for attendee in self.meeting.coming))

    @property
    def next_step(self) -> str:
        """What is next to do, in words."""
        if self.meeting.state == MeetingState.HELD:
            return _("Write down what was decided") if self.meeting.decisions else ""
        if self.meeting.state != MeetingState.PLANNED:
            return ""
        if self.meeting.date < timezone.localdate():
            return _("Say that it was held")
        return "" if self.brief else _("Print the brief")


def rows_for(meetings: list[Meeting], by: Principal) -> list[MeetingRow]:
    """The rows of a page of the list: one query for their briefs."""
    briefs = Document.objects.filter(kind=BRIEF, subject_id__in=[meeting.pk for meeting in meetings]).order_by(
        "cut_off"
    )
    printed = {brief.subject_id: brief for brief in briefs}
    return [_row(meeting, printed.get(meeting.pk), by) for meeting in meetings]


def _row(meeting: Meeting, brief: Document | None, by: Principal) -> MeetingRow:
    may_print = not brief and meeting.state == MeetingState.PLANNED and actions.print_brief.act.is_open_for(meeting, by)
    return MeetingRow(meeting, brief, button(actions.print_brief, meeting) if may_print else None)


@dataclass(frozen=True)
class AgendaEntry:
    """An item of the agenda, with what this reader may do with it."""

    item: AgendaItem
    settle: Button | None
    make_commitment_url: str
    corrects: list[Button]


@dataclass(frozen=True)
class AgendaPart:
    """The items that ask for the same thing."""

    label: Any
    entries: list[AgendaEntry]


def agenda_of(items: Iterable[AgendaItem], by: Principal) -> list[AgendaPart]:
    """The agenda in parts, decisions first."""
    entries = [_entry(item, by) for item in items]
    return [AgendaPart(kind.label, [entry for entry in entries if entry.item.kind == kind]) for kind in ItemKind]


def _entry(item: AgendaItem, by: Principal) -> AgendaEntry:
    asks = item.kind != ItemKind.INFORMATION and actions.settle_item.act.is_open_for(item, by)
    makes = item.outcome and by.may(Right.COMMITMENTS_MAKE)
    return AgendaEntry(
        item, button(actions.settle_item, item) if asks else None, make_url("item", item.pk) if makes else "",
        buttons_for(item, by, [actions.correct_item, actions.strike_item]),
    )  # fmt: skip


def missing_on_paper(meeting: Meeting, items: Iterable[AgendaItem], coming: list[Attendee]) -> list[AgendaItem]:
    """Open items that are not shared with all who come, and so are not on the common paper."""
    if meeting.state != MeetingState.PLANNED:
        return []
    needed = max((attendee.agency.needed_reach for attendee in coming), default=Reach.CORE)
    return [item for item in items if item.state == ItemState.OPEN and item.reach < needed]


def facts_of(meeting: Meeting) -> list[tuple[str, str]]:
    """The strip below the heading."""
    hours = f"{time_format(meeting.starts_at)}–{time_format(meeting.ends_at)}"
    return [
        (_("State"), capfirst(meeting.get_state_display())),
        (_("Day"), date_format(meeting.date, "l j F Y")),
        *meeting.entered_facts,
        (_("Time"), hours),
        (_("Place"), meeting.venue),
        (_("Reaches"), str(Reach(meeting.reach).label)),
    ]


def next_hour(now: datetime) -> datetime:
    """The start suggested for a quick check-in: the next whole hour of the day, or the first one tomorrow."""
    start = now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    if start.date() == now.date() and EARLIEST_HOUR <= start.hour <= LATEST_HOUR:
        return start
    morning = start.replace(hour=EARLIEST_HOUR + 1)
    return morning if morning > now else morning + timedelta(days=1)
