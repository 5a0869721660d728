"""Lists that we write: the template, the examples. A cell that a spreadsheet would run is made harmless."""

import csv
import io
from collections.abc import Callable, Iterable

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from groups.listing.columns import COLUMNS, IGNORED

RUNS = ("=", "+", "-", "@", "\t", "\r")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula (OWASP: CSV injection)."""
    return f"'{text}" if text.startswith(RUNS) else text


def headings() -> list[str]:
    """The first row of the template."""
    return [column.heading for column in COLUMNS.values()]


def example() -> list[str]:
    """The row that shows how; its mark makes the import pass it by."""
    first, *rest = [column.example for column in COLUMNS.values()]
    return [f"{IGNORED} Exempel: {first}", *rest]


def as_csv(rows: Iterable[list[str]]) -> bytes:
    """Semicolons and UTF-8 with mark: what Swedish Excel opens with å, ä and ö whole."""
    target = io.StringIO(newline="")
    writer = csv.writer(target, delimiter=";")
    writer.writerow(headings())
    writer.writerows([harmless(value) for value in row] for row in rows)
    return target.getvalue().encode("utf-8-sig")


def as_xlsx(rows: Iterable[list[str]]) -> bytes:
    """The list on the first sheet, every column explained on the second. All cells are texts."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Grupplista"
    sheet.append(headings())
    for row in rows:
        sheet.append([harmless(value) for value in row])
    _dress(sheet, 16)
    for column in range(1, len(COLUMNS) + 1):
        for cells in sheet.iter_rows(min_row=2, max_row=max(sheet.max_row, 500), min_col=column, max_col=column):
            cells[0].number_format = "@"
    _explain(book)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _explain(book: Workbook) -> None:
    sheet = book.create_sheet("Förklaring")
    sheet.append(["Kolumn", "Måste fyllas i", "Vad som ska stå", "Exempel"])
    for column in COLUMNS.values():
        sheet.append([column.heading, "ja" if column.required else "", column.about, column.example])
    sheet.append([])
    sheet.append([f"Rader som börjar med {IGNORED} läses inte. Bladet Förklaring läses inte."])
    _dress(sheet, 18)
    sheet.column_dimensions["C"].width = 80
    for row in sheet.iter_rows(min_row=2):
        row[2].alignment = Alignment(wrap_text=True, vertical="top")


def _dress(sheet: Worksheet, width: int) -> None:
    sheet.freeze_panes = "A2"
    for number, cell in enumerate(sheet[1], start=1):
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="E6EEF0")
        sheet.column_dimensions[get_column_letter(number)].width = width


MAKERS: dict[str, tuple[Callable[[], bytes], str]] = {
    "xlsx": (lambda: as_xlsx([example()]), XLSX),
    "csv": (lambda: as_csv([example()]), "text/csv; charset=utf-8"),
}
