"""The rules of reach in plain Python, written from architecture 2-4 and importing nothing of what they judge."""

from dataclasses import dataclass

CORE = {"coordination", "social_services", "police", "probation", "prison"}
KEEPERS = {"social_services", "police", "probation", "prison"}
OWN, EVERY_CORE, EVERYBODY = 0, 1, 2


@dataclass(frozen=True)
class Body:
    """An agency."""

    id: int
    kind: str
    place: int


@dataclass(frozen=True)
class Fact:
    """A row. `readers` is None where no named readers are asked for."""

    owner: Body
    reach: int
    readers: frozenset[int] | None = None


def alone_may_see(agency: Body, fact: Fact) -> bool:
    """What one agency may see: its own, and what reaches as far as it stands; never another partnership's."""
    needed = EVERY_CORE if agency.kind in CORE else EVERYBODY
    return agency.place == fact.owner.place and (agency == fact.owner or fact.reach >= needed)


def may_see(audience: set[Body], fact: Fact, person: int | None = None) -> bool:
    """What every one of them may see. Several readers own nothing together (architecture 4)."""
    if fact.readers is not None and person not in fact.readers:
        return False
    if len(audience) == 1:
        return all(alone_may_see(agency, fact) for agency in audience)
    needed = EVERY_CORE if {agency.kind for agency in audience} <= CORE else EVERYBODY
    same_place = {agency.place for agency in audience} == {fact.owner.place}
    return same_place and fact.reach >= needed


def may_change(audience: set[Body], fact: Fact, *, granted: set[Body], person: int | None = None) -> bool:
    """Own rows, or open rows of a kind that the agency holds a write grant for; only what it sees, only as itself."""
    if len(audience) != 1 or not may_see(audience, fact, person):
        return False
    (me,) = audience
    return me == fact.owner or me in granted


def may_make(audience: set[Body], fact: Fact, *, of_persons: bool = False) -> bool:
    """As yourself only; records of persons only where the kind of agency keeps such (domain 4.1 rule 5)."""
    if audience != {fact.owner}:
        return False
    return not of_persons or fact.owner.kind in KEEPERS


def may_turn(audience: set[Body], fact: Fact) -> bool:
    """How far a row reaches is its owner's to say."""
    return audience == {fact.owner}
