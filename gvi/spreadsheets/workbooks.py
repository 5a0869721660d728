"""From an Excel workbook to tables. The file is counted first, and read in a limited process of its own."""

import io
import json
import re
import subprocess
import sys
import zipfile
from itertools import islice
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gvi.spreadsheets import workbook_reader
from gvi.spreadsheets.tables import Cell, NotAList, Row, Table
from gvi.text.cleaning import clean

MAX_UNPACKED_BYTES = 30 * 1024 * 1024  # all parts of a workbook together
MAX_PARTS = 500
MAX_CELLS = 200_000  # also empty ones that only have a colour or a frame
MAX_SECONDS = 3 * workbook_reader.CPU_SECONDS  # on the clock, where the machine has much else to do
CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")
DOCTYPE = b"<!DOCTYPE"
STRICT = b"purl.oclc.org/ooxml"
FAR_TOO_MUCH = gettext_lazy("The Excel file holds far more than a list. Copy the list to a new, empty file.")
UNREADABLE = gettext_lazy("The file cannot be read as an Excel file. Save it again as .xlsx.")
# A part that only this kind of file has, and what to say then.
OTHER_FORMATS = {
    "xl/workbook.bin": gettext_lazy("This is a binary Excel file (.xlsb). Choose Save as, Excel workbook (.xlsx)."),
    "word/document.xml": gettext_lazy("This is a Word document. Copy the table to Excel and save it as .xlsx."),
    "Index/Document.iwa": gettext_lazy("This is a Numbers file. Choose Export to, Excel (.xlsx)."),
    "content.xml": gettext_lazy("This is an OpenDocument file (.ods). Choose Save as, Excel 2007–365 (.xlsx)."),
}


def tables(data: bytes) -> list[Table]:
    """The sheets of a workbook in their order. Raises NotAList."""
    _refuse_what_is_no_list(data)
    return [
        Table(
            str(clean(sheet["title"])),
            [
                Row(number, [Cell(clean(text), kind) for kind, text in cells], hidden)
                for number, hidden, cells in sheet["rows"]
            ],
            sheet["hidden"],
            frozenset(sheet["hidden_columns"]),
        )
        for sheet in _read_apart(data)
    ]


def _read_apart(data: bytes) -> list[dict[str, Any]]:
    """What the reader found in its own process. It ends there, whatever the file does to it."""
    program = [sys.executable, "-I", str(Path(workbook_reader.__file__))]
    try:
        done = subprocess.run(program, input=data, capture_output=True, timeout=MAX_SECONDS, env={}, check=False)  # noqa: S603  our own file
    except subprocess.TimeoutExpired as error:
        raise NotAList(str(FAR_TOO_MUCH)) from error
    if done.returncode < 0 or b"MemoryError" in done.stderr:
        raise NotAList(str(FAR_TOO_MUCH))
    if done.returncode:
        raise NotAList(str(UNREADABLE))
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


def _refuse_what_is_no_list(data: bytes) -> None:
    """Refuse by counting what would cost much to read, and name what is another format. Raises NotAList."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES:
                raise NotAList(str(FAR_TOO_MUCH))
            _refuse_other_formats(archive, set(archive.namelist()))
            _refuse_contents(archive, parts)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise NotAList(str(UNREADABLE)) from error


def _refuse_other_formats(archive: zipfile.ZipFile, names: set[str]) -> None:
    for name, sentence in OTHER_FORMATS.items():
        if name in names:
            raise NotAList(str(sentence))
    if "[Content_Types].xml" not in names:
        raise NotAList(_("The file is a zip archive but no Excel file. Save the list as .xlsx or .csv."))
    if "xl/workbook.xml" in names and STRICT in archive.read("xl/workbook.xml"):
        raise NotAList(
            _("The file is saved as Strict Open XML. Choose Save as, Excel workbook (.xlsx), without the word Strict.")
        )


def _refuse_contents(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> None:
    """No part declares entities, is anything but UTF-8, or holds more cells than a list has."""
    left = MAX_CELLS
    for part in parts:
        content = archive.read(part)
        is_xml = content.lstrip()[:1] == b"<" or part.filename.endswith((".xml", ".rels"))
        if is_xml and b"\0" in content[:200]:  # UTF-16, which no spreadsheet writes
            raise NotAList(str(UNREADABLE))
        if is_xml and not part.filename.endswith("sharedStrings.xml"):
            left -= sum(1 for _cell in islice(CELL.finditer(content), left + 1))
        if left < 0:
            raise NotAList(str(FAR_TOO_MUCH))
        if DOCTYPE in content:
            raise NotAList(str(UNREADABLE))
