"""How texts are compared and ordered: a folding and an order, in PostgreSQL and here, equal for every text.

`swedish` says whether two words are the same, `alphabetical` which of them comes first. Both are immutable SQL
functions without ICU, which not every PostgreSQL has: the same on every server, and after every update of it.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from typing import Any

from django.db.models import Func, Q, QuerySet, TextField

_ORDER = dict(zip("åäæöøéèü", "{||}}eey", strict=True))
# Capitals that PostgreSQL 18 knows (Unicode 16) and an older Python does not.
_YOUNGER = {chr(upper): chr(lower) for upper, lower in (
    (0x1C89, 0x1C8A), (0xA7CB, 0x0264), (0xA7CC, 0xA7CD), (0xA7DA, 0xA7DB), (0xA7DC, 0x019B),
    *((0x10D50 + n, 0x10D70 + n) for n in range(22)),
)}  # fmt: skip


# Letters that Unicode does not take apart into a letter and a sign, and where a Swedish index puts them.
_LETTERS = str.maketrans("đðħıłŧþßœőűəŋ", "ddhiltts}}yen")
_SIGNS = re.compile("[\u0300-\u036f]")


class Swedish(Func):
    """A text as it is compared with others: upper and lower case alike."""

    function = "gvi.swedish"
    output_field = TextField()


class Alphabetical(Func):
    """Sort key of a text: a–z, å, ä, ö; upper and lower case, and letters with other signs than ours, alike."""

    function = "gvi.alphabetical"
    output_field = TextField()


@cache
def _folded(character: str) -> str:
    """One character as PostgreSQL's C.UTF-8 folds it: without regard to its neighbours, one for one (İ becomes i)."""
    lower = _YOUNGER.get(character) or character.lower()[0]
    return _ORDER.get(lower, lower)


def swedish(text: str) -> str:
    """A text as `gvi.swedish` folds it in PostgreSQL."""
    return "".join(map(_folded, text))


def alphabetical(text: str) -> str:
    """The sort key of a text as `gvi.alphabetical` makes it in PostgreSQL: Đ among D, Ş among S, Ø with Ö."""
    folded = swedish(unicodedata.normalize("NFC", text)).translate(_LETTERS)
    return _SIGNS.sub("", unicodedata.normalize("NFD", folded))


def fold(text: str) -> str:
    """The letters and digits of a text, folded: by this two spellings of a word are compared."""
    return swedish(re.sub(r"[\W_]+", "", unicodedata.normalize("NFC", text)))


def whose_words_begin(rows: QuerySet[Any], text: str, columns: Iterable[str]) -> QuerySet[Any]:
    """The rows of which every word of the text begins a word in one of these columns, by the one folding.

    A word of a column begins at its start, after a space and after a hyphen. A text without words finds nothing.
    """
    words = swedish(text).split()
    rows = rows.alias(**{f"folded_{column}": Swedish(column) for column in columns}) if words else rows.none()
    for word in words:
        hit = Q()
        for column in columns:
            hit |= Q(**{f"folded_{column}__startswith": word})
            hit |= Q(**{f"folded_{column}__contains": f" {word}"}) | Q(**{f"folded_{column}__contains": f"-{word}"})
        rows = rows.filter(hit)
    return rows


def begins_a_word(word: str, value: str) -> bool:
    """Whether a folded word begins a word of this value, as `whose_words_begin` asks in PostgreSQL."""
    folded = swedish(value)
    return folded.startswith(word) or f" {word}" in folded or f"-{word}" in folded
