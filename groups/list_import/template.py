"""The police's list as a file that we write: the template and the examples."""

from collections.abc import Callable, Iterable

from groups.list_import.columns import COLUMNS, SHEET
from gvi.spreadsheets import template
from gvi.spreadsheets.template import XLSX, harmless

__all__ = ["MAKERS", "as_csv", "as_xlsx", "harmless", "headings"]


def headings() -> list[str]:
    """The first row of the template."""
    return template.headings(COLUMNS)


def as_csv(rows: Iterable[list[str]]) -> bytes:
    """The list as text."""
    return template.as_csv(COLUMNS, rows)


def as_xlsx(rows: Iterable[list[str]]) -> bytes:
    """The list as a workbook, with its explanation."""
    return template.as_xlsx([(SHEET, rows)])


MAKERS: dict[str, tuple[Callable[[], bytes], str]] = {
    "xlsx": (lambda: as_xlsx([template.example(COLUMNS)]), XLSX),
    "csv": (lambda: as_csv([template.example(COLUMNS)]), "text/csv; charset=utf-8"),
}
