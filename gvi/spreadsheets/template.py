"""Writing templates of lists, with examples. Cells that a spreadsheet would run as formulas are made harmless."""

import csv
import io
from collections.abc import Iterable

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from gvi.spreadsheets.columns import IGNORED, Columns, Sheet

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def harmless(text: str) -> str:
    """The text, quoted if a spreadsheet would take it for a formula (OWASP: CSV injection)."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def headings(columns: Columns) -> list[str]:
    """The first row of the template."""
    return [column.heading for column in columns.values()]


def example(columns: Columns) -> list[str]:
    """The example row. Its mark makes the import ignore it."""
    first, *rest = [column.example for column in columns.values()]
    return [f"{IGNORED}: {first}", *rest]


def as_csv(columns: Columns, rows: Iterable[list[str]]) -> bytes:
    """With semicolons, in UTF-8 with a byte order mark: Swedish Excel opens it with å, ä and ö intact."""
    target = io.StringIO(newline="")
    writer = csv.writer(target, delimiter=";")
    writer.writerow(headings(columns))
    writer.writerows([harmless(value) for value in row] for row in rows)
    return target.getvalue().encode("utf-8-sig")


def as_xlsx(pages: Iterable[tuple[Sheet, Iterable[list[str]]]]) -> bytes:
    """A workbook with a sheet for each list, and a last sheet that explains every column. All cells are texts."""
    pages, book = list(pages), Workbook()
    book.remove(book.active)
    for sheet, rows in pages:
        _fill(book.create_sheet(sheet.title), sheet.columns, rows)
    _explain(book, [sheet for sheet, _rows in pages])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _fill(page: Worksheet, columns: Columns, rows: Iterable[list[str]]) -> None:
    page.append(headings(columns))
    for row in rows:
        page.append([harmless(value) for value in row])
    _dress(page, 16)
    for column in range(1, len(columns) + 1):
        for cells in page.iter_rows(min_row=2, max_row=max(page.max_row, 500), min_col=column, max_col=column):
            cells[0].number_format = "@"


def _explain(book: Workbook, sheets: list[Sheet]) -> None:
    page = book.create_sheet("Förklaring")
    several = len(sheets) > 1
    page.append([*(["Blad"] if several else []), "Kolumn", "Måste fyllas i", "Vad som ska stå", "Exempel"])
    for sheet in sheets:
        for column in sheet.columns.values():
            explanation = [column.heading, "ja" if column.required else "", column.about, column.example]
            page.append([*([sheet.title] if several else []), *explanation])
    page.append([])
    page.append([f"Rader som börjar med {IGNORED} läses inte. Bladet Förklaring läses inte."])
    _dress(page, 18)
    about = 4 if several else 3
    page.column_dimensions[get_column_letter(about)].width = 80
    for row in page.iter_rows(min_row=2):
        row[about - 1].alignment = Alignment(wrap_text=True, vertical="top")


def _dress(page: Worksheet, width: int) -> None:
    page.freeze_panes = "A2"
    for number, cell in enumerate(page[1], start=1):
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="E6EEF0")
        page.column_dimensions[get_column_letter(number)].width = width
