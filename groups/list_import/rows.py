"""A row of the police's list as it is understood, and what is said of a list."""

from collections.abc import Hashable
from dataclasses import asdict, dataclass, field
from typing import Any, Self

from groups.list_import.columns import COLUMNS
from groups.models import BYSTANDERS, Accuracy, MembershipRole, Reliability
from gvi.text.swedish import fold, swedish

UNKNOWN = {"reliability": Reliability.F, "accuracy": Accuracy.SIX}  # says as little as an empty cell


@dataclass(frozen=True)
class ImportRow:
    """A row of the list that can be imported: a person in a group. `row` is its number in the file."""

    row: int
    group: str
    given_name: str
    role: str
    certainty: str
    area: str = ""
    family_name: str = ""
    alias: str = ""
    national_id: str = ""
    birth_year: int | None = None
    municipality: str = ""
    reliability: str = Reliability.F
    accuracy: str = Accuracy.SIX
    grounds: str = ""
    known_since: str = ""
    protected: bool = False

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def identity(self) -> tuple[str, int | None, str]:
        """Who the person is, if there is no national id."""
        return swedish(self.name), self.birth_year, fold(self.alias)

    @property
    def person(self) -> Hashable:
        """What rows about the same person have in common."""
        return self.national_id or self.identity

    @property
    def is_name_alone(self) -> bool:
        """Whether nothing but the name says who the person is."""
        return not (self.national_id or self.birth_year or self.alias)

    @property
    def is_bystander(self) -> bool:
        return self.role in BYSTANDERS

    @property
    def role_label(self) -> str:
        return str(MembershipRole(self.role).label)


@dataclass(frozen=True)
class Remark:
    """A sentence about a cell of the file."""

    row: int
    column: str
    sentence: str


@dataclass
class CheckedList:
    """The rows that can be imported, the faults that stop the import, notes on how the file was understood, and
    sentences about what in it was not read. `count` is how many rows were read.
    """

    count: int = 0
    unread: list[str] = field(default_factory=list)
    rows: list[ImportRow] = field(default_factory=list)
    faults: list[Remark] = field(default_factory=list)
    notices: list[Remark] = field(default_factory=list)

    @property
    def plain(self) -> dict[str, Any]:
        """As JSON keeps it, between preview and import."""
        return asdict(self)

    @classmethod
    def of_plain(cls, plain: dict[str, Any]) -> Self:
        """The list of a preview again."""
        made = {"faults": Remark, "notices": Remark, "rows": ImportRow}
        return cls(**plain | {name: [kind(**each) for each in plain[name]] for name, kind in made.items()})

    def fault(self, row: int, key: str, sentence: str) -> None:
        self.faults.append(Remark(row, COLUMNS[key].heading, sentence))

    def notice(self, row: int, key: str, sentence: str) -> None:
        self.notices.append(Remark(row, COLUMNS[key].heading, sentence))
