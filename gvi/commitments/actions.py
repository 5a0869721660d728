"""What can be done with commitments (domain 2.10, 3.6)."""

import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gvi.access import context
from gvi.access.principal import Principal
from gvi.acts.act import act
from gvi.acts.requires import NotNow
from gvi.commitments import origins
from gvi.commitments.models import NEEDS_REASON, Commitment, CommitmentEvent, CommitmentKind, CommitmentState, EventKind
from gvi.commitments.rules import is_outstanding, is_settled, is_standing, is_theirs_to_say
from gvi.partnerships.models import Agency


@act("commitments.make", label=gettext_lazy("New action"), icon="plus", log=gettext_lazy("wrote down an action"))
def make(
    *,
    by: Principal,
    text: str,
    agency: Agency,
    due_on: datetime.date,
    kind: str = CommitmentKind.ACTION,
    function: str = "",
    made_on: datetime.date | None = None,
    origin: str = "",
    origin_id: UUID | None = None,
) -> Commitment:
    """Write down who must do what by when.

    Visible to the core agencies, or to all agencies if it is assigned to one outside the core. Raises ValidationError
    for a due date before it was agreed, or an origin that this principal cannot see.
    """
    made_on = made_on or timezone.localdate()
    _check_dates(made_on, due_on)
    if origin_id and origins.find(origin, origin_id) is None:
        raise ValidationError(_("What this came from is no longer there."))
    commitment = Commitment(
        kind=kind, text=text, agency=agency, function=function, made_on=made_on, due_on=due_on,
        origin=origin if origin_id else "", origin_id=origin_id,
        reach=context.for_agencies(by.agency, agency).needed_reach,
    )  # fmt: skip
    commitment.save()
    _record(commitment, EventKind.MADE, date=made_on)
    return commitment


@act(
    "commitments.change", on=Commitment, requires=[is_theirs_to_say, is_outstanding],
    label=gettext_lazy("Change"), log=gettext_lazy("changed an action"),
)  # fmt: skip
def change(
    commitment: Commitment,
    *,
    by: Principal,
    text: str,
    agency: Agency,
    due_on: datetime.date,
    kind: str,
    function: str = "",
    reason: str = "",
) -> Commitment:
    """Correct an open commitment, hand it to another agency or give it a new due date, which takes a reason.

    Raises NotNow, ValidationError.
    """
    _check_dates(commitment.made_on, due_on)
    moved = due_on != commitment.due_on
    if moved and not reason:
        raise ValidationError({"reason": _("Say why the day is moved.")})
    _widen(commitment, by, agency)
    commitment.kind, commitment.text, commitment.agency, commitment.function = kind, text, agency, function
    commitment.due_on = due_on
    commitment.save()
    _record(commitment, EventKind.MOVED if moved else EventKind.CHANGED, reason)
    return commitment


@act(
    "commitments.settle", on=Commitment, requires=[is_theirs_to_say, is_outstanding],
    label=gettext_lazy("Not kept or dropped"), log=gettext_lazy("noted what came of an action"),
)  # fmt: skip
def settle(
    commitment: Commitment, *, by: Principal, state: str, settled_on: datetime.date | None = None, note: str = ""
) -> Commitment:
    """Kept, not kept or dropped; the last two take a reason (domain 2.10). Raises ValidationError."""
    date = settled_on or timezone.localdate()
    if not commitment.made_on <= date <= timezone.localdate():
        raise ValidationError({"settled_on": _("Choose a day from when it was agreed until today.")})
    if state in NEEDS_REASON and not note:
        raise ValidationError({"note": _("Say why. The next meeting and the group are owed an answer.")})
    commitment.state, commitment.settled_on, commitment.note = CommitmentState(state), date, note
    commitment.save()
    _record(commitment, EventKind(state), note, date=date)
    return commitment


@act(
    "commitments.keep", on=Commitment, moves=CommitmentState.OPEN >> CommitmentState.KEPT, requires=[is_theirs_to_say],
    label=gettext_lazy("It is kept"), icon="check", at_once=True, log=gettext_lazy("noted that an action is kept"),
)  # fmt: skip
def keep(commitment: Commitment, *, by: Principal) -> Commitment:
    """Kept, today, in one press."""
    commitment.settled_on = timezone.localdate()
    _record(commitment, EventKind.KEPT)
    return commitment


@act(
    "commitments.reopen", on=Commitment, requires=[is_theirs_to_say, is_settled],
    label=gettext_lazy("Open again"), log=gettext_lazy("opened an action again"),
)  # fmt: skip
def reopen(commitment: Commitment, *, by: Principal, reason: str) -> Commitment:
    """Open again, with a reason, what was settled too early or by mistake."""
    commitment.state, commitment.settled_on, commitment.note = CommitmentState.OPEN, None, ""
    commitment.save()
    _record(commitment, EventKind.REOPENED, reason)
    return commitment


@act(
    "commitments.strike", on=Commitment, requires=[is_theirs_to_say, is_standing],
    label=gettext_lazy("Strike"), danger=True, log=gettext_lazy("struck an action"),
    done=gettext_lazy("The action is struck."),
)  # fmt: skip
def strike(commitment: Commitment, *, by: Principal) -> Commitment:
    """Take the words away: they stay in the owner's history, are shown nowhere else and never printed."""
    commitment.text = commitment.function = commitment.note = ""
    commitment.state, commitment.settled_on = CommitmentState.STRUCK, timezone.localdate()
    commitment.save()
    _record(commitment, EventKind.STRUCK)
    return commitment


def _check_dates(made_on: datetime.date, due_on: datetime.date) -> None:
    if due_on < made_on:
        raise ValidationError({"due_on": _("The day must not be before it was agreed.")})


def _widen(commitment: Commitment, by: Principal, agency: Agency) -> None:
    """Let the agency that must carry it out see it. Only the owner may widen the reach of a row. Raises NotNow."""
    needed = context.for_agencies(by.agency, agency).needed_reach
    if commitment.reach >= needed:
        return
    if not commitment.is_mine:
        raise NotNow(_("Only the agency that wrote this down may hand it to an agency outside the core."))
    commitment.reach = needed


def _record(commitment: Commitment, kind: EventKind, reason: str = "", date: datetime.date | None = None) -> None:
    CommitmentEvent(
        commitment=commitment, kind=kind, date=date or timezone.localdate(), due_on=commitment.due_on, reason=reason,
        reach=commitment.reach,
    ).save()  # fmt: skip
