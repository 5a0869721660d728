"""How texts are compared and ordered: one folding, in PostgreSQL (`gvi.swedish`) and here, equal for every text.

Swedish alphabetical order without ICU: one immutable SQL function, the same on every server.
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


class Swedish(Func):
    """Sort key of a text: a–z, å, ä, ö, upper and lower case alike."""

    function = "gvi.swedish"
    output_field = TextField()


@cache
def _folded(character: str) -> str:
    """One character as PostgreSQL's C.UTF-8 folds it: without regard to its neighbours, one for one (İ becomes i)."""
    lower = _YOUNGER.get(character) or character.lower()[0]
    return _ORDER.get(lower, lower)


def swedish(text: str) -> str:
    """The sort key of a text as `gvi.swedish` makes it in PostgreSQL."""
    return "".join(map(_folded, text))


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
