"""When an agency may be invited to take part in increased focus, and when it takes part (domain 2.9)."""

from datetime import date, datetime, time

from django.utils import timezone
from django.utils.translation import gettext as _

from gvi.access import policy
from gvi.access.principal import Principal
from gvi.acts.requires import NotNow
from sanctions.models import OPEN_MEASURE, FocusParticipation, Measure, Sanction
from sanctions.participation.queries import agencies_to_invite, own_measures_in


def has_somebody_to_invite(sanction: Sanction, by: Principal) -> None:
    """Raises NotNow if every agency that could take part is asked already, or none of them logs in."""
    if not agencies_to_invite(sanction).exists():
        raise NotNow(_("Every agency that logs in and can take part is invited already."))


def takes_part(sanction: Sanction, by: Principal) -> None:
    """Raises NotNow if the agency was invited to take part and does not any more."""
    told = FocusParticipation.objects.filter(sanction=sanction, receiver=by.agency)
    if told.exists() and not told.filter(ended_on=None).exists():
        raise NotNow(_("Your agency no longer takes part in this focus. Report the measures that it has."))


def is_going(participation: FocusParticipation, by: Principal) -> None:
    """Raises NotNow if it has ended."""
    if participation.ended_on is not None or not participation.sanction.is_running:
        raise NotNow(_("The agency no longer takes part in this focus."))


def is_told(participation: FocusParticipation, by: Principal) -> None:
    """Raises NotNow for everybody but the agency that was asked: nobody else answers for it."""
    if participation.receiver_id != by.agency.pk:
        raise NotNow(_("Only the agency that is invited can answer."))


def has_no_answer(participation: FocusParticipation, by: Principal) -> None:
    """Raises NotNow if the agency has answered already, by a measure or that it has none."""
    if participation.declined_on or own_measures_in(participation.sanction, by).exists():
        raise NotNow(_("Your agency has answered already."))


def seen_until(day: date) -> datetime:
    """How long an invited agency sees a focus whose review or end is on this day: until it has had time to report."""
    return timezone.make_aware(datetime.combine(day + policy.TO_REPORT, time.max))


def seen_after_its_end(participation: FocusParticipation) -> datetime:
    """Until the agency has had time to report what it has not closed; at once, if it has closed everything."""
    mine = Measure.objects.filter(sanction=participation.sanction_id, owner=participation.receiver_id)
    is_left = mine.filter(state__in=OPEN_MEASURE).exists()
    return seen_until(timezone.localdate()) if is_left else timezone.now()
