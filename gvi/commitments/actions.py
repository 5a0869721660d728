"""What can be done with promises. Every write of theirs is here (domain 2.10, 3.6)."""

from datetime import date
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from gvi.access import context
from gvi.access.principal import Principal
from gvi.acts.act import NotNow, act
from gvi.commitments import sources
from gvi.commitments.models import NEEDS_WHY, Commitment, CommitmentEvent, CommitmentKind, CommitmentState, TurnKind
from gvi.partnerships.models import Agency


@act("commitments.make")
def make(
    *,
    by: Principal,
    text: str,
    agency: Agency,
    due_on: date,
    kind: str = CommitmentKind.ACTION,
    function: str = "",
    made_on: date | None = None,
    source: str = "",
    source_id: UUID | None = None,
) -> Commitment:
    """Write down who is to do what by when. All core agencies see it; once it is for the outer circle, every agency.

    Raises ValidationError for a day before it was agreed, or a source that this principal does not see.
    """
    made_on = made_on or timezone.localdate()
    _check_days(made_on, due_on)
    if source_id and sources.find(source, source_id) is None:
        raise ValidationError(_("What this came from is not there any more."))
    promise = Commitment(
        kind=kind, text=text, agency=agency, function=function, made_on=made_on, due_on=due_on,
        source=source if source_id else "", source_id=source_id, reach=context.for_agencies(by.agency, agency).circle,
    )  # fmt: skip
    promise.save()
    _note(promise, TurnKind.MADE, on=made_on)
    return promise


@act("commitments.change")
def change(
    promise: Commitment,
    *,
    by: Principal,
    text: str,
    agency: Agency,
    due_on: date,
    kind: str,
    function: str = "",
    why: str = "",
) -> Commitment:
    """Correct an open promise, hand it to another agency or give it a new day. A new day takes a reason.

    Raises NotNow, ValidationError.
    """
    require_waiting(promise)
    require_say(promise, by)
    _check_days(promise.made_on, due_on)
    moved = due_on != promise.due_on
    if moved and not why:
        raise ValidationError({"why": _("Say why the day is moved.")})
    _widen(promise, by, agency)
    promise.kind, promise.text, promise.agency, promise.function = kind, text, agency, function
    promise.due_on = due_on
    promise.save()
    _note(promise, TurnKind.MOVED if moved else TurnKind.CHANGED, why)
    return promise


@act("commitments.settle")
def settle(
    promise: Commitment, *, by: Principal, state: str, settled_on: date | None = None, note: str = ""
) -> Commitment:
    """Kept, not kept or dropped; the last two take a why (domain 2.10: “we said, we did”).

    The agency that is to do it says so, or the one that wrote it down, or whoever keeps the list. Raises NotNow,
    ValidationError, PermissionDenied.
    """
    require_waiting(promise)
    require_say(promise, by)
    day = settled_on or timezone.localdate()
    if not promise.made_on <= day <= timezone.localdate():
        raise ValidationError({"settled_on": _("Choose a day from when it was agreed until today.")})
    if state in NEEDS_WHY and not note:
        raise ValidationError({"note": _("Say why. The next meeting and the group are owed an answer.")})
    promise.state, promise.settled_on, promise.note = CommitmentState(state), day, note
    promise.save()
    _note(promise, TurnKind(state), note, on=day)
    return promise


@act("commitments.keep", moves=CommitmentState.OPEN >> CommitmentState.KEPT)
def keep(promise: Commitment, *, by: Principal) -> Commitment:
    """Kept, today, in one press. Raises PermissionDenied for what is not one's own to settle."""
    require_say(promise, by)
    promise.settled_on = timezone.localdate()
    _note(promise, TurnKind.KEPT)
    return promise


@act("commitments.reopen")
def reopen(promise: Commitment, *, by: Principal, why: str) -> Commitment:
    """It was settled too early or by mistake: open again, with a reason. Raises NotNow."""
    require_settled(promise)
    require_say(promise, by)
    promise.state, promise.settled_on, promise.note = CommitmentState.OPEN, None, ""
    promise.save()
    _note(promise, TurnKind.REOPENED, why)
    return promise


def has_say(promise: Commitment, by: Principal) -> bool:
    """Whether it is this one's to change and to settle: to do, written down by the own agency, or the list's keeper."""
    return by.agency.pk in (promise.agency_id, promise.owner_id) or by.may("commitments.keep_list")


def require_say(promise: Commitment, by: Principal) -> None:
    """Raises PermissionDenied for somebody else's promise."""
    if not has_say(promise, by):
        raise PermissionDenied("commitments")


def require_waiting(promise: Commitment) -> None:
    """Raises NotNow where it is settled."""
    if not promise.is_waiting:
        state = promise.get_state_display()
        raise NotNow(_("This is settled: %(state)s. Open it again to change it.") % {"state": state})


def require_settled(promise: Commitment) -> None:
    """Raises NotNow where it is still open."""
    if promise.is_waiting:
        raise NotNow(_("This is open already."))


def _check_days(made_on: date, due_on: date) -> None:
    if due_on < made_on:
        raise ValidationError({"due_on": _("The day must not be before it was agreed.")})


def _widen(promise: Commitment, by: Principal, agency: Agency) -> None:
    """Whoever is to do it must see it. How far a row reaches is its owner's to say. Raises NotNow."""
    needed = context.for_agencies(by.agency, agency).circle
    if promise.reach >= needed:
        return
    if not promise.is_mine:
        raise NotNow(_("Only the agency that wrote this down may hand it to an agency outside the core."))
    promise.reach = needed


def _note(promise: Commitment, what: TurnKind, why: str = "", on: date | None = None) -> None:
    on = on or timezone.localdate()
    CommitmentEvent(promise=promise, what=what, on=on, due_on=promise.due_on, why=why, reach=promise.reach).save()
