"""Correcting what was registered of an invitation, after the evening: a new outcome that keeps the old."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from callins.models import Attendance, CallInGroup, Invitation, OutcomeCorrection
from callins.rules import has_outcome, is_of_held_callin, is_ones_own
from gvi.access.principal import Principal
from gvi.acts.act import act


@act(
    "callins.correct_outcome", on=Invitation, requires=[is_ones_own, is_of_held_callin, has_outcome],
    label=gettext_lazy("Correct the outcome"), icon="pencil", log=gettext_lazy("corrected an outcome"),
    done=gettext_lazy("The outcome is corrected, and so are the counts. What stood there is kept with your agency."),
)  # fmt: skip
def correct_outcome(invitation: Invitation, *, by: Principal, outcome: str, reason: str) -> OutcomeCorrection:
    """A new outcome in the place of the old one, with who, when and why. The counts of the group follow it.

    Raises ValidationError.
    """
    if outcome not in Attendance.values:
        raise ValidationError({"outcome": _("Choose one of the four.")})
    if outcome == invitation.outcome:
        raise ValidationError({"outcome": _("This is what stands there already. Choose another outcome.")})
    if not reason.strip():
        raise ValidationError({"reason": _("Write why it is corrected.")})
    correction = OutcomeCorrection(
        invitation=invitation, before=invitation.outcome, after=outcome, reason=reason, corrected_by=by.user
    )
    correction.save()
    _count_again(invitation, correction)
    invitation.previous_outcome, invitation.previous_by = invitation.outcome, invitation.recorded_by
    invitation.previous_at = invitation.recorded_at
    invitation.outcome, invitation.recorded_by, invitation.recorded_at = outcome, by.user, timezone.now()
    invitation.save()
    return correction


def _count_again(invitation: Invitation, correction: OutcomeCorrection) -> None:
    """One fewer of the old outcome and one more of the new one, in the counts that were kept of the evening."""
    counted = CallInGroup.objects.select_for_update(of=("self",))
    part = counted.get(callin=invitation.callin_id, group=invitation.person_code.group_id)
    setattr(part, correction.before, max(0, (getattr(part, correction.before) or 0) - 1))
    setattr(part, correction.after, (getattr(part, correction.after) or 0) + 1)
    part.save()
