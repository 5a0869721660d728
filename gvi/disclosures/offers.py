"""What can be disclosed and for which occasions. Apps higher up register here; this one hands it on."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from gvi.access.principal import Principal


@dataclass(frozen=True)
class Candidate:
    """A row of one's own that might be handed on. `why_not` says in a word why it must not be."""

    row: UUID
    name: str
    shelf: str
    about: UUID | None
    code: str
    facts: Mapping[str, Any]
    why_not: Any = ""


@dataclass(frozen=True)
class Offer:
    """A kind of row that can be disclosed, field by field. `candidates` gives the agency's own, in list order."""

    label: str
    fields: Mapping[str, Any]
    candidates: Callable[[Principal], list[Candidate]]


@dataclass(frozen=True)
class Occasion:
    """What a disclosure may be for: it says whom it is about, and when it is over."""

    key: str
    name: str
    ends: datetime
    about: frozenset[UUID]


Occasions = Callable[[], Iterable[Occasion]]
O = TypeVar("O", bound=Occasions)  # noqa: E741
_occasions: list[Occasions] = []
_offers: list[Offer] = []


def offers(offer: Offer) -> None:
    """Register what can be disclosed."""
    _offers.append(offer)


def offered() -> Offer:
    """What can be disclosed: persons, so far the only kind of row that is handed on."""
    (offer,) = _offers
    return offer


def has_occasions(finder: O) -> O:
    """Register what knows occasions that lie ahead."""
    _occasions.append(finder)
    return finder


def occasions() -> dict[str, Occasion]:
    """The occasions ahead that the reader may see, by key."""
    return {one.key: one for find in _occasions for one in find()}
