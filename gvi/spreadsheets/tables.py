"""What is in a file before anybody has looked for headings: tables of rows of cells."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from gvi.spreadsheets.workbook_reader import BOOLEAN, ERROR, FORMULA, NUMBER, TEXT

__all__ = ["BOOLEAN", "ERROR", "FORMULA", "NUMBER", "TEXT", "Cell", "NotAList", "Row", "Table"]


class NotAList(Exception):
    """The file cannot be read as a list. The message says why, and what to do."""


class Cell(str):
    """The text of a cell as a person reads it, and in `kind` what the spreadsheet held."""

    __slots__ = ("kind",)
    kind: str

    def __new__(cls, text: str, kind: str = TEXT) -> "Cell":
        cell = super().__new__(cls, text)
        cell.kind = kind
        return cell


@dataclass(frozen=True)
class Row:
    """A row that holds something, by its number in the file. A hidden one is out of sight in the spreadsheet."""

    number: int
    cells: Sequence[Cell]
    is_hidden: bool = False


@dataclass(frozen=True)
class Table:
    """A sheet of a workbook, or the whole of a text file. `hidden_columns` are places; the first column is 0."""

    title: str = ""
    rows: list[Row] = field(default_factory=list)
    is_hidden: bool = False
    hidden_columns: frozenset[int] = frozenset()
