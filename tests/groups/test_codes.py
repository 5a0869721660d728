"""Codes can be said, heard and misread without becoming somebody else."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from groups.models import Group, PersonCode
from groups.people import actions, queries
from groups.people.codes import (
    FOLD,
    THREE_DIGITS,
    TWO_DIGITS,
    WORDS,
    choose_apart,
    drawn_by_lot,
    is_one_slip,
    sound_alike,
    word_of,
)
from gvi.access.policy import Reach
from gvi.access.principal import act_as
from tests import factories as make
from tests.groups.conftest import person

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


def near(word: str, other: str) -> bool:
    """Written anew: the same word, or so many letters in common, in order, that it is heard as the other."""
    return word == other or sound_alike(word, other)


@pytest.mark.parametrize(
    ("word", "other"),
    [("Malva", "Salvia"), ("Lönn", "Olvon"), ("Fläder", "Oleander"), ("Pil", "Pion"), ("Jasmin", "Rosmarin")],
)
def test_words_that_are_heard_as_each_other_are_known(word, other):
    assert sound_alike(word, other)
    assert sound_alike(other, word)


@given(size=some.integers(1, 40), have=some.integers(0, 3), rest=some.integers(0, 12))
def test_the_codes_of_a_group_are_never_alike(size, have, rest):
    """However many are made at once, and whatever the group has and is heard with."""
    lot = drawn_by_lot()
    heard = choose_apart(lot, have, heard=(), in_use=())
    in_use = {word_of(code) for code in [*heard, *lot[:rest]]}
    made = choose_apart([code for code in lot if code not in heard], size, heard=heard, in_use=in_use)
    assert len(set(made)) == size
    words = [word_of(code) for code in (*heard, *made)]
    assert [pair for pair in combinations(words, 2) if near(*pair)] == []


def test_a_large_group_shares_words_last_and_no_code_is_given_twice():
    made = choose_apart(drawn_by_lot(), 200, heard=(), in_use=())
    assert len(set(made)) == 200
    assert len({word_of(code) for code in made[: len(WORDS)]}) == len(WORDS)


def test_words_that_nobody_has_come_first():
    in_use = set(WORDS[:40])
    made = choose_apart(drawn_by_lot(), 8, heard=(), in_use=in_use)
    assert in_use.isdisjoint(map(word_of, made))


# --- as they are made


def made_for(case, group, count):
    """So many people of the group get codes; the words of all codes that the group then has."""
    people = [person(case, f"P{n}", f"Q{n}", group) for n in range(count)]
    with act_as(case.by.police):
        actions.publish_codes(by=case.by.police, group=group.pk, people=[each.pk for each in people])
        return [word_of(code.code) for code in PersonCode.objects.filter(group=group)]


@pytest.mark.django_db
def test_codes_that_are_given_differ_in_the_group_and_between_groups(case):
    other = make.put(Group, case.police, reach=Reach.CORE, name="Grupp Södra")
    made_for(case, case.shared, 4)
    words = [*made_for(case, case.shared, 5), *made_for(case, other, 12)]
    assert [pair for pair in combinations(words, 2) if near(*pair)] == []


@pytest.mark.django_db
def test_codes_differ_from_those_invited_to_the_same_evening(case, monkeypatch):
    """Also when every word is in use somewhere: the evening comes before the partnership."""
    monkeypatch.setattr(queries, "_words_in_use", lambda: set(WORDS))
    monkeypatch.setattr(queries, "spoken_with", [lambda _group: ["Malva 14", "Olvon 25", "Pion 36"]])
    words = made_for(case, case.shared, 9)
    heard = ["Malva", "Olvon", "Pion", *words]
    assert [pair for pair in combinations(heard, 2) if near(*pair)] in ([], [("Olvon", "Lönn")])
