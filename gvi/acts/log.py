"""The read log, and the security log on stdout for what the database forgets."""

from typing import Any

import structlog

from gvi.access.principal import Principal
from gvi.acts.act import request_id
from gvi.acts.models import LogEntry, Outcome

security = structlog.get_logger("gvi.security")


def write_reads(by: Principal, reads: dict[str, set[str]], *, where: str) -> None:
    """One Entry for what a page or a job read of persons. Raises whatever the database raises: no log, no page."""
    if reads:
        LogEntry.write(
            [
                LogEntry(
                    user=by.user,
                    role=by.role,
                    verb=where,
                    outcome=Outcome.SEEN,
                    rows={label: sorted(ids) for label, ids in sorted(reads.items())},
                    request=request_id.get(),
                )
            ]
        )


def write_refusal(by: Principal, *, where: str, asked: Any = None) -> None:
    """One Entry for a page or an act that was refused, with the id that was asked for (architecture 2)."""
    rows = {"asked": [str(asked)]} if asked else {}
    refusal = Outcome.REFUSED
    LogEntry.write(
        [LogEntry(user=by.user, role=by.role, verb=where, outcome=refusal, rows=rows, request=request_id.get())]
    )


def refused(why: str, **facts: Any) -> None:
    """A refusal. Its transaction is rolled back, so it is told on stdout: ids and names of acts, nothing else."""
    security.warning("refused", why=why, request=str(request_id.get()), **facts)
