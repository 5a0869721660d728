"""Codes can be said, heard and misread without becoming somebody else."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as some

from groups.people.codes import (
    FOLD,
    THREE_DIGITS,
    TWO_DIGITS,
    WORDS,
    drawn_by_lot,
    is_one_slip,
)

ALL = frozenset(f"{word} {number}" for word in WORDS for number in TWO_DIGITS + THREE_DIGITS)
FOLDED = {code.lower().translate(FOLD): code for code in ALL}
LETTERS = "abcdefghijklmnopqrstuvwxyzåäö0123456789 "


@some.composite
def slipped(draw):
    """A code, and the same code with one slip of the tongue, the pen or the finger."""
    code = draw(some.sampled_from(sorted(ALL)))
    at = draw(some.integers(0, len(code) - 1))
    kind = draw(some.sampled_from(("wrong", "missing", "doubled", "swapped", "added")))
    letter = draw(some.sampled_from(LETTERS))
    return code, {
        "wrong": code[:at] + letter + code[at + 1 :],
        "missing": code[:at] + code[at + 1 :],
        "doubled": code[:at] + code[at] + code[at:],
        "swapped": code[:at] + code[at : at + 2][::-1] + code[at + 2 :],
        "added": code[:at] + letter + code[at:],
    }[kind]


@given(slipped())
def test_one_slip_never_gives_another_code(pair):
    code, misread = pair
    assert FOLDED.get(misread.lower().translate(FOLD), code) == code


def test_words_are_two_slips_apart_even_without_their_dots():
    assert [pair for pair in combinations(WORDS, 2) if is_one_slip(*pair)] == []
    assert len({word.lower().translate(FOLD) for word in WORDS}) == len(WORDS)


def test_numbers_are_two_slips_apart():
    numbers = TWO_DIGITS + THREE_DIGITS
    assert [pair for pair in combinations(numbers, 2) if is_one_slip(*pair)] == []
    assert (len(TWO_DIGITS), len(set(numbers))) == (10, len(numbers))


def test_codes_stand_in_swedish_order_by_plain_comparison():
    """Lists order codes by the column itself, so that its index is used."""
    alphabet = " 0123456789abcdefghijklmnopqrstuvwxyzåäö"
    assert sorted(ALL) == sorted(ALL, key=lambda code: [alphabet.index(c) for c in code.lower()])


def test_codes_are_drawn_by_lot_two_digits_first():
    first, second = drawn_by_lot(), drawn_by_lot()
    assert first != second
    assert set(first) == ALL
    shorter = len(WORDS) * len(TWO_DIGITS)
    assert {code.split()[1] for code in first[:shorter]} == set(TWO_DIGITS)
    assert {code.split()[1] for code in first[shorter:]} == set(THREE_DIGITS)
