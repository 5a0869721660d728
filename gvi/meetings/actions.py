"""Acts on meetings: call, change, who comes, agenda, brief, held."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from groups.models import Incident
from gvi.access import context
from gvi.access.policy import Reach
from gvi.access.principal import Principal
from gvi.acts.act import NotNow, act
from gvi.documents.actions import issue
from gvi.documents.compose import LANGUAGE
from gvi.documents.models import Document
from gvi.meetings.brief import BRIEF
from gvi.meetings.models import AgendaItem, Attendee, ItemKind, ItemState, Meeting, MeetingKind, MeetingState
from gvi.partnerships.models import Agency
from gvi.text.swedish import Swedish

QUICK_WITHIN = timedelta(hours=24)  # domain 1.2: within 24 to 72 hours; ours is the shorter
Table = dict[Agency, list[str]]  # who comes for each agency; nobody named yet is one seat without a name


@act("meetings.call")
def call(
    *, by: Principal, kind: str, on: date, starts: time, ends: time, place: str, agencies: Iterable[Agency]
) -> Meeting:
    """Call a meeting. The agency that calls is always at its own table; everybody at the table may see the meeting."""
    return _called(by, kind, on, starts, ends, place, agencies)


def _called(
    by: Principal, kind: str, on: date, starts: time, ends: time, place: str, agencies: Iterable[Agency]
) -> Meeting:
    _check_hours(starts, ends)
    agencies = {by.agency, *agencies}
    reach = context.for_agencies(*agencies).circle
    meeting = Meeting(kind=kind, on=on, starts=starts, ends=ends, place=place, reach=reach)
    meeting.save()
    for agency in sorted(agencies, key=lambda one: one.pk):
        Attendee(meeting=meeting, agency=agency, reach=reach).save()
    return meeting


@act("meetings.call_quick")
def call_quick(
    *,
    by: Principal,
    incident: Incident,
    text: str,
    on: date,
    starts: time,
    ends: time,
    place: str,
    agencies: Iterable[Agency],
) -> Meeting:
    """A quick check-in within 24 hours, with what happened on its agenda (domain 1.2: to stop retaliation).

    Raises NotNow for an incident that the others do not see, ValidationError for an hour that is past or too far off.
    """
    incident = Incident.objects.get(pk=incident.pk)
    require_shared(incident)
    begins = timezone.make_aware(datetime.combine(on, starts))
    if not timedelta(0) <= begins - timezone.now() <= QUICK_WITHIN:
        raise ValidationError({"starts": _("A quick check-in begins within 24 hours from now.")})
    meeting = _called(by, MeetingKind.QUICK, on, starts, ends, place, agencies)
    AgendaItem(meeting=meeting, kind=ItemKind.DECISION, text=text, incident=incident, reach=Reach.CORE).save()
    return meeting


def require_shared(incident: Incident) -> None:
    """Raises NotNow where the others at the table would not see what it is about."""
    if not incident.is_open:
        raise NotNow(_("Publish the incident first: those who are called do not see it yet."))


@act("meetings.change")
def change(meeting: Meeting, *, by: Principal, kind: str, on: date, starts: time, ends: time, place: str) -> Meeting:
    """Move a meeting or correct its facts, until it has been held."""
    only_planned(meeting)
    _check_hours(starts, ends)
    meeting.kind, meeting.on, meeting.starts, meeting.ends, meeting.place = kind, on, starts, ends, place
    meeting.save()
    return meeting


@act("meetings.attend")
def attend(meeting: Meeting, *, by: Principal, table: Table) -> Meeting:
    """Say who comes: each named person or function is a seat and a numbered copy (domain 9.18: no surnames).

    Who is not among them any more stays in the record as not coming.
    """
    only_planned(meeting)
    table = {by.agency: [], **table}
    _widen(meeting, table)
    seats = {(one.agency_id, one.name): one for one in Attendee.objects.filter(meeting=meeting)}
    wanted = {(agency.pk, name) for agency, names in table.items() for name in names or [""]}
    for key, seat in seats.items():
        _set_coming(seat, key in wanted, meeting)
    for agency_id, name in sorted(wanted - seats.keys()):
        Attendee(meeting=meeting, agency_id=agency_id, name=name, reach=meeting.reach).save()
    return meeting


@act("meetings.add_item")
def add_item(
    *, by: Principal, meeting: Meeting, kind: str, text: str, options: str = "", for_all: bool = False
) -> AgendaItem:
    """Put something on the agenda. It belongs to the agency that asks and reaches the core, or all if it says so."""
    meeting = Meeting.objects.get(pk=meeting.pk)
    only_planned(meeting)
    reach = meeting.reach if for_all else Reach.CORE
    item = AgendaItem(meeting=meeting, kind=kind, text=text, options=options, reach=reach)
    item.save()
    return item


@act("meetings.settle_item", moves=ItemState.OPEN >> ItemState.SETTLED)
def settle_item(item: AgendaItem, *, by: Principal, outcome: str) -> AgendaItem:
    """Write down what came of it: the decision, not the talk (domain 9.24)."""
    item.outcome = outcome
    return item


@act("meetings.hold", moves=MeetingState.PLANNED >> MeetingState.HELD)
def hold(meeting: Meeting, *, by: Principal) -> Meeting:
    """The meeting has been held. Not before its day."""
    if meeting.on > timezone.localdate():
        raise NotNow(_("The meeting is on %(day)s: it cannot have been held yet.") % {"day": date_format(meeting.on)})
    return meeting


@act("meetings.cancel", moves=MeetingState.PLANNED >> MeetingState.CANCELLED)
def cancel(meeting: Meeting, *, by: Principal) -> Meeting:
    """The meeting does not take place. It stays in the list, with its agenda; no brief is printed for it any more."""
    return meeting


@act("meetings.print_brief")
def print_brief(meeting: Meeting, *, by: Principal) -> Document:
    """Issue the common copy for everybody at the table, numbered by agency and name (architecture 8)."""
    not_cancelled(meeting)
    coming = list(at_the_table(meeting))
    with translation.override(LANGUAGE):
        title = _("Brief for the meeting %(day)s") % {"day": date_format(meeting.on, "j F Y")}
    return issue(
        by=by,
        kind=BRIEF,
        subject=meeting.pk,
        title=title,
        readers=[one.agency for one in coming],
        addressees=[str(one) for one in coming],
        agencies=[one.agency for one in coming],
    )


def at_the_table(meeting: Meeting) -> Any:
    """Those who come, by agency and name: the order of the copies."""
    coming = Attendee.objects.filter(meeting=meeting, comes=True).select_related("agency")
    return coming.order_by(Swedish("agency__short_name"), "agency_id", Swedish("name"))


def not_cancelled(meeting: Meeting) -> None:
    """Nothing is printed for a meeting that does not take place. Raises NotNow."""
    if meeting.state == MeetingState.CANCELLED:
        raise NotNow(_("The meeting is cancelled."))


def only_planned(meeting: Meeting) -> None:
    """A meeting that was held or cancelled is not changed. Raises NotNow."""
    if meeting.state != MeetingState.PLANNED:
        state = meeting.get_state_display()
        raise NotNow(_("The meeting is %(state)s and is not changed any more.") % {"state": state})


def _check_hours(starts: time, ends: time) -> None:
    if ends <= starts:
        raise ValidationError({"ends": _("The meeting must end after it starts.")})


def _widen(meeting: Meeting, agencies: Iterable[Agency]) -> None:
    """Whoever is at the table may see the meeting. How far a row reaches is its owner's to say."""
    needed = context.for_agencies(*agencies).circle
    if meeting.reach >= needed:
        return
    if not meeting.is_mine:
        raise NotNow(_("Only the agency that called the meeting may invite agencies outside the core."))
    meeting.reach = needed
    meeting.save()


def _set_coming(seat: Attendee, comes: bool, meeting: Meeting) -> None:
    seat.comes = comes
    if seat.is_mine:
        seat.reach = meeting.reach
    seat.save()
