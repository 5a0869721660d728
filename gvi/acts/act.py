"""Acts: one decorated function for each thing that a person can do.

The decorator asks the role, gives the first answer again to a second press, re-reads and locks the row through the
guarded manager (the filter is the check), asks grant, version and preconditions, runs the body, moves the state, makes
deferred constraints speak, and writes the LogEntry from everything that was saved inside. So no act can forget its log,
and no log can tell of an act that did not happen.
"""

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, cast
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gvi.access import recording
from gvi.access.guarded import Guarded
from gvi.access.policy import Right
from gvi.access.principal import Principal
from gvi.acts import log as _log
from gvi.acts import receipts
from gvi.acts.requires import NotNow, Precondition, StatusChoices, in_state

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


SAVED = gettext_lazy("Saved.")


class Stale(Exception):
    """Somebody else changed the row in the meantime (409). Carries the row as it is now."""

    def __init__(self, row: Guarded) -> None:
        super().__init__(_("Somebody changed this while you were writing."))
        self.row = row


class HasOwner(Protocol):
    """What an act needs of its row: a guarded row, or a system row that one agency answers for."""

    pk: Any

    @property
    def owner_id(self) -> int: ...


class ActFunction(Protocol):
    """The function of an act, as it is called."""

    act: "Act"

    def __call__(self, row: HasOwner | None = None, /, *, by: Principal, **facts: Any) -> Any: ...


@dataclass(frozen=True)
class Act:
    """What is known of an act: for the kernel, for pages and buttons, for the log and for tests.

    `on` is the model of the row that the act is about. `writes` is False for an act that only reads that row, without
    a lock and without a grant on it, and writes others (inviting to a call-in). `label` is what its button and page
    say, `log` what the log says about whoever did it ("planned a call-in"), `done` the confirmation. `danger` marks
    what cannot be taken back. An act that is done `at_once` takes no form: a press does it.
    """

    name: Right
    function: ActFunction
    on: type[Model] | None = None
    writes: bool = True
    moves: tuple[StatusChoices, StatusChoices] | None = None
    requires: tuple[Precondition, ...] = ()
    label: "StrOrPromise" = ""
    log: "StrOrPromise" = ""
    done: "StrOrPromise" = SAVED
    icon: str = ""
    danger: bool = False
    at_once: bool = False

    @property
    def url_name(self) -> str:
        """The name of the address of the act's page: `callins.invite` is at `callins:invite`."""
        return self.name.replace(".", ":")

    @property
    def preconditions(self) -> tuple[Precondition, ...]:
        """All that must hold of the row; the state that the act moves from comes first."""
        return (in_state(self.moves[0]), *self.requires) if self.moves else self.requires

    def check(self, row: Any, by: Principal) -> None:
        """Raise PermissionDenied if it is not `by`'s to do, NotNow if it cannot be done to the row as it is."""
        self.check_right(row, by)
        self.check_preconditions(row, by)

    def check_right(self, row: Any, by: Principal) -> None:
        """Whether the role has the act, and the agency may write the row. Raises PermissionDenied."""
        if not by.may(self.name):
            raise PermissionDenied(self.name)
        if row is not None and self.writes and not by.may_write(row):
            raise PermissionDenied(row._meta.label)

    def check_preconditions(self, row: Any, by: Principal) -> None:
        """Whether it can be done to the row as it is. Raises NotNow or PermissionDenied."""
        for precondition in self.preconditions:
            precondition(row, by)

    def is_open_for(self, row: Any, by: Principal) -> bool:
        """Whether `by` could do it now. Asks the same preconditions as the act itself."""
        try:
            self.check(row, by)
        except (PermissionDenied, NotNow):
            return False
        return True


REGISTRY: dict[str, Act] = {}


def act(
    name: str,
    *,
    on: type[Model] | None = None,
    writes: bool = True,
    moves: tuple[StatusChoices, StatusChoices] | None = None,
    requires: Sequence[Precondition] = (),
    label: "StrOrPromise" = "",
    log: "StrOrPromise" = "",
    done: "StrOrPromise" = SAVED,
    icon: str = "",
    danger: bool = False,
    at_once: bool = False,
) -> Callable[[Callable[..., Any]], ActFunction]:
    """Declare an act; see Act for the arguments. Raises ValueError if `name` is no right of the policy.

    With `on`, the first argument of the function is a row of that model. Callers pass `by`; a form also passes
    `version` (of the row it showed) and `key` (of the press).
    """

    def declare(body: Callable[..., Any]) -> ActFunction:
        @functools.wraps(body)
        def run(row: Guarded | None = None, *, by: Principal, **facts: Any) -> Any:
            return _run(declared, body, row, by=by, **facts)

        function = cast(ActFunction, run)
        declared = Act(
            Right(name), function, on, writes, moves, tuple(requires), label, log, done, icon, danger, at_once
        )  # fmt: skip
        REGISTRY[declared.name] = function.act = declared
        return function

    return declare


def _run(
    declared: Act,
    body: Callable[..., Any],
    row: Guarded | None,
    *,
    by: Principal,
    version: int | None = None,
    key: UUID | None = None,
    **facts: Any,
) -> Any:
    """Do the act in one transaction, with its log. A second press with the same key returns the first one's receipt."""
    if not by.may(declared.name):
        raise PermissionDenied(declared.name)
    with transaction.atomic(), recording.collecting_changes() as recorder:
        if key and (receipt := receipts.earlier(declared.name, by=by, key=key)):
            return receipt
        if row is not None:
            row = _locked(row, by=by, version=version) if declared.writes else _as_it_is(row)
        result = _carry_out(declared, body, row, by=by, facts=facts)
        check_deferred_constraints()
        _log.write_act(declared.name, by, recorder, row)
        if key:
            receipts.keep(result if isinstance(result, Model) else row, by=by, key=key)
    return result


def _carry_out(
    declared: Act, body: Callable[..., Any], row: Guarded | None, *, by: Principal, facts: dict[str, Any]
) -> Any:
    """Ask the preconditions, run the body, and move the state."""
    declared.check_preconditions(row, by)
    if row is None:
        return body(by=by, **facts)
    result = body(row, by=by, **facts)
    if declared.moves:
        row.state = declared.moves[1]  # type: ignore[attr-defined]
        row.save()
    return result


def _as_it_is(row: Guarded) -> Guarded:
    """The row as it is now. Invisible and missing both raise DoesNotExist."""
    return type(row).objects.get(pk=row.pk)


def _locked(row: Guarded, *, by: Principal, version: int | None) -> Guarded:
    """The row as it is now, locked. Invisible and missing both raise DoesNotExist; no right to write, PermissionDenied.

    Raises Stale if it is not the version that the form showed.
    """
    if not by.may_write(_as_it_is(row)):
        raise PermissionDenied(row._meta.label)
    locked = type(row).objects.select_for_update(of=("self",)).get(pk=row.pk)
    if version is not None and locked.version != version:
        raise Stale(locked)
    return locked


def check_deferred_constraints() -> None:
    """Make deferred constraints refuse now, inside the act. Raises IntegrityError."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


def wait_for_turn(lock: int, number: int) -> None:
    """Wait until no other act holds this advisory lock for this number; it is held until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [lock, number])
