"""What can be done with meetings: call, change, who comes, agenda, brief, held."""

import datetime
from collections.abc import Iterable
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from groups.models import Incident
from gvi.access import context
from gvi.access.policy import Reach
from gvi.access.principal import Principal
from gvi.acts.act import Stale, act
from gvi.acts.afterwards import check_has_begun
from gvi.acts.requires import NotNow
from gvi.documents.actions import Addressee, issue
from gvi.documents.models import Document
from gvi.documents.registry import LANGUAGE
from gvi.meetings.documents import BRIEF
from gvi.meetings.models import AgendaItem, Attendee, ItemKind, ItemState, Meeting, MeetingKind, MeetingState
from gvi.meetings.queries import attendance_version, attendees_of
from gvi.meetings.rules import (
    check_hours,
    has_begun,
    is_not_cancelled,
    is_not_held,
    is_shared,
    is_standing,
    takes_facts,
)
from gvi.partnerships.models import Agency

QUICK_CHECK_IN_WITHIN = timedelta(hours=24)  # domain 1.2: within 24 to 72 hours; ours is the shorter
Attendance = dict[Agency, list[str]]  # the names for each agency; without a name the agency has one unnamed attendee


@act(
    "meetings.call_meeting", label=gettext_lazy("Call a meeting"), icon="plus", log=gettext_lazy("called a meeting"),
    done=gettext_lazy("The meeting is called. Now say who comes and what is to be decided."),
)  # fmt: skip
def call_meeting(
    *,
    by: Principal,
    kind: str,
    date: datetime.date,
    starts_at: datetime.time,
    ends_at: datetime.time,
    venue: str,
    agencies: Iterable[Agency],
) -> Meeting:
    """Call a meeting. The agency that calls always attends, and every agency that attends can see the meeting."""
    meeting = Meeting(kind=kind, date=date, starts_at=starts_at, ends_at=ends_at, venue=venue)
    return _called(meeting, by, agencies)


@act(
    "meetings.enter_held", label=gettext_lazy("Enter one that was held"), icon="calendar-check",
    log=gettext_lazy("entered a meeting afterwards"),
    done=gettext_lazy("The meeting is entered. Now write down who came and what was decided."),
)  # fmt: skip
def enter_held(
    *,
    by: Principal,
    kind: str,
    date: datetime.date,
    starts_at: datetime.time,
    ends_at: datetime.time,
    venue: str,
    agencies: Iterable[Agency],
) -> Meeting:
    """A meeting that took place and was not called here, marked as entered afterwards. No brief is made for it.

    Raises ValidationError for a day or an hour that has not come.
    """
    check_has_begun(date, starts_at)
    meeting = Meeting(kind=kind, date=date, starts_at=starts_at, ends_at=ends_at, venue=venue, state=MeetingState.HELD)
    meeting.entered_at = timezone.now()
    return _called(meeting, by, agencies)


def _called(meeting: Meeting, by: Principal, agencies: Iterable[Agency]) -> Meeting:
    check_hours(meeting.starts_at, meeting.ends_at)
    agencies = {by.agency, *agencies}
    meeting.reach = context.for_agencies(*agencies).needed_reach
    meeting.save()
    for agency in sorted(agencies, key=lambda agency: agency.pk):
        Attendee(meeting=meeting, agency=agency, reach=meeting.reach).save()
    return meeting


@act(
    "meetings.call_quick", on=Incident, writes=False, requires=[is_shared],
    label=gettext_lazy("Call a quick check-in"), icon="calendar-event", log=gettext_lazy("called a quick check-in"),
    done=gettext_lazy("The quick check-in is called. Call those who are to come: no message is sent."),
)  # fmt: skip
def call_quick(
    incident: Incident,
    *,
    by: Principal,
    text: str,
    date: datetime.date,
    starts_at: datetime.time,
    ends_at: datetime.time,
    venue: str,
    agencies: Iterable[Agency],
) -> Meeting:
    """Call a quick check-in within 24 hours, with the incident on its agenda (domain 1.2: to stop retaliation).

    Raises ValidationError for a start that is past or too far off.
    """
    starts = timezone.make_aware(datetime.datetime.combine(date, starts_at))
    if not timedelta(0) <= starts - timezone.now() <= QUICK_CHECK_IN_WITHIN:
        raise ValidationError({"starts_at": _("A quick check-in begins within 24 hours from now.")})
    meeting = Meeting(kind=MeetingKind.QUICK, date=date, starts_at=starts_at, ends_at=ends_at, venue=venue)
    _called(meeting, by, agencies)
    AgendaItem(meeting=meeting, kind=ItemKind.DECISION, text=text, incident=incident, reach=Reach.CORE).save()
    return meeting


@act(
    "meetings.change", on=Meeting, requires=[takes_facts], label=gettext_lazy("Change"),
    log=gettext_lazy("changed a meeting"),
)  # fmt: skip
def change(
    meeting: Meeting,
    *,
    by: Principal,
    kind: str,
    date: datetime.date,
    starts_at: datetime.time,
    ends_at: datetime.time,
    venue: str,
) -> Meeting:
    """Move a meeting or correct its facts, until it has been held. One that was entered afterwards stays held.

    Raises ValidationError.
    """
    check_hours(starts_at, ends_at)
    if meeting.entered_at:
        check_has_begun(date, starts_at)
    meeting.kind, meeting.date, meeting.venue = kind, date, venue
    meeting.starts_at, meeting.ends_at = starts_at, ends_at
    meeting.save()
    return meeting


