"""Changing many seats at once: what was typed for each invitation, and the two reasons to refuse it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from callins.models import CallIn, Invitation
from gvi.acts.act import Stale


@dataclass(frozen=True)
class SeatChange:
    """What was typed for an invitation: the facts that differ from what the form showed, and the version it showed."""

    version: int
    facts: dict[str, Any]


def field_name(invitation: Invitation, name: str = "seat") -> str:
    """The name of the form field for one fact of an invitation."""
    return f"{name}_{invitation.pk.hex}"


def refuse_stale(changing: list[Invitation], changes: dict[UUID, SeatChange]) -> None:
    """Raises Stale with the first invitation that somebody else has changed in the meantime."""
    for invitation in changing:
        if invitation.version != changes[invitation.pk].version:
            raise Stale(invitation)


def refuse_taken(callin: CallIn, changing: list[Invitation]) -> None:
    """Raises ValidationError if two codes would get the same seat. It names the other, so that they can be swapped."""
    changed = {invitation.pk: invitation for invitation in changing}
    seated: dict[int | None, list[Invitation]] = {}
    for invitation in callin.invitations.standing().select_related("person_code"):
        now = changed.get(invitation.pk, invitation)
        seated.setdefault(now.seat, []).append(now)
    errors = {
        field_name(invitation): _("Seat %(seat)s is also given to %(others)s. Change one of them.")
        % {"seat": invitation.seat, "others": _others(invitation, seated[invitation.seat])}
        for invitation in changing
        if len(seated[invitation.seat]) > 1
    }
    if errors:
        raise ValidationError(errors)


def _others(invitation: Invitation, seated: list[Invitation]) -> str:
    return ", ".join(other.person_code.code for other in seated if other.pk != invitation.pk)
