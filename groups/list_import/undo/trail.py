"""What a running import makes and changes, so that it can be undone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from groups.models import Dossier, Group, Membership
from gvi.acts.models import plain


@dataclass
class Trail:
    """What a running import makes and changes."""

    made_groups: list[Group] = field(default_factory=list)
    renamed: list[tuple[Group, str]] = field(default_factory=list)
    new: list[Dossier | Membership] = field(default_factory=list)
    changed: list[tuple[Dossier | Membership, dict[str, Any], bool]] = field(default_factory=list)

    def made(self, rows: Iterable[Dossier | Membership]) -> None:
        self.new += rows

    def will_change(self, row: Dossier | Membership, changes: Mapping[str, Any]) -> None:
        """Keep the values that the row has now. A number brings the year of birth along."""
        adds_number = "digits" in changes
        names = [name for name in changes if name != "digits"] + (["birth_year"] if adds_number else [])
        self.changed.append((row, {name: plain(getattr(row, name)) for name in names}, adds_number))
