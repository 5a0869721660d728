"""When something may be done with a sanction or a measure (domain 2.9, 2.11 rules 1-7)."""

from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from callins.models import CallInGroup, NotificationCount
from groups.models import Incident
from gvi.access import policy
from gvi.access.principal import Principal
from gvi.acts.requires import NotNow
from gvi.acts.validators import check_not_in_future
from sanctions.models import DecisionPart, Measure, Sanction, SanctionDecision, SanctionState
from sanctions.queries import levers_to_record, missing_parts


def is_running(sanction: Sanction, by: Principal) -> None:
    """Raises NotNow unless the group is in focus under the sanction."""
    if not sanction.is_running:
        raise NotNow(_("Measures are planned when the focus is decided, and until it ends."))


def is_confirmed(sanction: Sanction, by: Principal) -> None:
    """Raises NotNow until every part of the quorum has confirmed the decision (rule 2)."""
    decided = SanctionDecision.objects.filter(sanction=sanction).exists()
    missing = missing_parts([sanction]).get(sanction.pk, []) if decided else policy.missing_in_quorum([])
    if missing:
        sentence = _("The decision waits for: %(missing)s. Each agency confirms its own part.")
        raise NotNow(sentence % {"missing": ", ".join(missing)})


def lacks_my_part(decision: SanctionDecision, by: Principal) -> None:
    """Raises NotNow if the agency has confirmed its part already, or if what was decided is withdrawn."""
    if DecisionPart.objects.filter(decision=decision, agency=by.agency).exists():
        raise NotNow(_("Your agency has confirmed its part already."))
    if decision.sanction.state == SanctionState.WITHDRAWN:
        raise NotNow(_("The decision is withdrawn."))


def has_levers_to_record(sanction: Sanction, by: Principal) -> None:
    """Raises NotNow if every agency that has measures logs in and plans its own."""
    if not levers_to_record():
        raise NotNow(_("Every agency that has measures logs in and plans its own."))


def is_going(measure: Measure, by: Principal) -> None:
    """Raises NotNow for a closed measure: there is nothing left to report."""
    if not measure.is_going:
        raise NotNow(_("This measure is closed."))


def was_told(group: UUID, incident: Incident) -> bool:
    """Whether somebody from the group was at a call-in or in a talk before the incident (rule 3).

    A talk that reached only a relative told nobody in the group.
    """
    before = incident.happened_on
    if NotificationCount.objects.filter(group=group, reached__gt=0, date__lt=before).exists():
        return True
    informed = CallInGroup.objects.held().filter(group=group, present__gt=0)
    return informed.filter(callin__date__lt=before).exists()


def takes_motive(sanction: Sanction) -> bool:
    """Whether one more group in focus takes a motive (rule 4)."""
    return Sanction.objects.running().exclude(pk=sanction.pk).count() >= policy.MOST_IN_FOCUS


def check_decision_date(decided_on: date, late_reason: str) -> None:
    """A decision is recorded on its day, or later with a reason; never ahead. Raises ValidationError."""
    check_not_in_future("decided_on", decided_on)
    if decided_on < timezone.localdate() and not late_reason:
        raise ValidationError({"late_reason": _("The decision was taken earlier. Say why it is noted only now.")})


def check_review(decided_on: date, review_on: date, reason: str) -> None:
    """Review within four weeks of the decision; a later date takes a reason (rule 6). Raises ValidationError."""
    if review_on < decided_on:
        raise ValidationError({"review_on": _("The review cannot be earlier than the decision.")})
    if review_on > decided_on + policy.USUAL_TO_REVIEW and not reason:
        sentence = _("That is more than four weeks after the decision. Say why the review is so late.")
        raise ValidationError({"review_reason": sentence})
