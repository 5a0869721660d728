"""From an uploaded .xlsx or .csv file to rows of texts. Nothing in a file is trusted, and no file is kept."""

import csv
import io
import zipfile
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from xml.etree.ElementTree import ParseError

from django.utils.translation import gettext as _
from openpyxl import load_workbook

from gvi.spreadsheets.columns import IGNORED, Columns, Sheet
from gvi.text.cleaning import clean
from gvi.text.swedish import fold

MAX_BYTES = 2 * 1024 * 1024
MAX_ROWS = 5000
MAX_UNPACKED_BYTES = 30 * 1024 * 1024  # all parts of a workbook together
MAX_PARTS = 500
MAX_COLUMNS = 60
HEADING_ROWS = 10  # the headings are within these first rows
UNREADABLE = (KeyError, ValueError, TypeError, IndexError, AttributeError, OSError, ParseError)

Texts = dict[str, str]


class NotAList(Exception):
    """The file cannot be read as a list. The message says why, and what to do."""


def read(name: str, data: bytes, columns: Columns) -> list[tuple[int, Texts]]:
    """The rows of a file by their number in it, each a text per known column. Of a workbook the first sheet.

    Raises NotAList.
    """
    _refuse_size(data)
    table = _sheet(_workbook(data).worksheets[0]) if _is_workbook(name, data) else _text_table(data)
    rows = _rows(table, columns)
    if not rows:
        raise NotAList(_("The file holds headings but no rows."))
    return rows


def read_sheets(name: str, data: bytes, sheets: Mapping[str, Sheet]) -> dict[str, list[tuple[int, Texts]]]:
    """The rows of those sheets that a workbook holds, known by their titles; a text file is the one whose headings fit.

    Raises NotAList.
    """
    _refuse_size(data)
    rows = _rows_of_book(data, sheets) if _is_workbook(name, data) else _rows_of_text(data, sheets)
    if not any(rows.values()):
        raise NotAList(_("The file holds headings but no rows."))
    return rows


def _rows_of_book(data: bytes, sheets: Mapping[str, Sheet]) -> dict[str, list[tuple[int, Texts]]]:
    titles = {fold(sheet.title): key for key, sheet in sheets.items()}
    found = {}
    for page in _workbook(data).worksheets:
        key = titles.get(fold(page.title))
        if key is not None:
            try:
                found[key] = _rows(_sheet(page), sheets[key].columns)
            except NotAList as error:
                raise NotAList(f"{sheets[key].title}: {error}") from error
    if not found:
        names = ", ".join(sheet.title for sheet in sheets.values())
        raise NotAList(_("None of the sheets %(names)s is in the file. Use the template.") % {"names": names})
    return found


def _rows_of_text(data: bytes, sheets: Mapping[str, Sheet]) -> dict[str, list[tuple[int, Texts]]]:
    table = _text_table(data)
    for key, sheet in sheets.items():
        try:
            return {key: _rows(table, sheet.columns)}
        except NotAList:
            continue  # another kind of list
    raise NotAList(_("The headings fit none of the lists. Use the template: its headings must be above the rows."))


def _refuse_size(data: bytes) -> None:
    if not data.strip():
        raise NotAList(_("The file is empty."))
    if len(data) > MAX_BYTES:
        raise NotAList(too_large())


def too_large() -> str:
    """The sentence about size; the server turns larger uploads away before they are read."""
    return _("The file is larger than 2 MB. Divide the list into several files.")


def _is_workbook(name: str, data: bytes) -> bool:
    if data.startswith(b"PK"):
        return True
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise NotAList(_("This is an older Excel file (.xls) or a locked one. Save it as .xlsx without a password."))
    if name.lower().endswith((".xlsx", ".xlsm")):
        raise NotAList(_("The file is called .xlsx but is no Excel file. Save it again from Excel."))
    return False


def _workbook(data: bytes) -> Any:
    """A workbook, read as stored: a formula is refused, for its result cannot be trusted."""
    _refuse_bomb(data)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=False)
        book.worksheets[0]
        return book
    except UNREADABLE as error:
        raise NotAList(_("The file cannot be read as an Excel file. Save it again as .xlsx.")) from error


