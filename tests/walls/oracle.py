"""The rules of reach in plain Python, written from architecture 2-4 and importing nothing of what they judge.

A clause is read from its text (`owner | open & granted(partnership)`), and each relation is a function of this module.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

CORE = {"coordination", "social_services", "police", "probation", "prison"}
KEEPERS = {"social_services", "police", "probation", "prison"}
REQUEST_TAKERS = {"social_services"}
OWN, EVERY_CORE, EVERYBODY = 0, 1, 2


@dataclass(frozen=True)
class Body:
    """An agency."""

    id: int
    kind: str
    place: int


@dataclass(frozen=True)
class Reader:
    """Who looks: one agency or several together, perhaps as a known person, who has roles at agencies.

    A visitor of the public pages has no agency and writes to one.
    """

    agencies: frozenset[Body]
    person: int | None = None
    writes_to: Body | None = None
    roles: frozenset[tuple[Body, str]] = frozenset()

    @property
    def me(self) -> Body | None:
        """The agency that looks alone. Several readers own nothing together (architecture 4)."""
        return next(iter(self.agencies)) if len(self.agencies) == 1 else None

    @property
    def place(self) -> int:
        (place,) = {body.place for body in self.agencies or (self.writes_to,) if body}
        return place


@dataclass(frozen=True)
class Fact:
    """A row: what its columns say, which people hold a grant on it, who holds a write grant on which container.

    `roles` are the roles that those people have today, and where. `above` are the rows that its references lead to.
    """

    owner: Body
    reach: int
    receiver: Body | None = None
    is_readable: bool = False
    is_withdrawn: bool = False
    teller: Body | None = None
    marked: frozenset[str] = frozenset()
    readers: frozenset[int] = frozenset()
    grants: frozenset[tuple[Body, str]] = frozenset()
    above: tuple[tuple[str, "Parent"], ...] = ()
    writer: int | None = None
    roles: frozenset[tuple[int, Body, str]] = frozenset()


@dataclass(frozen=True)
class Policy:
    """The clauses of a table, as text."""

    owners: str
    read: str
    insert: str
    update: str


@dataclass(frozen=True)
class Parent:
    """What a row refers to. `home`: the two have the same owner."""

    policy: Policy
    fact: Fact
    home: bool


# --- the relations


def owner(reader: Reader, fact: Fact) -> bool:
    return reader.me == fact.owner


def open_to(reader: Reader, fact: Fact) -> bool:
    """The row reaches as far as everybody who looks stands. A visitor stands outside all reaches."""
    needed = EVERY_CORE if {agency.kind for agency in reader.agencies} <= CORE else EVERYBODY
    return bool(reader.agencies) and fact.reach >= needed


def receiver(reader: Reader, fact: Fact) -> bool:
    """While it may be read. One person may be withdrawn while the rest of the disclosure stands (decision 0007)."""
    is_given = reader.me is not None and reader.me == fact.receiver
    return is_given and fact.is_readable and not fact.is_withdrawn


def named(reader: Reader, fact: Fact, column: str) -> bool:
    return column not in fact.marked or reader.person in fact.readers


def seen(reader: Reader, fact: Fact, reference: str) -> bool:
    """Whoever may not know of the row above may not know of this one."""
    parent = dict(fact.above)[reference]
    return may_read(parent.policy, reader, parent.fact)


def assigned(reader: Reader, fact: Fact, _grants: str) -> bool:
    """The grant is the row's owner's, like the row: elsewhere it says nothing."""
    return owner(reader, fact) and reader.person in fact.readers


def unassigned(_reader: Reader, fact: Fact, about: str) -> bool:
    """Nobody with a grant works at the row's owner today, in one of the roles: whoever has left answers for nothing."""
    _grants, *roles = about.split()
    return not any((person, fact.owner, role) in fact.roles for person in fact.readers for role in roles)


def has_role(reader: Reader, _fact: Fact, role: str) -> bool:
    """A role at another agency opens nothing here."""
    return reader.me is not None and (reader.me, role) in reader.roles


def teller(reader: Reader, fact: Fact) -> bool:
    return reader.me is not None and reader.me == fact.teller


def visitor(reader: Reader, fact: Fact) -> bool:
    return not reader.agencies and reader.writes_to == fact.owner


def granted(reader: Reader, fact: Fact, container: str) -> bool:
    return reader.me is not None and (reader.me, container) in fact.grants


def writer(reader: Reader, fact: Fact) -> bool:
    """Nobody writes in another's name, and nobody known writes as nobody."""
    return reader.person == fact.writer


def keepers(_reader: Reader, fact: Fact) -> bool:
    """Records of persons only where the kind of agency keeps such (domain 4.1 rule 5)."""
    return fact.owner.kind in KEEPERS


def request_takers(_reader: Reader, fact: Fact) -> bool:
    return fact.owner.kind in REQUEST_TAKERS


def local_receiver(_reader: Reader, fact: Fact) -> bool:
    return fact.receiver is not None and fact.receiver.place == fact.owner.place


RELATIONS: dict[str, Callable[..., bool]] = {
    "owner": owner,
    "open": open_to,
    "receiver": receiver,
    "named": named,
    "seen": seen,
    "assigned": assigned,
    "unassigned": unassigned,
    "holds": has_role,
    "teller": teller,
    "visitor": visitor,
    "writer": writer,
    "granted": granted,
    "keepers": keepers,
    "request_takers": request_takers,
    "local_receiver": local_receiver,
}


def holds(clause: str, reader: Reader, fact: Fact) -> bool:
    """Whether one of the clause's alternatives holds, with everything that it combines."""
    if clause in ("anybody", "nobody"):
        return clause == "anybody"
    return any(
        all(_is_related(relation, reader, fact) for relation in together.split(" & "))
        for together in clause.split(" | ")
    )


def _is_related(relation: str, reader: Reader, fact: Fact) -> bool:
    name, _, about = relation.rstrip(")").partition("(")
    return RELATIONS[name](reader, fact, *([about] if about else []))


# --- the verbs


def may_read(policy: Policy, reader: Reader, fact: Fact) -> bool:
    """Never another partnership's."""
    return reader.place == fact.owner.place and holds(policy.read, reader, fact)


def may_update(policy: Policy, reader: Reader, fact: Fact, parents: Iterable[Parent] = ()) -> bool:
    """Only what one sees."""
    return may_read(policy, reader, fact) and holds(policy.update, reader, fact) and _sees(parents, reader)


def may_insert(policy: Policy, reader: Reader, fact: Fact, parents: Iterable[Parent] = ()) -> bool:
    """Only in one's own partnership, only for an agency that may own such a row."""
    local = reader.place == fact.owner.place
    return (
        local and holds(policy.owners, reader, fact) and holds(policy.insert, reader, fact) and _sees(parents, reader)
    )


def may_turn(policy: Policy, reader: Reader, fact: Fact, parents: Iterable[Parent] = ()) -> bool:
    """How far a row reaches is its owner's to say."""
    return owner(reader, fact) and may_update(policy, reader, fact, parents)


def _sees(parents: Iterable[Parent], reader: Reader) -> bool:
    """Whoever writes sees what the row refers to. At home the owner wrote that too."""
    return all(
        may_read(parent.policy, reader, parent.fact)
        for parent in parents
        if not (parent.home and owner(reader, parent.fact))
    )
