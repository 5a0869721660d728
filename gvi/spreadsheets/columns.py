"""Columns of a list. Headings and words are Swedish, as the lists are."""

from collections.abc import Mapping
from dataclasses import dataclass

IGNORED = "#"  # a row whose first cell begins so is an example or a note
YES_NO = {"ja": True, "j": True, "x": True, "yes": True, "nej": False, "n": False, "no": False, "": False}


@dataclass(frozen=True)
class Column:
    """A column of the file: its heading, whether it must be filled in, what to write there, and an example."""

    heading: str
    about: str
    example: str
    required: bool = False


Columns = Mapping[str, Column]


@dataclass(frozen=True)
class Sheet:
    """A sheet of a workbook, or a file of its own: its title and its columns."""

    title: str
    columns: Columns
