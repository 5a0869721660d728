"""Who writes in a case, and which state follows which (domain 2.7, architecture 4)."""

from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from gvi.access.principal import Principal
from gvi.acts.requires import NotNow
from support.models import FollowUp, SupportCase

LONGEST_STAND_IN = timedelta(days=183)  # who stands in for longer is named anew


def latest_stand_in() -> date:
    """The last day until which somebody can be named today."""
    return timezone.localdate() + LONGEST_STAND_IN


def is_assigned(case: SupportCase, by: Principal) -> None:
    """Raises NotNow if a colleague works on the case, for whom `by` does not stand in.

    `by` takes it over first, and the log shows that.
    """
    if not case.is_written_by(by.user):
        sentence = _("%(worker)s answers for this case. Take it over first: then you can write in it.")
        raise NotNow(sentence % {"worker": case.worker})


def is_no_stand_in(case: SupportCase, by: Principal) -> None:
    """Whoever stands in for the worker reads and writes, and gives nobody the case. Raises NotNow."""
    if case.worker not in (None, by.user) and by.user in case.stand_ins:
        sentence = _("You stand in for %(worker)s. Only the worker or the head of the unit decides who has the case.")
        raise NotNow(sentence % {"worker": case.worker})


def is_assigned_the_case(follow_up: FollowUp, by: Principal) -> None:
    """The same of the case that the follow-up belongs to. Raises NotNow."""
    is_assigned(follow_up.case, by)


def is_handed_over(case: SupportCase, by: Principal) -> None:
    """Raises NotNow unless a colleague has handed the case to `by`, who has not confirmed it yet."""
    if not SupportCase.objects.handed_to(by.user).filter(pk=case.pk).exists():
        raise NotNow(_("This case has not been handed to you, or you have confirmed it already."))


def awaits_protection(case: SupportCase, by: Principal) -> None:
    """Raises NotNow unless the case is of somebody under 18 and not yet noted as taken up."""
    if not case.awaits_protection:
        raise NotNow(_("There is no child's case to take up here."))


def check_next_state(case: SupportCase, state: str) -> None:
    """Raises NotNow if the state does not follow the one that the case is in."""
    if state not in case.next_states:
        raise NotNow(_("This cannot be done now: the state is “%(state)s”.") % {"state": case.get_state_display()})
