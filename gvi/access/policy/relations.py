"""How the reader or writer is related to a row: the words that the clauses of a table's policy are made of.

A clause says which relations suffice: `OWNER | OPEN & GRANTED("partnership")` means the owner, or an agency that sees
the row because it is open and that holds a write grant on the partnership. Each relation is rendered by hand in
three places that do not know each other: gvi/access/guarded.py (the manager) with gvi/access/principal.py (the acts),
gvi/access/row_security.py (PostgreSQL), and tests/walls/oracle.py (plain Python). A new relation needs all of them.
"""

from dataclasses import dataclass, field
from typing import Self


@dataclass(frozen=True)
class Relation:
    """One relation, by name. `about` is the column or the container that it asks about.

    `to` are the kinds of agency that get a grant when its container is made. PostgreSQL asks the grants themselves, so
    two relations that differ only in `to` are the same.
    """

    name: str
    about: str = ""
    to: tuple[str, ...] = field(default=(), compare=False)

    def __str__(self) -> str:
        return f"{self.name}({self.about})" if self.about else self.name

    @classmethod
    def parse(cls, text: str) -> Self:
        name, _, about = text.partition("(")
        return cls(name, about.removesuffix(")"))


@dataclass(frozen=True)
class Clause:
    """Alternatives, each a set of relations that must hold together. `|` adds alternatives, `&` combines them.

    Its text (`owner | open & granted(partnership)`) is what migrations keep.
    """

    alternatives: tuple[tuple[Relation, ...], ...]

    def __or__(self, other: "Clause") -> "Clause":
        return Clause((*self.alternatives, *other.alternatives))

    def __and__(self, other: "Clause") -> "Clause":
        return Clause(tuple((*mine, *theirs) for mine in self.alternatives for theirs in other.alternatives))

    def __str__(self) -> str:
        if self == ANYBODY:
            return "anybody"
        return " | ".join(" & ".join(map(str, together)) for together in self.alternatives) or "nobody"

    @classmethod
    def parse(cls, text: str) -> "Clause":
        """The clause that has this text."""
        if text in ("anybody", "nobody"):
            return ANYBODY if text == "anybody" else NOBODY
        return cls(
            tuple(tuple(Relation.parse(word) for word in together.split(" & ")) for together in text.split(" | "))
        )

    @property
    def relations(self) -> tuple[Relation, ...]:
        """All relations in it."""
        return tuple(relation for together in self.alternatives for relation in together)

    def mentions(self, other: "Clause") -> bool:
        """Whether a relation of the other clause is in this one, whatever it asks about."""
        names = {relation.name for relation in self.relations}
        return any(relation.name in names for relation in other.relations)

    def without(self, other: "Clause") -> "Clause":
        """The clause without the alternatives of the other one."""
        return Clause(tuple(together for together in self.alternatives if together not in other.alternatives))


def _relation(name: str, about: str = "", to: tuple[str, ...] = ()) -> Clause:
    return Clause(((Relation(name, about, to),),))


NOBODY = Clause(())
ANYBODY = Clause(((),))

# Who reads and writes a row.
OWNER = _relation("owner")  # the agency that owns the row
OPEN = _relation("open")  # an agency that the row's reach includes
RECEIVER = _relation("receiver")  # the agency in the column `receiver`, until `readable_until`
TELLER = _relation("teller")  # the agency in the column `teller`, which writes the row to its owner
VISITOR = _relation("visitor")  # a visitor of the public pages, who writes to the leading agency

# Who may be named as the one who acts: the person in whose context it is done, in the column `user`.
WRITER = _relation("writer")

# Who may own a row: agencies that keep records of named persons; agencies that take requests for support.
KEEPERS = _relation("keepers")
REQUEST_TAKERS = _relation("request_takers")

# What else must hold when a row is inserted.
LOCAL_RECEIVER = _relation("local_receiver")  # the receiver is an agency of the row's own partnership


def NAMED(column: str) -> Clause:
    """A user with guardian's grant to read the row; asked where this boolean column is true."""
    return _relation("named", column)


def SEEN(reference: str) -> Clause:
    """Whoever sees the row that this reference leads to: what hangs by a named row is named too."""
    return _relation("seen", reference)


def ASSIGNED(grants: str) -> Clause:
    """A user who holds a grant of guardian on the row, in this table."""
    return _relation("assigned", grants)


def UNASSIGNED(grants: str, *roles: str) -> Clause:
    """Nobody holds a grant of guardian on the row, in this table, as its worker and in one of these roles today."""
    return _relation("unassigned", " ".join((grants, *roles)))


def HOLDS(role: str) -> Clause:
    """A user who has this role today, at the agency that looks alone."""
    return _relation("holds", role)


def GRANTED(container: str, to: tuple[str, ...] = ()) -> Clause:
    """An agency that holds guardian's grant to write such rows, on the container that this reference leads to."""
    return _relation("granted", container, to)
