"""When something may be done with a call-in, and checks of its facts (domain 2.5)."""

from datetime import date, datetime, time

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from callins.models import AHEAD, CallIn, CallInState, Invitation
from callins.queries import agencies_reading_requests, may_seat
from gvi.access.principal import Principal
from gvi.acts.requires import NotNow
from gvi.text.days import day_label

UNREAD = gettext_noop("Social services do not log in here: what is written would be read by nobody. Call them instead.")


def is_ahead(callin: CallIn, by: Principal) -> None:
    """Seats are given out and changed until the evening is closed. Raises NotNow."""
    if callin.state not in AHEAD:
        raise NotNow(_refusal(callin))


def has_not_been_held(callin: CallIn, by: Principal) -> None:
    """What is entered afterwards took place: it cannot be cancelled. Raises NotNow."""
    if callin.entered_at:
        raise NotNow(_("This call-in was entered afterwards: it was held and cannot be cancelled."))


def is_in_progress(callin: CallIn, by: Principal) -> None:
    """Attendance is recorded while the evening is open. Raises NotNow."""
    if callin.state != CallInState.EVENING:
        raise NotNow(_refusal(callin))


def is_of_open_evening(invitation: Invitation, by: Principal) -> None:
    """Asked of the call-in as it is now, whatever the page showed. Raises NotNow."""
    is_in_progress(CallIn.objects.get(pk=invitation.callin_id), by)


def is_of_callin_ahead(invitation: Invitation, by: Principal) -> None:
    """Asked of the call-in as it is now. Raises NotNow."""
    is_ahead(CallIn.objects.get(pk=invitation.callin_id), by)


def is_ones_to_seat(invitation: Invitation, by: Principal) -> None:
    """Raises PermissionDenied unless it is one's own code, or one runs the call-in."""
    if not may_seat(invitation, by):
        raise PermissionDenied("callins: only its owner and whoever runs the call-in")


def is_ones_own(invitation: Invitation, by: Principal) -> None:
    """Raises PermissionDenied unless the code is the agency's own."""
    if invitation.owner_id != by.agency.pk:
        raise PermissionDenied("callins: only the agency whose code it is")


def is_of_held_callin(invitation: Invitation, by: Principal) -> None:
    """Raises NotNow unless the evening is closed: until then a new registration replaces the old one."""
    callin = CallIn.objects.get(pk=invitation.callin_id)
    if callin.state == CallInState.CANCELLED:
        raise NotNow(_refusal(callin))
    if callin.state != CallInState.HELD:
        raise NotNow(_("The evening is not closed yet. Register the right outcome there."))


def has_outcome(invitation: Invitation, by: Principal) -> None:
    """Raises NotNow for somebody who was struck, and where only the counts are kept (domain 4.1 rule 5)."""
    if not invitation.outcome:
        raise NotNow(_("No outcome is kept of this person, so there is none to correct."))


def is_standing(invitation: Invitation, by: Principal) -> None:
    """The person has not been struck. Raises NotNow."""
    if invitation.is_struck:
        raise NotNow(_("The person is struck from this call-in. Nothing was registered."))


def time_of_tap(invitation: Invitation, told: datetime | None) -> datetime:
    """When a tap was made: as the page tells, within the evening. Without a word of it, now."""
    now = timezone.now()
    opened_at = CallIn.objects.get(pk=invitation.callin_id).opened_at or now
    return min(max(told or now, opened_at), now)


def refuse_older(invitation: Invitation, tapped_at: datetime) -> None:
    """A tap that waited for the network never overrides one that was made after it. Raises NotNow."""
    if invitation.recorded_at is None or invitation.recorded_at <= tapped_at:
        return
    facts = {
        "who": invitation.recorded_by.short_name if invitation.recorded_by else "–",
        "outcome": invitation.get_outcome_display(),
        "time": date_format(timezone.localtime(invitation.recorded_at), "TIME_FORMAT"),
        "yours": date_format(timezone.localtime(tapped_at), "TIME_FORMAT"),
    }
    sentence = _(
        "%(who)s registered %(outcome)s at %(time)s, after your tap at %(yours)s. Yours was not saved: tap again if it "
        "is right."
    )
    raise NotNow(sentence % facts)


def _refusal(callin: CallIn) -> str:
    if callin.state == CallInState.PLANNED:
        return _("The evening is not open yet. Nothing was registered.")
    if callin.state == CallInState.CANCELLED:
        return _("The call-in is cancelled. Nothing was changed.")
    return _("The evening is closed. Nothing was changed.")


def is_its_day(callin: CallIn, by: Principal) -> None:
    """An evening is opened on its day, because it cannot be opened twice and a rehearsal must not use it up.

    It may be opened later, to enter what was kept on paper. Raises NotNow.
    """
    if timezone.localdate() < callin.date:
        day = day_label(callin.date, "j F")
        raise NotNow(_("The evening can be opened on %(day)s, its own day.") % {"day": day})


def has_invitations(callin: CallIn, by: Principal) -> None:
    """Raises NotNow if nobody is invited."""
    if not callin.invitations.standing().exists():
        raise NotNow(_("Nobody is invited. Give out seats before you open the evening."))


def somebody_reads_requests(_row: None, by: Principal) -> None:
    """Raises NotNow if no social services log in: nobody would read what is written."""
    if not agencies_reading_requests(by).exists():
        raise NotNow(_(UNREAD))


def check_hours(starts_at: time, ends_at: time) -> None:
    """Raises ValidationError unless it ends after it starts."""
    if ends_at <= starts_at:
        raise ValidationError({"ends_at": _("The end must be later than the start.")})


def check_is_new(date: date, starts_at: time, ends_at: time) -> None:
    """What is entered as held is not here already: it would be counted twice. Raises ValidationError."""
    same_evening = CallIn.objects.exclude(state=CallInState.CANCELLED).filter(date=date)
    if known := same_evening.filter(starts_at__lt=ends_at, ends_at__gt=starts_at).first():
        sentence = _("There is a call-in of that evening already: %(venue)s. Open it in the list of call-ins.")
        raise ValidationError({"date": sentence % {"venue": known.venue}})
