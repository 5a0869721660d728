"""From an uploaded .xlsx or .csv file to rows of texts. Nothing in a file is trusted, and no file is kept.

Whatever is in a file and is not read is named: sheets, columns, rows.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gvi.spreadsheets import headings, text_files, workbooks
from gvi.spreadsheets.columns import IGNORED, Columns, Sheet
from gvi.spreadsheets.headings import Headings
from gvi.spreadsheets.tables import Cell, NotAList, Row, Table
from gvi.text.swedish import fold

__all__ = ["NotAList", "Reading", "SheetsReading", "Texts", "read", "read_sheets", "too_large"]

MAX_BYTES = 2 * 1024 * 1024
MAX_ROWS = 5000
MAX_NUMBERS = 12  # rows, or spans of rows, in one sentence
EXPLANATION = fold("Förklaring")  # the sheet of our own template that explains its columns

Texts = dict[str, Cell]
Rows = list[tuple[int, Texts]]


@dataclass(frozen=True)
class Reading:
    """The rows of a file by their number in it, each a text per known column, and sentences about what was not read.

    `columns` are the keys of those columns that the file has.
    """

    rows: Rows
    unread: list[str] = field(default_factory=list)
    columns: frozenset[str] = frozenset()


@dataclass(frozen=True)
class SheetsReading:
    """The same of several lists in one file, by the key of the sheet."""

    rows: dict[str, Rows]
    unread: list[str] = field(default_factory=list)


def read(name: str, data: bytes, columns: Columns) -> Reading:
    """The list in a file: of a workbook the sheet whose headings fit, a visible one before a hidden one.

    Raises NotAList.
    """
    tables = _tables(name, data, set(headings.known(columns)))
    table, found = _fitting(tables, columns)
    reading = _reading(found, columns)
    sheets = list(_other_sheets(table, tables, columns))
    if not reading.rows:
        raise NotAList(" ".join([_("The file holds headings but no rows."), *sheets]))
    return Reading(reading.rows, [*sheets, *reading.unread], reading.columns)


def read_sheets(name: str, data: bytes, sheets: Mapping[str, Sheet]) -> SheetsReading:
    """The rows of those sheets that a workbook holds, known by their titles; a text file is the one whose headings fit.

    Raises NotAList.
    """
    every = {heading for sheet in sheets.values() for heading in headings.known(sheet.columns)}
    tables = _tables(name, data, every)
    reading = _by_title(tables, sheets) if _is_workbook(name, data) else _by_headings(tables[0], sheets)
    if not any(reading.rows.values()):
        raise NotAList(" ".join([_("The file holds headings but no rows."), *reading.unread]))
    return reading


# ------------------------------------------------------------------ which kind of file


def _tables(name: str, data: bytes, known: set[str]) -> list[Table]:
    if not data.strip():
        raise NotAList(_("The file is empty."))
    if len(data) > MAX_BYTES:
        raise NotAList(too_large())
    tables = workbooks.tables(data) if _is_workbook(name, data) else [text_files.table(data, known)]
    if not tables:
        raise NotAList(str(workbooks.UNREADABLE))
    return tables


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


# ------------------------------------------------------------------ which sheet


def _fitting(tables: list[Table], columns: Columns) -> tuple[Table, Headings]:
    """The table to read, and its headings. Raises NotAList with what is wrong with the one that comes nearest."""
    fitting, troubles = [], []
    for table in sorted(tables, key=lambda table: table.is_hidden):
        try:
            fitting.append((table, headings.find(table, columns)))
        except NotAList as error:
            if headings.seems_to_be(table, columns):
                troubles.append(_of_sheet(table, str(error), len(tables)))
    if fitting:
        shown = [each for each in fitting if each[0].is_hidden == fitting[0][0].is_hidden]
        return next((each for each in shown if each[1].below), shown[0])
    if troubles:
        raise NotAList(" ".join(troubles))
    sentence = _("No row of headings was found. Use the template: its headings must be above the rows.")
    if len(tables) > 1:
        sentence += " " + _("These sheets were looked at: %(names)s.") % {"names": _quoted(tables)}
    raise NotAList(sentence)


def _of_sheet(table: Table, sentence: str, of: int) -> str:
    return f"{table.title}: {sentence}" if of > 1 else sentence


def _other_sheets(table: Table, tables: list[Table], columns: Columns) -> Iterator[str]:
    """Which sheet was read, if there were several, and what lies in the others."""
    others = [each for each in tables if each is not table and each.rows and fold(each.title) != EXPLANATION]
    if table.is_hidden:
        yield _("The sheet “%(name)s” is hidden. It was read, because no visible sheet has the headings.") % {
            "name": table.title
        }
    elif others:
        yield _("The sheet “%(name)s” was read.") % {"name": table.title}
    lists = [each for each in others if headings.seems_to_be(each, columns)]
    if lists:
        sentence = _("These sheets have the headings too, and are not read: %(names)s. Import them one by one.")
        yield sentence % {"names": _quoted(lists)}
    rest = [each for each in others if each not in lists]
    if rest:
        yield _("These sheets are not read: %(names)s.") % {"names": _quoted(rest)}


def _quoted(tables: Iterable[Table]) -> str:
    hidden = " ({})".format(_("hidden"))
    return ", ".join(_("“%(name)s”") % {"name": table.title} + hidden * table.is_hidden for table in tables)


def _by_title(tables: list[Table], sheets: Mapping[str, Sheet]) -> SheetsReading:
    titles = {fold(sheet.title): key for key, sheet in sheets.items()}
    rows: dict[str, Rows] = {}
    unread, others = [], []
    for table in tables:
        key = titles.get(fold(table.title))
        if key is None or key in rows:
            others.append(table)
            continue
        try:
            reading = _reading(headings.find(table, sheets[key].columns), sheets[key].columns)
        except NotAList as error:
            raise NotAList(f"{sheets[key].title}: {error}") from error
        rows[key] = reading.rows
        if table.is_hidden:
            unread.append(_("The sheet “%(name)s” is hidden. It was read.") % {"name": table.title})
        unread += [f"{sheets[key].title}: {sentence}" for sentence in reading.unread]
    names = ", ".join(sheet.title for sheet in sheets.values())
    if not rows:
        raise NotAList(_("None of the sheets %(names)s is in the file. Use the template.") % {"names": names})
    left = [table for table in others if table.rows and fold(table.title) != EXPLANATION]
    if left:
        sentence = _("These sheets are not read: %(names)s. Only %(known)s are.")
        unread.insert(0, sentence % {"names": _quoted(left), "known": names})
    return SheetsReading(rows, unread)


def _by_headings(table: Table, sheets: Mapping[str, Sheet]) -> SheetsReading:
    for key, sheet in sheets.items():
        try:
            found = headings.find(table, sheet.columns)
        except NotAList:
            continue  # another kind of list
        reading = _reading(found, sheet.columns)
        return SheetsReading({key: reading.rows}, reading.unread)
    raise NotAList(_("The headings fit none of the lists. Use the template: its headings must be above the rows."))


# ------------------------------------------------------------------ the rows of one list


def _reading(found: Headings, columns: Columns) -> Reading:
    """The rows below the headings. Raises NotAList if they are too many."""
    examples = [row for row in found.below if _is_example(row)]
    rows = [row for row in found.below if not _is_example(row)]
    kept = [(row, texts) for row in rows if any((texts := _texts(row, found, columns)).values())]
    if len(kept) > MAX_ROWS:
        raise NotAList(_("The list has more than 5,000 rows. Divide it into several files."))
    unread = [*headings.unread_columns(replace(found, below=rows), columns), *headings.hidden_columns(found)]
    unread += _passed_by(examples, [row for row, _texts in kept])
    empty = len(rows) - len(kept)
    if empty:
        sentence = ngettext(
            "%(count)d row holds nothing in the columns that are read.",
            "%(count)d rows hold nothing in the columns that are read.",
            empty,
        )
        unread.append(sentence % {"count": empty})
    return Reading([(row.number, texts) for row, texts in kept], unread, frozenset(found.places))


def _texts(row: Row, found: Headings, columns: Columns) -> Texts:
    places = {key: found.places.get(key, len(row.cells)) for key in columns}
    return {key: row.cells[place] if place < len(row.cells) else Cell("") for key, place in places.items()}


def _is_example(row: Row) -> bool:
    first = next(cell for cell in row.cells if cell)
    return first.casefold().startswith(IGNORED.casefold())


def _passed_by(examples: list[Row], kept: list[Row]) -> Iterator[str]:
    if examples:
        sentence = ngettext(
            "%(count)d row is an example from the template and is not read: row %(rows)s.",
            "%(count)d rows are examples from the template and are not read: rows %(rows)s.",
            len(examples),
        )
        yield sentence % {"count": len(examples), "rows": numbers(row.number for row in examples)}
    hidden = [row.number for row in kept if row.is_hidden]
    if hidden:
        sentence = ngettext(
            "%(count)d row is hidden or filtered away in the file. It is read all the same: row %(rows)s.",
            "%(count)d rows are hidden or filtered away in the file. They are read all the same: rows %(rows)s.",
            len(hidden),
        )
        yield sentence % {"count": len(hidden), "rows": numbers(hidden)}


def numbers(rows: Iterable[int]) -> str:
    """Row numbers in a sentence: 3, 5–8, 12; the first of them if they are many."""
    spans: list[list[int]] = []
    for row in sorted(set(rows)):
        if spans and spans[-1][-1] == row - 1:
            spans[-1].append(row)
        else:
            spans.append([row])
    told = [str(span[0]) if len(span) == 1 else f"{span[0]}–{span[-1]}" for span in spans]
    return ", ".join(told[:MAX_NUMBERS]) + " …" * (len(told) > MAX_NUMBERS)
