"""Where the headings of a table are, which columns they name, and which columns nobody will read."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gvi.spreadsheets.columns import Column, Columns
from gvi.spreadsheets.tables import Cell, NotAList, Row, Table
from gvi.text.swedish import fold

LOOKED_AT = 10  # the headings are within the first rows that hold something
FEWEST = 3  # so many known headings make a row of headings
FEWEST_LETTERS = 5  # shorter words resemble each other by chance
MAX_SHOWN = 40  # characters of a heading that is repeated


@dataclass(frozen=True)
class Headings:
    """The row of headings: which rows come below it, at which position each known column is, which ones are hidden."""

    row: Row
    places: dict[str, int]
    below: list[Row]
    hidden: frozenset[int] = frozenset()


def known(columns: Columns) -> dict[str, str]:
    """The key of each column by all its folded headings."""
    return {heading: key for key, column in columns.items() for heading in column.headings}


def find(table: Table, columns: Columns) -> Headings:
    """The headings of a table. Raises NotAList if it has none, one twice, or too few."""
    keys = known(columns)
    for position, row in enumerate(table.rows[:LOOKED_AT]):
        folded = [fold(cell) for cell in row.cells]
        found = [keys[value] for value in folded if value in keys]
        if len(set(found)) < FEWEST:
            continue
        _refuse_twice(row, keys)
        _refuse_missing(row, found, columns)
        places = {keys[value]: place for place, value in enumerate(folded) if value in keys}
        return Headings(row, places, table.rows[position + 1 :], table.hidden_columns)
    raise NotAList(_("No row of headings was found. Use the template: its headings must be above the rows."))


def seems_to_be(table: Table, columns: Columns) -> bool:
    """Whether a table has a row of headings, even one that is not whole."""
    keys = known(columns)
    return any(len({fold(cell) for cell in row.cells} & keys.keys()) >= FEWEST for row in table.rows[:LOOKED_AT])


def _refuse_twice(row: Row, keys: dict[str, str]) -> None:
    seen: dict[str, Cell] = {}
    for cell in row.cells:
        key = keys.get(fold(cell))
        if key and key in seen:
            names = {"one": seen[key], "other": cell}
            raise NotAList(
                _("A heading appears twice: “%(one)s” and “%(other)s”. Keep one column of each kind.") % names
            )
        if key:
            seen[key] = cell


def _refuse_missing(row: Row, found: list[str], columns: Columns) -> None:
    missing = [column for key, column in columns.items() if column.required and key not in found]
    if not missing:
        return
    names = ", ".join(column.heading for column in missing)
    sentences = [_("These columns are missing: %(names)s. Use the template.") % {"names": names}]
    headings = {fold(cell): cell for cell in row.cells if cell}
    for column in missing:
        for name in column.whole:
            if fold(name) in headings:
                parts = {"name": headings[fold(name)], "heading": column.heading}
                sentences.append(_("Divide the column “%(name)s”: %(heading)s is a column of its own.") % parts)
    unknown = [cell for folded, cell in headings.items() if folded not in known(columns)]
    if unknown:
        told = ", ".join(_with_nearest(cell, columns) for cell in unknown)
        sentences.append(_("These headings are not known: %(names)s.") % {"names": told})
    raise NotAList(" ".join(dict.fromkeys(sentences)))


def nearest(heading: str, columns: Iterable[Column]) -> Column | None:
    """The column whose heading this one resembles most, if it resembles any."""
    by_heading = {name: column for column in columns for name in column.headings if len(name) >= FEWEST_LETTERS}
    found = get_close_matches(fold(heading), by_heading, n=1, cutoff=0.75)
    return by_heading[found[0]] if found else None


def _with_nearest(heading: str, columns: Columns) -> str:
    near = nearest(heading, columns.values())
    shown = _("“%(name)s”") % {"name": heading[:MAX_SHOWN]}
    return _("%(heading)s (nearest: %(near)s)") % {"heading": shown, "near": near.heading} if near else shown


def unread_columns(found: Headings, columns: Columns) -> Iterator[str]:
    """A sentence about the columns that are not read. Raises NotAList for one that must not be lost."""
    read = set(found.places.values())
    width = max((len(row.cells) for row in (found.row, *found.below)), default=0)
    headings = []
    for place in sorted(set(range(width)) - read):
        heading = found.row.cells[place] if place < len(found.row.cells) else Cell("")
        held = [row for row in found.below if place < len(row.cells) and row.cells[place]]
        if held:
            _refuse_to_lose(heading, place, held, columns)
        hidden = " ({})".format(_("hidden")) * (place in found.hidden)
        if heading:
            headings.append(_with_nearest(heading, columns) + hidden)
        elif held:
            first = {"row": held[0].number, "letter": letter(place)}
            headings.append(_("the column %(letter)s without a heading (something in row %(row)d)") % first + hidden)
    if headings:
        yield _("These columns are not read: %(names)s.") % {"names": ", ".join(headings)}


def hidden_columns(found: Headings) -> Iterator[str]:
    """A sentence about the columns that are read although nobody sees them in the spreadsheet."""
    places = sorted(found.hidden & set(found.places.values()))
    if places:
        sentence = ngettext(
            "%(count)d column is hidden in the file. It is read all the same: %(names)s.",
            "%(count)d columns are hidden in the file. They are read all the same: %(names)s.",
            len(places),
        )
        names = ", ".join(_("“%(name)s”") % {"name": found.row.cells[place]} for place in places)
        yield sentence % {"count": len(places), "names": names}


def _refuse_to_lose(heading: str, place: int, held: list[Row], columns: Columns) -> None:
    """Refuse a column that is not known and seems to say what must not be lost. Raises NotAList."""
    near = nearest(heading, columns.values())
    for column in columns.values():
        words = {"heading": heading[:MAX_SHOWN] or letter(place), "known": column.heading, "about": column.about}
        if column.looks_like and (column is near or re.search(column.looks_like, heading, re.IGNORECASE)):
            sentence = _(
                "The column “%(heading)s” seems to be %(known)s, and would not be read. Call it %(known)s, and write "
                "in it: %(about)s"
            )
            raise NotAList(sentence % words)
        for row in held if column.says else ():
            if re.search(column.says, row.cells[place], re.IGNORECASE):
                sentence = _(
                    "Row %(row)d says something of %(known)s in the column “%(heading)s”, which is not read. Write it "
                    "in the column %(known)s: %(about)s"
                )
                raise NotAList(sentence % (words | {"row": row.number}))


def letter(place: int) -> str:
    """A position as a spreadsheet names its columns: A, B, …, Z, AA."""
    name, place = "", place + 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
