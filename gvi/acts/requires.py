"""Preconditions of acts: what must hold before an act may be done.

A precondition is a function `(row, by) -> None` that raises NotNow (not in this state or at this time) or
PermissionDenied (not yours to do). It is declared once, on the act, and asked in three places: inside the act after the
row is locked, before the page shows its form, and before a button is offered. `row` is None for an act without a row.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import TextChoices
from django.utils.translation import gettext as _

from gvi.access.principal import Principal

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Precondition = Callable[[Any, Principal], None]


class NotNow(Exception):
    """The act is allowed, but not in this state or at this time (409). Carries a sentence for whoever tried."""


class StatusChoices(TextChoices):
    """The states of a row. `A >> B` is the move that an act makes."""

    def __rshift__(self, after: "StatusChoices") -> tuple["StatusChoices", "StatusChoices"]:
        return (self, after)


@dataclass(frozen=True)
class InState:
    """The row is in one of these states. `otherwise` is the sentence for any other state."""

    states: tuple[StatusChoices, ...]
    otherwise: "StrOrPromise" = ""

    def __call__(self, row: Any, by: Principal) -> None:
        if row.state in self.states:
            return
        sentence = _("This cannot be done now: the state is “%(state)s”.")
        raise NotNow(str(self.otherwise) or sentence % {"state": row.get_state_display()})


def in_state(*states: StatusChoices, otherwise: "StrOrPromise" = "") -> InState:
    """Require that the row is in one of these states."""
    return InState(states, otherwise)
