"""Striking a person from a call-in: the seat is free, nobody is absent, and the reason is its owner's."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from callins.models import AHEAD, Invitation, Strike, StrikeReason
from callins.rules import is_of_callin_ahead, is_ones_to_seat, is_standing
from groups.models import PersonCode
from gvi.access.policy import Reach
from gvi.access.principal import Principal
from gvi.acts.act import act


@act(
    "callins.strike", on=Invitation, requires=[is_ones_to_seat, is_of_callin_ahead, is_standing],
    label=gettext_lazy("Strike from the evening"), icon="user-x", log=gettext_lazy("struck an invitation"),
    done=gettext_lazy("Struck. The seat is free, and the person does not count as absent."),
)  # fmt: skip
def strike(invitation: Invitation, *, by: Principal, reason: str) -> Invitation:
    """The person does not come, for a reason that only the code's own agency reads. The seat is free again.

    What was registered of the person falls. Raises ValidationError.
    """
    if reason not in StrikeReason.values:
        raise ValidationError({"reason": _("Choose a reason.")})
    _struck(invitation)
    Strike(invitation=invitation, owner_id=invitation.owner_id, reason=reason).save()
    return invitation


@act("callins.send_home", log=gettext_lazy("took home the seats of a code"))
def send_home(*, by: Principal, person_code: PersonCode, reason: str) -> set[int]:
    """Strike the agency's own code from every call-in that is ahead: nobody else reads that it was invited.

    Returns the agencies that run those call-ins.
    """
    ahead = Invitation.objects.filter(person_code=person_code, owner=by.agency, callin__state__in=AHEAD)
    open_seats = list(ahead.select_for_update(of=("self",)).select_related("callin"))
    why = reason if reason in StrikeReason.values else StrikeReason.OTHER
    for invitation in open_seats:
        invitation.reach = Reach.OWN
        _struck(invitation)
        Strike(invitation=invitation, owner_id=invitation.owner_id, reason=why).save()
    return {invitation.callin.owner_id for invitation in open_seats}


def _struck(invitation: Invitation) -> None:
    """Take seat, arrival and registration from the invitation."""
    invitation.seat, invitation.slot, invitation.escort = None, None, ""
    invitation.outcome, invitation.recorded_at, invitation.recorded_by = "", None, None
    invitation.previous_outcome, invitation.previous_at, invitation.previous_by = "", None, None
    invitation.save()
