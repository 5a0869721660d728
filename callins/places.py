"""Changing many seats at once: what was typed on each line, and the two reasons to refuse it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from callins.models import CallIn, Invitation
from gvi.acts.act import Stale


@dataclass(frozen=True)
class Place:
    """What was typed on the line of a seat: what differs from what the form showed, and the version it showed."""

    version: int
    facts: dict[str, Any]


def field_of(seat: Invitation, name: str = "seat") -> str:
    """The name of a form field on the line of a seat."""
    return f"{name}_{seat.pk.hex}"


def refuse_stale(changing: list[Invitation], places: dict[UUID, Place]) -> None:
    """Somebody else changed a line meanwhile. Raises Stale with the first such seat."""
    for seat in changing:
        if seat.version != places[seat.pk].version:
            raise Stale(seat)


def refuse_taken(callin: CallIn, changing: list[Invitation]) -> None:
    """A seat is one person's. The sentence names who else has it, so that the two can be swapped in one go."""
    moved = {seat.pk: seat for seat in changing}
    sitting: dict[int, list[Invitation]] = {}
    for seat in callin.invitations.select_related("person_code"):
        now = moved.get(seat.pk, seat)
        sitting.setdefault(now.seat, []).append(now)
    errors = {
        field_of(seat): _("Seat %(seat)s is also given to %(others)s. Change one of them.")
        % {"seat": seat.seat, "others": _others(seat, sitting[seat.seat])}
        for seat in changing
        if len(sitting[seat.seat]) > 1
    }
    if errors:
        raise ValidationError(errors)


def _others(seat: Invitation, sitting: list[Invitation]) -> str:
    return ", ".join(other.person_code.code for other in sitting if other.pk != seat.pk)
