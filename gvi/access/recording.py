"""What is being done: the rows that the running act makes and changes, and the rows that a request reads."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import DatabaseError

from gvi.access import policy
from gvi.access.policy import Log

if TYPE_CHECKING:
    from gvi.access.guarded import Guarded


class OutsideAct(Exception):
    """A guarded row was saved where no act runs. Every change takes a right and a log entry: write an act."""


@dataclass
class ActRecorder:
    """What the running act has done so far."""

    made: list["Guarded"] = field(default_factory=list)
    changed: list[tuple["Guarded", dict[str, Any]]] = field(default_factory=list)

    @staticmethod
    def expect(held: bool) -> None:
        """All rows or none. Raises DatabaseError if a row was changed or hidden in the meantime."""
        if not held:
            raise DatabaseError("A row went out of sight during the change.")


_running: ContextVar[ActRecorder | None] = ContextVar("gvi_running", default=None)
_reads: ContextVar[dict[str, set[str]] | None] = ContextVar("gvi_reads", default=None)


def current_recorder() -> ActRecorder:
    """The recorder of the running act. Raises OutsideAct where there is none."""
    act = _running.get()
    if act is None:
        raise OutsideAct("Guarded rows are saved inside an act only.")
    return act


@contextmanager
def collecting_changes() -> Iterator[ActRecorder]:
    """Everything saved inside belongs to one act. An act within an act has its own recorder and log entry."""
    collector = ActRecorder()
    token = _running.set(collector)
    try:
        yield collector
    finally:
        _running.reset(token)


@contextmanager
def collecting_reads() -> Iterator[dict[str, set[str]]]:
    """Every row of logged models that is loaded inside, by model label."""
    reads: dict[str, set[str]] = {}
    token = _reads.set(reads)
    try:
        yield reads
    finally:
        _reads.reset(token)


def record_read(row: "Guarded") -> None:
    """Record that a row was loaded. Personal data counts as read, whether or not the page shows it.

    Where the policy names the content of a row, loading the row without it (a register of papers) does not count.
    """
    reads = _reads.get()
    if reads is None:
        return
    label = row._meta.label
    rule = policy.for_model(label)
    if rule and rule.log is Log.READS and (not rule.content or row.__dict__.keys() & set(rule.content)):
        reads.setdefault(label, set()).add(str(row.pk))


def record_lookup(label: str, ids: Iterable[str]) -> None:
    """Record which rows a page was about, where it shows what is known of them and not the rows themselves."""
    reads = _reads.get()
    if reads is not None:
        reads.setdefault(label, set()).update(ids)
