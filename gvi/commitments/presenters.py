"""Commitments as pages and papers show them: when they are due in words, and where they came from."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from gvi.access.policy import Reach, Right
from gvi.access.principal import Principal
from gvi.commitments import actions
from gvi.commitments.models import Commitment, CommitmentState
from gvi.commitments.origins import Origin, origins_of
from gvi.pages.buttons import Button, button

COLORS = {
    CommitmentState.OPEN: "info",
    CommitmentState.KEPT: "success",
    CommitmentState.NOT_KEPT: "danger",
    CommitmentState.DROPPED: "neutral",
    CommitmentState.STRUCK: "neutral",
}


@dataclass(frozen=True)
class CommitmentRow:
    """A commitment in a list. The buttons are None unless the reader may settle it."""

    commitment: Commitment
    origin: Origin | None
    keep: Button | None
    settle: Button | None

    @property
    def color(self) -> str:
        return "danger" if self.commitment.is_late else COLORS[CommitmentState(self.commitment.state)]

    @property
    def state_label(self) -> str:
        return pgettext("commitment", "late") if self.commitment.is_late else self.commitment.get_state_display()

    @property
    def due(self) -> str:
        return due_label(self.commitment)


def rows_for(commitments: Iterable[Commitment], by: Principal) -> list[CommitmentRow]:
    """The rows of a list: one query for each kind of origin among them."""
    commitments = list(commitments)
    known = origins_of(commitments)
    return [_row(commitment, by, known.get(commitment.pk)) for commitment in commitments]


def _row(commitment: Commitment, by: Principal, origin: Origin | None) -> CommitmentRow:
    keep, settle = (
        button(function, commitment) if function.act.is_open_for(commitment, by) else None
        for function in (actions.keep, actions.settle)
    )
    return CommitmentRow(commitment, origin, keep, settle)


def due_label(commitment: Commitment) -> str:
    """How far away its due date is. Being late is also said in words, never by colour alone."""
    if not commitment.is_outstanding:
        return _settled_label(commitment)
    left = commitment.days_left
    if left < 0:
        return ngettext("%(n)s day late", "%(n)s days late", -left) % {"n": -left}
    if left == 0:
        return _("today")
    return ngettext("in %(n)s day", "in %(n)s days", left) % {"n": left}


def _settled_label(commitment: Commitment) -> str:
    if commitment.state != CommitmentState.KEPT:
        return ""
    over = commitment.days_over
    return ngettext("%(n)s day late", "%(n)s days late", over) % {"n": over} if over else _("in time")


def readers_of(commitment: Commitment) -> list[str]:
    """Who can read it, and how long it is kept (architecture 3)."""
    if commitment.reach == Reach.ALL:
        audience = _(
            "Every agency of the partnership sees it, as it was given to one outside the core: what is to be done, by "
            "which agency and function, and what came of it."
        )
    else:
        audience = _(
            "The core agencies see what is to be done, by which agency and function, and what came of it. Given to an "
            "agency outside the core, every agency of the partnership sees it."
        )
    return [audience, _("It is kept with the partnership's records.")]


def make_url(origin: str, pk: UUID) -> str:
    """The page where a commitment that came from this is written down."""
    return reverse("commitments:make") + "?" + urlencode({"kalla": origin, "id": pk})


def commitments_from(by: Principal, origin: str, pk: UUID, *parts: UUID) -> dict[str, Any]:
    """What the page of a meeting, a call-in or a sanction shows of the commitments made there, open ones first.

    `parts` are rows that belong to it and may have commitments of their own. Empty for a reader who may not see them.
    """
    if not by.may(Right.COMMITMENTS_SEE):
        return {}
    found = Commitment.objects.standing().filter(origin_id__in=[pk, *parts]).due_first()
    rows = sorted(
        (_row(commitment, by, None) for commitment in found), key=lambda row: not row.commitment.is_outstanding
    )
    return {
        "shows_commitments": True,
        "commitments": rows,
        "make_commitment_url": make_url(origin, pk) if by.may(Right.COMMITMENTS_MAKE) else "",
    }
