"""Columns of a list. Headings and words are Swedish, as the lists are."""

from collections.abc import Mapping
from dataclasses import dataclass

from gvi.text.swedish import fold

IGNORED = "# Exempel"  # a row that begins so is the template's own example
YES_NO = {"ja": True, "j": True, "x": True, "yes": True, "nej": False, "n": False, "no": False, "": False}


@dataclass(frozen=True)
class Column:
    """A column of the file: its heading, whether it must be filled in, what to write there, and an example.

    `also` are other headings that people give it. `whole` are headings of a column that holds more than this one, and
    has to be divided. `looks_like` finds headings that seem to be this column and are not known, and `says` cells that
    speak of what it holds: a list is refused where that would not be read, for it must not be lost.
    """

    heading: str
    about: str
    example: str
    required: bool = False
    also: tuple[str, ...] = ()
    whole: tuple[str, ...] = ()
    looks_like: str = ""
    says: str = ""

    @property
    def headings(self) -> set[str]:
        """Every heading by which the column is known, folded."""
        return {fold(name) for name in (self.heading, *self.also)}


Columns = Mapping[str, Column]


@dataclass(frozen=True)
class Sheet:
    """A sheet of a workbook, or a file of its own: its title and its columns."""

    title: str
    columns: Columns
