"""Writing the log: what an act did, what a page read, what was refused. Refusals also go to stdout for the operator."""

from collections.abc import Iterable
from contextvars import ContextVar
from typing import Any
from uuid import UUID

import structlog

from gvi.access import policy
from gvi.access.context import seen_by
from gvi.access.guarded import Guarded
from gvi.access.policy import Role
from gvi.access.principal import Principal
from gvi.access.recording import ActRecorder
from gvi.acts.models import ASKED, Change, LogEntry, Outcome, plain

security = structlog.get_logger("gvi.security")
request_id: ContextVar[UUID | None] = ContextVar("gvi_request_id", default=None)


def write_act(name: str, by: Principal, recorder: ActRecorder, row: Guarded | None) -> None:
    """One LogEntry for the act, one Change for each changed row that all of its owner's people may read.

    A row that the act itself made has not changed: it is its own record.
    """
    own = set(recorder.made)
    changes = [(each, before) for each, before in recorder.changed if each not in own]
    rows: dict[str, list[str]] = {}
    fields: dict[str, list[str]] = {}
    touched = [made for made in recorder.made if not _is_hidden_from(by, made)]
    touched += [changed for changed, _before in changes]
    for each in touched if row is None else [row, *touched]:
        ids = rows.setdefault(each._meta.label, [])
        if str(each.pk) not in ids:
            ids.append(str(each.pk))
    for changed, before in changes:
        unnamed = policy.unnamed_columns(changed._meta.label)
        if told := [name for name in before if name not in unnamed]:
            names = fields.setdefault(changed._meta.label, [])
            names += [name for name in told if name not in names]
    entry = _entry(by, name, rows=rows, fields=fields)
    LogEntry.write([entry])
    if kept := [_change(entry, changed, before) for changed, before in changes if not _is_named(changed)]:
        Change.write(kept)


def write_reads(by: Principal, reads: dict[str, set[str]], *, where: str) -> None:
    """One LogEntry for the personal data that a page or a job read.

    Raises whatever the database raises, and the page is not shown: no log, no page.
    """
    if reads:
        rows = {label: sorted(ids) for label, ids in sorted(reads.items())}
        LogEntry.write([_entry(by, where, outcome=Outcome.SEEN, rows=rows)])


def write_refusal(by: Principal, *, where: str, asked: Any = None) -> None:
    """One LogEntry for a page or an act that was refused, with the id that was asked for (architecture 2)."""
    rows = {ASKED: [str(asked)]} if asked else {}
    LogEntry.write([_entry(by, where, outcome=Outcome.REFUSED, rows=rows)])


def write_event(by: Principal, verb: str, outcome: Outcome) -> None:
    """One LogEntry for what happened to the account of `by`: signing in, a wrong password, a new second factor."""
    LogEntry.write([_entry(by, verb, outcome=outcome)])


def write_unseen(by: Principal, where: str, rows: Iterable[Guarded]) -> None:
    """One refused LogEntry of nobody, for those who review the log: what `by` is not to be told.

    It names no user, so that it does not stand among that user's own entries; the request's id leads to who it was.
    Nobody known may write as nobody: the entry is the agency's own.
    """
    ids: dict[str, list[str]] = {}
    for row in rows:
        ids.setdefault(row._meta.label, []).append(str(row.pk))
    entry = LogEntry(role=Role.SYSTEM, verb=where, outcome=Outcome.REFUSED, rows=ids, request=request_id.get())
    with seen_by(by.agency):
        LogEntry.write([entry])


def refused(reason: str, **facts: Any) -> None:
    """Tell the operator of a refusal, by ids and names of acts only: its transaction is rolled back."""
    security.warning("refused", why=reason, request=str(request_id.get()), **facts)


def _entry(by: Principal, verb: str, **facts: Any) -> LogEntry:
    return LogEntry(user=by.user, role=by.role, verb=verb, request=request_id.get(), **facts)


def _is_hidden_from(by: Principal, row: Guarded) -> bool:
    """A row that `by` wrote to another agency and cannot read: the log of the writer does not name it either."""
    rule = policy.for_model(row._meta.label)
    return rule is not None and rule.insert.mentions(policy.TELLER) and row.owner_id != by.agency.pk


def _is_named(row: Guarded) -> bool:
    """Only some people of the owner read the row, and all of them could read its history: no value is kept."""
    rule = policy.for_model(row._meta.label)
    return rule is not None and rule.is_named


def _change(entry: LogEntry, row: Guarded, before: dict[str, Any]) -> Change:
    sealed = policy.sealed_columns(row._meta.label)
    names = [name for name in before if name not in sealed]
    return Change(
        owner_id=row.owner_id,
        entry=entry.pk,
        label=row._meta.label,
        row=row.pk,
        before={name: plain(before[name]) for name in names},
        after={name: plain(getattr(row, name)) for name in names},
    )