@act(
    "meetings.set_attendees", on=Meeting, requires=[takes_facts], label=gettext_lazy("Change who comes"),
    log=gettext_lazy("said who comes"),
)  # fmt: skip
def set_attendees(
    meeting: Meeting, *, by: Principal, attendance: Attendance, shown_version: int | None = None
) -> Meeting:
    """Set who comes: each named person or function gets a numbered copy (domain 9.18: no surnames).

    Whoever is no longer among them stays in the record as not coming. Raises Stale if somebody else has said who comes
    since the form was shown.
    """
    if shown_version not in (None, attendance_version(meeting)):
        raise Stale(meeting)
    attendance = {by.agency: [], **attendance}
    _widen(meeting, attendance)
    known = {(attendee.agency_id, attendee.name): attendee for attendee in Attendee.objects.filter(meeting=meeting)}
    wanted = {(agency.pk, name) for agency, names in attendance.items() for name in names or [""]}
    for key, attendee in known.items():
        _set_coming(attendee, key in wanted, meeting)
    for agency_id, name in sorted(wanted - known.keys()):
        Attendee(meeting=meeting, agency_id=agency_id, name=name, reach=meeting.reach).save()
    return meeting


@act(
    "meetings.add_item", on=Meeting, writes=False, requires=[takes_facts], label=gettext_lazy("Add to the agenda"),
    icon="plus", log=gettext_lazy("put something on an agenda"),
)  # fmt: skip
def add_item(
    meeting: Meeting, *, by: Principal, kind: str, text: str, options: str = "", for_all: bool = False
) -> AgendaItem:
    """Put something on the agenda. It belongs to the agency that asks and reaches the core, or all if it says so."""
    reach = meeting.reach if for_all else Reach.CORE
    item = AgendaItem(meeting=meeting, kind=kind, text=text, options=options, reach=reach)
    item.save()
    return item


@act(
    "meetings.settle_item", on=AgendaItem, moves=ItemState.OPEN >> ItemState.SETTLED,
    label=gettext_lazy("Write the outcome"), log=gettext_lazy("wrote down an outcome"),
)  # fmt: skip
def settle_item(item: AgendaItem, *, by: Principal, outcome: str) -> AgendaItem:
    """Write down what came of it: the decision, not the discussion (domain 9.24)."""
    item.outcome = outcome
    return item


@act(
    "meetings.correct_item", on=AgendaItem, requires=[is_standing], label=gettext_lazy("Correct"),
    log=gettext_lazy("corrected something on an agenda"), done=gettext_lazy("The item is corrected."),
)  # fmt: skip
def correct_item(item: AgendaItem, *, by: Principal, text: str, options: str = "") -> AgendaItem:
    """Correct the words of an item, also after the meeting. What stood there stays in its owner's history."""
    item.text, item.options = text, options
    item.save()
    return item


@act(
    "meetings.strike_item", on=AgendaItem, requires=[is_standing], label=gettext_lazy("Strike"), danger=True,
    log=gettext_lazy("struck something from an agenda"), done=gettext_lazy("The item is struck."),
)  # fmt: skip
def strike_item(item: AgendaItem, *, by: Principal) -> AgendaItem:
    """Take the words of an item away. They stay in its owner's history, are shown nowhere else and never printed."""
    item.text = item.options = item.outcome = ""
    item.state = ItemState.STRUCK
    item.save()
    return item


@act(
    "meetings.mark_held", on=Meeting, moves=MeetingState.PLANNED >> MeetingState.HELD, requires=[has_begun],
    label=gettext_lazy("It has been held"), log=gettext_lazy("held a meeting"),
)  # fmt: skip
def mark_held(meeting: Meeting, *, by: Principal) -> Meeting:
    """The meeting has been held."""
    return meeting


@act(
    "meetings.cancel", on=Meeting, moves=MeetingState.PLANNED >> MeetingState.CANCELLED,
    label=gettext_lazy("Cancel the meeting"), danger=True, log=gettext_lazy("cancelled a meeting"),
    done=gettext_lazy("The meeting is cancelled. Tell those who were to come."),
)  # fmt: skip
def cancel(meeting: Meeting, *, by: Principal) -> Meeting:
    """The meeting does not take place. It stays in the list with its agenda, and no brief is printed for it."""
    return meeting


@act(
    "meetings.print_brief", on=Meeting, requires=[is_not_cancelled, is_not_held], label=gettext_lazy("Print the brief"),
    icon="printer", at_once=True, log=gettext_lazy("printed a brief"),
    done=gettext_lazy("The brief is composed. The copies are made now; you may leave the page."),
)  # fmt: skip
def print_brief(meeting: Meeting, *, by: Principal) -> Document:
    """Issue the common copy for everybody who attends, numbered by agency and name (architecture 8)."""
    coming = list(attendees_of(meeting))
    with translation.override(LANGUAGE):
        title = _("Brief for the meeting %(day)s") % {"day": date_format(meeting.date, "j F Y")}
    return issue(
        by=by,
        kind=BRIEF,
        subject_id=meeting.pk,
        title=title,
        readers=[attendee.agency for attendee in coming],
        addressees=[Addressee(str(attendee), attendee.agency) for attendee in coming],
    )


def _widen(meeting: Meeting, agencies: Iterable[Agency]) -> None:
    """Let every agency that attends see the meeting. Only the owner may widen the reach of a row. Raises NotNow."""
    needed = context.for_agencies(*agencies).needed_reach
    if meeting.reach >= needed:
        return
    if not meeting.is_mine:
        raise NotNow(_("Only the agency that called the meeting may invite agencies outside the core."))
    meeting.reach = needed
    meeting.save()


def _set_coming(attendee: Attendee, comes: bool, meeting: Meeting) -> None:
    attendee.comes = comes
    if attendee.is_mine:
        attendee.reach = meeting.reach
    attendee.save()
