"""What is typed is kept composed and visible, with single spaces; lines only where there are lines."""

import sys
import unicodedata

import pytest

from gvi.text.cleaning import clean, clean_lines

FORMAT = [chr(c) for c in range(sys.maxunicode) if unicodedata.category(chr(c)) == "Cf"]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Kim\u00a0 \tCeder ", "Kim Ceder"),
        ("A\u030ake O\u0308berg", "Åke Öberg"),
        ("An\u00adna Ander\u00adsson", "Anna Andersson"),
        ("Li\u200bsa", "Lisa"),
        ("Kim\u202eredeC\r\nx", "KimredeC x"),
        ("a\u200b\u030a", "å"),
        ("Kim\x00Ceder\x07", "Kim Ceder"),
        ("\u200b\u2060\u3164\u2800\ufe0f\u034f", ""),
        ("rad ett\nrad två\u2028tre", "rad ett rad två tre"),
        ("\ud800x", "x"),
        ("O'Brien <b> =1+1", "O'Brien <b> =1+1"),
    ],
)
def test_one_line(typed: str, kept: str) -> None:
    assert clean(typed) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("ett\r\ntvå\rtre\u2029fyra", "ett\ntvå\ntre\nfyra"),
        ("\n\n  ett  \n \n\n\n två\u200b \n", "ett\n\ntvå"),
        ("\u200b\n\u2800\n", ""),
    ],
)
def test_lines_are_kept(typed: str, kept: str) -> None:
    assert clean_lines(typed) == kept


def test_no_format_sign_is_left() -> None:
    assert clean("".join(FORMAT)) == clean_lines("".join(FORMAT)) == ""
    for sign in FORMAT:
        assert clean(f"Kim{sign}Ceder") == "KimCeder"


def test_what_is_clean_stays_as_it_is() -> None:
    for code in range(1, sys.maxunicode, 7):
        typed = f"a{chr(code)}\u030a {chr(code)} b{chr(code + 1)}\n{chr(code)}"
        for made in (clean(typed), clean_lines(typed)):
            assert unicodedata.is_normalized("NFC", made)
        assert clean(clean(typed)) == clean(typed)
        assert clean_lines(clean_lines(typed)) == clean_lines(typed)
