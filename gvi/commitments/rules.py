"""When and by whom a commitment may be changed and settled (domain 2.10)."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from gvi.access.policy import Right
from gvi.access.principal import Principal
from gvi.acts.requires import NotNow
from gvi.commitments.models import Commitment, CommitmentState


def is_theirs_to_say(commitment: Commitment, by: Principal) -> None:
    """The agency must carry it out, or wrote it down, or keeps the list. Raises PermissionDenied."""
    if by.agency.pk not in (commitment.agency_id, commitment.owner_id) and not by.may(Right.COMMITMENTS_KEEP_LIST):
        raise PermissionDenied("commitments")


def is_outstanding(commitment: Commitment, by: Principal) -> None:
    """Raises NotNow if the commitment is settled."""
    is_standing(commitment, by)
    if not commitment.is_outstanding:
        state = commitment.get_state_display()
        raise NotNow(_("This is settled: %(state)s. Open it again to change it.") % {"state": state})


def is_standing(commitment: Commitment, by: Principal) -> None:
    """Raises NotNow for a commitment that was struck."""
    if commitment.state == CommitmentState.STRUCK:
        raise NotNow(_("This was struck."))


def is_settled(commitment: Commitment, by: Principal) -> None:
    """Raises NotNow if the commitment is open, or was struck."""
    is_standing(commitment, by)
    if commitment.is_outstanding:
        raise NotNow(_("This is open already."))
