"""Where commitments come from: meetings, call-ins, sanctions, incidents. The apps that hold such rows register here.

A commitment keeps the kind and the id of its origin. An origin that the reader may not see has no name here, and leaves
no trace.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from gvi.access.registry import Registry
from gvi.commitments.models import Commitment


@dataclass(frozen=True)
class Origin:
    """What a commitment came from, as shown to a reader who may see it. `text` is how the commitment's text begins."""

    name: str
    url: str
    text: str = ""


# By the kind of origin: the function that names origins, many ids in one query.
origin_finders: Registry[Callable[[Collection[UUID]], dict[UUID, Origin]]] = Registry()


def find(kind: str, pk: UUID | None) -> Origin | None:
    """One origin, or None if there is none that this reader may see."""
    return origin_finders[kind]([pk]).get(pk) if pk and kind in origin_finders else None


def origins_of(commitments: Iterable[Commitment]) -> dict[UUID, Origin]:
    """The origins by the ids of the commitments: one query for each kind of origin, however many commitments."""
    commitments = list(commitments)
    wanted: dict[str, set[UUID]] = {}
    for commitment in commitments:
        if commitment.origin_id:
            wanted.setdefault(commitment.origin, set()).add(commitment.origin_id)
    found: dict[UUID, Origin] = {}
    for kind, ids in wanted.items():
        if kind in origin_finders:
            found |= origin_finders[kind](ids)
    return {each.pk: found[each.origin_id] for each in commitments if each.origin_id in found}
