"""Reads an Excel workbook in a process of its own: `python -I workbook_reader.py`, the file in, JSON out.

The process limits its own time and memory before it looks at the file, so that a workbook that is made to cost much
costs nobody else anything. It imports nothing of this project.

The answer is a list of sheets, each with its title, whether it is hidden, the places of its hidden columns (the first
is 0), and its rows that hold something: the row's number, whether it is hidden, and its cells as pairs of a kind and a
text.
"""

import io
import json
import resource
import sys
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from openpyxl import load_workbook

CPU_SECONDS = 8
MEMORY_BYTES = 768 * 1024 * 1024
MAX_COLUMNS = 16_384  # of a sheet (ECMA-376)
TEXT, NUMBER, BOOLEAN, ERROR, FORMULA = "text", "number", "boolean", "error", "formula"
EMPTY = (TEXT, "")
KINDS = {"n": NUMBER, "b": BOOLEAN, "e": ERROR, "f": FORMULA}


def limit() -> None:
    """Limit this process for good."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))


def sheets(data: bytes) -> list[dict[str, Any]]:
    """All sheets of a workbook, as stored: the result of a formula is not trusted."""
    book = load_workbook(io.BytesIO(data), data_only=False, keep_links=False)
    return [
        {
            "title": page.title,
            "hidden": page.sheet_state != "visible",
            "hidden_columns": sorted(_hidden_columns(page)),
            "rows": list(_rows(page)),
        }
        for page in book.worksheets
    ]


def _rows(page: Any) -> Iterator[tuple[int, bool, list[tuple[str, str]]]]:
    """The rows that hold something. `_cells` has the cells that are in the file; iter_rows() would make all others."""
    found: dict[int, dict[int, tuple[str, str]]] = {}
    for (number, column), cell in page._cells.items():
        read = _cell(cell)
        if read[1].strip():
            found.setdefault(number, {})[column] = read
    for number, cells in sorted(found.items()):
        yield number, _is_hidden(page, number), [cells.get(column, EMPTY) for column in range(1, max(cells) + 1)]


def _is_hidden(page: Any, number: int) -> bool:
    """Hidden by hand or by a filter: a row's dimensions are kept only where they say something."""
    return number in page.row_dimensions and bool(page.row_dimensions[number].hidden)


def _hidden_columns(page: Any) -> Iterator[int]:
    """Hidden by hand or in a closed outline. Neighbours that look alike share their dimensions."""
    for columns in page.column_dimensions.values():
        if columns.hidden:
            yield from range(columns.min - 1, min(columns.max, MAX_COLUMNS))


def _cell(cell: Any) -> tuple[str, str]:
    value, kind = cell.value, KINDS.get(cell.data_type, TEXT)
    if value is None:
        return EMPTY
    if kind == FORMULA:
        return FORMULA, "="
    if isinstance(value, bool):
        return BOOLEAN, "ja" if value else "nej"
    if isinstance(value, datetime):
        return TEXT, value.date().isoformat()
    if isinstance(value, date):
        return TEXT, value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return kind, str(int(value))
    return kind, str(value)


if __name__ == "__main__":
    limit()
    json.dump(sheets(sys.stdin.buffer.read()), sys.stdout)
