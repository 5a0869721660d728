"""What can be disclosed, and for which occasions. Apps higher up register here when they are ready."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from gvi.access.principal import Principal
from gvi.access.registry import Registry

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Candidate:
    """A row of the agency that might be disclosed. `refusal` says why it must not be, if so. `protected_as` names
    what protects the refused person, if anything: then the marked way is open (gvi/disclosures/protection.py).

    `person_code_id` is the id of the code that both agencies know, and `group_name` the heading it is listed under.
    """

    row: UUID
    name: str
    group_name: str
    person_code_id: UUID | None
    code: str
    facts: Mapping[str, Any]
    refusal: "StrOrPromise" = ""
    protected_as: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Disclosable:
    """A kind of row that can be disclosed, field by field. `candidates` gives the agency's own rows in list order."""

    label: str
    fields: "Mapping[str, StrOrPromise]"
    candidates: Callable[[Principal], list[Candidate]]


@dataclass(frozen=True)
class Occasion:
    """Something a disclosure may be for: the people it is about, and when it is over."""

    key: str
    name: str
    ends_at: datetime
    person_code_ids: frozenset[UUID]


disclosables: Registry[Disclosable] = Registry()
occasion_finders: Registry[Callable[[], Iterable[Occasion]]] = Registry()


def disclosable() -> Disclosable:
    """The kind of row that can be disclosed: persons. There is no other kind yet."""
    (only,) = disclosables
    return only


def occasions() -> dict[str, Occasion]:
    """The coming occasions that the reader may see, by key."""
    return {occasion.key: occasion for find in occasion_finders for occasion in find()}
