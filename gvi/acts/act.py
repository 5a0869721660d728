"""Acts: one decorated function per thing a person can do.

The decorator re-reads and locks the row through the guarded manager (the filter is the check), asks role and guardian,
checks version and state, runs the body, moves the state, lets deferred constraints speak, and writes the Entry from
everything that was saved inside. So no act can forget its log, and no log can tell of an act that did not happen.
"""

import functools
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Protocol, cast
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.db.models import Model, TextChoices
from django.utils.translation import gettext as _

from gvi.access import policy, recording
from gvi.access.guarded import Guarded
from gvi.access.principal import Principal
from gvi.acts.models import Change, LogEntry, Receipt, plain

SEALED = ("national_id", "national_id_key", "html", "pdf")  # never copied into the log, changed or not


class NotNow(Exception):
    """The act is right but not in this state or at this time. Carries a sentence for the one who tried (409)."""


class Stale(Exception):
    """Somebody else changed the row meanwhile (409). Carries the row as it stands."""

    def __init__(self, row: Guarded) -> None:
        super().__init__(_("Somebody changed this while you were writing."))
        self.row = row


class StatusChoices(TextChoices):
    """States of a row. `A >> B` is the move that an act makes."""

    def __rshift__(self, after: "StatusChoices") -> tuple["StatusChoices", "StatusChoices"]:
        return (self, after)


@dataclass(frozen=True)
class Act:
    """What the registry knows of an act: for buttons, state diagrams and tests."""

    name: str
    moves: tuple[StatusChoices, StatusChoices] | None
    makes: bool
    function: "ActFunction"

    def is_open_for(self, row: Guarded, by: Principal) -> bool:
        """Whether to offer it: role, grant and state agree."""
        ready = self.moves is None or row.state == self.moves[0]  # type: ignore[attr-defined]
        return ready and by.may(self.name) and by.may_write(row)


class HasOwner(Protocol):
    """What an act asks of its row: a guarded one, or a system row that one agency answers for."""

    pk: Any

    @property
    def owner_id(self) -> int: ...


class ActFunction(Protocol):
    """The function of an act, as one calls it."""

    act: Act

    def __call__(self, row: HasOwner | None = None, /, *, by: Principal, **facts: Any) -> Any: ...


REGISTRY: dict[str, Act] = {}
request_id: ContextVar[UUID | None] = ContextVar("gvi_request_id", default=None)


def act(
    name: str, *, moves: tuple[StatusChoices, StatusChoices] | None = None, makes: bool = False
) -> Callable[[Callable[..., Any]], ActFunction]:
    """Declare an act.

    `makes`: it makes something new, or acts on what its keyword arguments name; otherwise its first argument is the
    row it acts on. Callers pass `by`; a form also passes `version` (of the row it showed) and `key` (of the press).
    """

    def declare(body: Callable[..., Any]) -> ActFunction:
        @functools.wraps(body)
        def run(
            row: Guarded | None = None,
            *,
            by: Principal,
            version: int | None = None,
            key: UUID | None = None,
            **facts: Any,
        ) -> Any:
            if not by.may(name):
                raise PermissionDenied(name)
            with transaction.atomic(), recording.collecting_changes() as running:
                if key and (earlier := _receipt(name, by, key)):
                    return earlier
                if row is not None:
                    row = _locked(row, by=by, version=version)
                result = _carry_out(body, row, moves=moves, by=by, facts=facts)
                check_deferred_constraints()
                _record(name, by, running, row)
                if key:
                    _keep(result if isinstance(result, Model) else row, by=by, key=key)
            return result

        declared = cast(ActFunction, run)
        REGISTRY[name] = declared.act = Act(name, moves, makes, declared)
        return declared

    return declare


def _carry_out(
    body: Callable[..., Any],
    row: Guarded | None,
    *,
    moves: tuple[StatusChoices, StatusChoices] | None,
    by: Principal,
    facts: dict[str, Any],
) -> Any:
    """The act's own lines, between the check of the state and the move to the next one."""
    if row is None:
        return body(by=by, **facts)
    check_state(row, moves)
    result = body(row, by=by, **facts)
    if moves:
        row.state = moves[1]  # type: ignore[attr-defined]
        row.save()
    return result


def open_acts(row: Guarded, by: Principal) -> list[str]:
    """The names of the acts on this row that may be offered now."""
    prefix = row._meta.app_label + "."
    return [a.name for a in REGISTRY.values() if a.name.startswith(prefix) and a.is_open_for(row, by)]


def _locked(row: Guarded, *, by: Principal, version: int | None) -> Guarded:
    """The row as it stands now, locked. Invisible and missing raise DoesNotExist alike."""
    model = type(row)
    seen = model.objects.get(pk=row.pk)
    if not by.may_write(seen):
        raise PermissionDenied(model._meta.label)
    locked = model.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if version is not None and locked.version != version:
        raise Stale(locked)
    return locked


def check_state(row: Guarded, moves: tuple[StatusChoices, StatusChoices] | None) -> None:
    """Whether an act with these moves can be done on the row as it stands. Raises NotNow."""
    if moves and row.state != moves[0]:  # type: ignore[attr-defined]
        raise NotNow(
            _("This cannot be done now: the state is “%(state)s”.") % {"state": row.get_state_display()}  # type: ignore[attr-defined]
        )


def check_deferred_constraints() -> None:
    """Make deferred constraints refuse now, inside the act. Raises IntegrityError."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


def _receipt(name: str, by: Principal, key: UUID) -> Any:
    """The result of an earlier press of the same button. The insert is the lock: a second press waits for the first."""
    try:
        with transaction.atomic():
            Receipt.objects.create(user=by.user, key=key, act=name)
    except IntegrityError:
        return Receipt.objects.get(user=by.user, key=key)
    return None


def _keep(result: Model | None, *, by: Principal, key: UUID) -> None:
    Receipt.objects.filter(user=by.user, key=key).update(result=result.pk if result else None)


def _record(name: str, by: Principal, running: recording.ActRecorder, row: Guarded | None) -> None:
    """One Entry for the act, one Change for each changed row."""
    rows: dict[str, list[str]] = {}
    fields: dict[str, list[str]] = {}
    touched = [one for one in running.made if not _is_sealed(one, by)]
    touched += [changed for changed, _before in running.changed]
    for one in touched if row is None else [row, *touched]:
        ids = rows.setdefault(one._meta.label, [])
        if str(one.pk) not in ids:
            ids.append(str(one.pk))
    for one, before in running.changed:
        names = fields.setdefault(one._meta.label, [])
        names += [field for field in before if field not in names]
    entry = LogEntry(user=by.user, role=by.role, verb=name, rows=rows, fields=fields, request=request_id.get())
    LogEntry.write([entry])
    changes = [_change(entry, one, before) for one, before in running.changed]
    if changes:
        Change.write(changes)


def _is_sealed(row: Guarded, by: Principal) -> bool:
    """A row that was told to another agency: who wrote it cannot read it, so not even his log says which it is."""
    rule = policy.for_model(row._meta.label)
    return rule is not None and rule.told_by == "teller" and row.owner_id != by.agency.pk


def _change(entry: LogEntry, row: Guarded, before: dict[str, Any]) -> Change:
    names = [name for name in before if name not in SEALED]
    return Change(
        owner_id=row.owner_id,
        entry=entry.pk,
        label=row._meta.label,
        row=row.pk,
        before={name: plain(before[name]) for name in names},
        after={name: plain(getattr(row, name)) for name in names},
    )
