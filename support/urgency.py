"""What cannot wait a day: acute danger, and a child whose protection nobody has assessed (domain 2.7, 2.11 rule 22).

Said in words and in colour, on a clock of its own, and sorted before everything else.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Case, DateTimeField, ExpressionWrapper, F, Q, Value, When
from django.utils.translation import gettext_lazy as _

from callins.models import Known, SupportRequest
from support.models import CLOSED, SupportCase, awaits_protection

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

CENTURY = timedelta(days=36_500)


@dataclass(frozen=True)
class Urgency:
    """Why something goes first, and what is done at once."""

    rank: int
    label: "StrOrPromise"
    at_once: "StrOrPromise"


ACUTE = Urgency(0, _("acute danger"), _("make contact at once"))
MINOR = Urgency(1, _("under 18"), _("assess the need of protection at once"))


def urgencies(row: SupportRequest | SupportCase) -> list[Urgency]:
    """Why this request or case goes first, the gravest first; empty for one that does not, and for a closed case."""
    if isinstance(row, SupportCase):
        minor, acute = row.awaits_protection, row.acute == Known.YES and not row.is_closed
    else:
        minor, acute = row.minor == Known.YES, row.acute == Known.YES
    return [ACUTE] * acute + [MINOR] * minor


def _in_turn(acute: Q, minor: Q) -> Case:
    """By when they asked; those in acute danger before all others, children next."""

    def earlier(centuries: int) -> "ExpressionWrapper[Any]":
        return ExpressionWrapper(F("asked_at") - Value(centuries * CENTURY), output_field=DateTimeField())

    return Case(When(acute, then=earlier(2)), When(minor, then=earlier(1)), default=F("asked_at"))


REQUESTS_IN_TURN = _in_turn(Q(acute=Known.YES), Q(minor=Known.YES))
CASES_IN_TURN = _in_turn(~Q(state__in=CLOSED) & Q(acute=Known.YES), awaits_protection())
