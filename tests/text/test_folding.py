"""PostgreSQL and Python fold alike: what a program finds a database finds too."""

import sys

import pytest
from django.db import connection

from gvi.text.swedish import fold, swedish

WORDS = [
    "ΝΙΚΟΣ", "ΣΟΦΙΑΣ ΣΑΣ", "Νίκος", "ΑΣ.", "ΑΣʼ", "İbrahim", "İNCE", "Iğdır", "ıssız", "I\u0307nce", "STRASSE straße ẞ",
    "Ǆ ǅ ǆ", "ÅÄÖ åäö", "Æ Ø é È Ü", "A\u030a", "ﬁ ﬀ", "ŉ ǰ ΐ", "Ω K Å", "ᾼ ᾳ", "𐐀𐐨", "Ա և", "Ꭰ ꭰ", "Ა ა", "",
]  # fmt: skip
FOLDED = """
    SELECT array_agg(gvi.swedish(sign) ORDER BY n) FROM unnest(%s::text[]) WITH ORDINALITY AS signs (sign, n)
"""


@pytest.mark.django_db
def test_both_sides_agree_on_every_code_point() -> None:
    wanted = [chr(code) for code in range(1, sys.maxunicode + 1) if not 0xD800 <= code <= 0xDFFF]
    with connection.cursor() as cursor:
        cursor.execute(FOLDED, [wanted])
        ((folded,),) = cursor.fetchall()
    pairs = zip(wanted, folded, strict=True)
    assert [(hex(ord(sign)), theirs) for sign, theirs in pairs if theirs != swedish(sign)] == []


@pytest.mark.django_db
@pytest.mark.parametrize("text", WORDS)
def test_both_sides_agree_on_words(text: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT gvi.swedish(%s)", [text])
        assert cursor.fetchone() == (swedish(text),)


@pytest.mark.parametrize(
    "spellings",
    [("Grupp Å", "grupp a\u030a", "GRUPP-Å"), ("İNCE", "ince", "i\u0307nce"), ("ΝΙΚΟΣ", "νικοσ"), ("Café 3", "cafe3")],
)
def test_spellings_of_one_word_fold_alike(spellings: tuple[str, ...]) -> None:
    assert len({fold(text) for text in spellings}) == 1


def test_what_the_database_holds_for_one_is_one_here() -> None:
    """A name that PostgreSQL takes for the same is the same for the import, which folds here."""
    for one, other in (("Café", "cafe"), ("Müller", "myller"), ("Bjørn", "björn")):
        assert swedish(one) == swedish(other)
        assert fold(one) == fold(other)