def _sheet(page: Any) -> list[list[str]]:
    """A sheet as rows of texts."""
    try:
        page.reset_dimensions()
        limit = MAX_ROWS + HEADING_ROWS + 2
        found = list(page.iter_rows(max_row=limit, max_col=MAX_COLUMNS))
    except UNREADABLE as error:
        raise NotAList(_("The file cannot be read as an Excel file. Save it again as .xlsx.")) from error
    return [[_cell(cell, number) for cell in row] for number, row in enumerate(found, start=1)]


def _refuse_bomb(data: bytes) -> None:
    """Refuse a workbook that unpacks to too much or declares entities. Raises NotAList."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES:
                raise NotAList(_("The Excel file holds far more than a list. Copy the list to a new, empty file."))
            if "[Content_Types].xml" not in archive.namelist():
                raise NotAList(_("The file is a zip archive but no Excel file. Save the list as .xlsx or .csv."))
            if any(b"<!DOCTYPE" in archive.read(part) for part in parts if part.filename.endswith(".xml")):
                raise NotAList(_("The file cannot be read as an Excel file. Save it again as .xlsx."))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise NotAList(_("The file cannot be read as an Excel file. Save it again as .xlsx.")) from error


def _cell(cell: Any, number: int) -> str:
    if getattr(cell, "data_type", "") == "f":
        raise NotAList(
            _("Row %(row)d holds a formula. Replace formulas by their values and try again.") % {"row": number}
        )
    return _text(cell.value)


def _text(value: Any) -> str:
    """A cell as a person reads it. Whole numbers lose the decimal that Excel adds."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nej"
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return clean(str(value))


def _text_table(data: bytes) -> list[list[str]]:
    text = _decode(data)
    lines = text.splitlines()
    delimiter = max(";,\t", key=(lines[0] if lines else "").count)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        table = []
        for row in reader:
            table.append([clean(value) for value in row[:MAX_COLUMNS]])
            if len(table) > MAX_ROWS + HEADING_ROWS + 1:
                break
    except csv.Error as error:
        raise NotAList(_("The file cannot be read as a list. Save it from Excel as CSV or .xlsx.")) from error
    return table


def _decode(data: bytes) -> str:
    """Decode UTF-8 with or without a byte order mark, UTF-16 with one, or the Windows code page of older Excel."""
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ["utf-16"] if marked else ["utf-8-sig", "cp1252"]:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise NotAList(_("The file cannot be read as text. Save it from Excel as CSV or .xlsx."))


def _rows(table: list[list[str]], columns: Columns) -> list[tuple[int, Texts]]:
    start, places = _headings(table, columns)
    rows = []
    for number, values in enumerate(table[start:], start=start + 1):
        row = {key: values[place] for key, place in places.items() if place < len(values)}
        is_example = values and values[0].startswith(IGNORED)
        if any(row.values()) and not is_example:
            rows.append((number, {key: row.get(key, "") for key in columns}))
    if len(rows) > MAX_ROWS:
        raise NotAList(_("The list has more than 5,000 rows. Divide it into several files."))
    return rows


def _headings(table: list[list[str]], columns: Columns) -> tuple[int, dict[str, int]]:
    """The number of rows down to the headings, and the position of each column. Raises NotAList."""
    known = {fold(column.heading): key for key, column in columns.items()}
    for number, values in enumerate(table[:HEADING_ROWS], start=1):
        folded = [fold(value) for value in values]
        found = [known[value] for value in folded if value in known]
        if len(found) < 3:
            continue
        if len(found) != len(set(found)):
            raise NotAList(_("A heading appears twice. Keep one column of each kind."))
        missing = [c.heading for key, c in columns.items() if c.required and key not in found]
        if missing:
            raise NotAList(_("These columns are missing: %(names)s. Use the template.") % {"names": ", ".join(missing)})
        return number, {known[value]: place for place, value in enumerate(folded) if value in known}
    raise NotAList(_("No row of headings was found. Use the template: its headings must be above the rows."))
