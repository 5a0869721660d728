"""From a text file (CSV) to a table."""

import csv
import io
import re
from collections.abc import Collection
from itertools import islice

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gvi.spreadsheets.tables import Cell, NotAList, Row, Table
from gvi.text.cleaning import clean
from gvi.text.swedish import fold

DELIMITERS = ";,\t|"
LOOKED_AT = 10  # rows that hold something, in which the headings are looked for
# How a file begins that is no text file, whatever it is called.
OTHER_FORMATS = {
    r"\s*(<!doctype html|<html|<table|<head|<meta|<body)": gettext_lazy(
        "This is a web page that is called a spreadsheet. Open it in Excel and choose Save as, Excel workbook (.xlsx)."
    ),
    r"\s*(<\?xml|<\w+:?workbook)": gettext_lazy(
        "This is an XML file. Open it in Excel and choose Save as, Excel workbook (.xlsx)."
    ),
    r"%PDF-": gettext_lazy("This is a PDF. Ask for the list as an Excel file (.xlsx) or as CSV."),
    r"MIME-Version:": gettext_lazy(
        "This is a web page that is called a spreadsheet. Open it in Excel and choose Save as, Excel workbook (.xlsx)."
    ),
    r"\{\\rtf": gettext_lazy("This is a text document (RTF). Copy the table to Excel and save it as .xlsx."),
}


def table(data: bytes, headings: Collection[str]) -> Table:
    """The rows of a text file. Its separator is the one under which most of these folded headings are found.

    Raises NotAList.
    """
    text = _decode(data)
    for pattern, sentence in OTHER_FORMATS.items():
        if re.match(pattern, text, re.IGNORECASE):
            raise NotAList(str(sentence))
    delimiter = max(DELIMITERS, key=lambda each: _headings_under(text, each, headings))
    return Table(rows=_rows(text, delimiter))


def _headings_under(text: str, delimiter: str, headings: Collection[str]) -> int:
    """The most headings that one of the first rows has under this separator."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        rows = list(islice((row for row in reader if any(map(str.strip, row))), LOOKED_AT))
    except csv.Error:
        return 0
    return max((sum(fold(value) in headings for value in row) for row in rows), default=0)


def _rows(text: str, delimiter: str) -> list[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows, number = [], 0
    try:
        for number, values in enumerate(reader, start=1):
            cells = [Cell(clean(value)) for value in values]
            if any(cells):
                rows.append(Row(number, cells))
    except csv.Error as error:
        sentence = _(
            'Row %(row)d has a quotation mark (") in the wrong place. Remove the quotation marks of that row, or fetch '
            "the list as an Excel file (.xlsx) instead."
        )
        raise NotAList(sentence % {"row": number + 1}) from error
    return rows


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
