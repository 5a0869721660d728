"""Where promises come from: meetings, call-ins, sanctions, incidents. Those who know such rows register here.

A promise keeps the kind and the id of what it came from. What the reader may not see has no name here, and leaves none.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from gvi.commitments.models import Commitment


@dataclass(frozen=True)
class Source:
    """What a promise came from, as a reader who may see it knows it. `text`: what to begin the promise's text with."""

    name: str
    url: str
    text: str = ""


Finder = Callable[[Collection[UUID]], dict[UUID, Source]]
F = TypeVar("F", bound=Finder)
_finders: dict[str, Finder] = {}


def names(kind: str) -> Callable[[F], F]:
    """Register what names sources of this kind: many ids in one query."""

    def register(finder: F) -> F:
        _finders[kind] = finder
        return finder

    return register


def find(kind: str, pk: UUID | None) -> Source | None:
    """One source, or None where there is none that this reader may see."""
    return _finders[kind]([pk]).get(pk) if pk and kind in _finders else None


def named(promises: Iterable[Commitment]) -> dict[UUID, Source]:
    """The sources by the promises' ids: a query for each kind of source there is, however many promises."""
    promises = list(promises)
    wanted: dict[str, set[UUID]] = {}
    for promise in promises:
        if promise.source_id:
            wanted.setdefault(promise.source, set()).add(promise.source_id)
    found: dict[UUID, Source] = {}
    for kind, ids in wanted.items():
        if kind in _finders:
            found |= _finders[kind](ids)
    return {promise.pk: found[promise.source_id] for promise in promises if promise.source_id in found}
