"""Speakable codes: a tree or a plant and a number. No code is one slip away from another (architecture 3).

A slip is one letter or digit that is wrong, missing, doubled or swapped with its neighbour. Words are at least two
slips apart (å, ä and ö count as a, a and o, as they are often written), and so are numbers. So a code that is misheard
on the telephone or misread on paper is no code at all, and never another person.
"""

import secrets
from collections.abc import Collection
from itertools import product

WORDS = (
    "Akleja", "Alm", "Ask", "Avenbok", "Begonia", "Bok", "Dahlia", "Ek", "Enbuske", "Fibbla", "Fläder", "Gran",
    "Gullviva", "Hagtorn", "Hassel", "Humle", "Hyacint", "Iris", "Jasmin", "Kaprifol", "Kastanj", "Klöver", "Kornell",
    "Lavendel", "Lilja", "Ljung", "Lupin", "Lärk", "Lönn", "Malva", "Nejlika", "Nypon", "Oleander", "Olvon",
    "Pelargon", "Pil", "Pion", "Plommon", "Poppel", "Prästkrage", "Rosmarin", "Salvia", "Sippa", "Smultron",
    "Solros", "Syren", "Timjan", "Tulpan", "Tusensköna", "Vallmo", "Viol", "Vänderot", "Älggräs", "Ängsull", "Öronört",
)  # fmt: skip
KEY_SHEET = "groups.key_sheet"  # the kind of paper that says in print which codes a group has
FOLD = str.maketrans("åäö", "aao")


def is_one_slip(text: str, other: str) -> bool:
    """Whether a single slip turns one text into the other, with å, ä and ö read as a, a and o."""
    short, long = sorted((text.lower().translate(FOLD), other.lower().translate(FOLD)), key=len)
    if len(short) == len(long):
        wrong = [i for i, (a, b) in enumerate(zip(short, long, strict=True)) if a != b]
        if len(wrong) != 2 or wrong[1] != wrong[0] + 1:
            return len(wrong) == 1
        i, j = wrong
        return short[i] == long[j] and short[j] == long[i]
    return len(long) == len(short) + 1 and any(long[:i] + long[i + 1 :] == short for i in range(len(long)))


def _apart(numbers: list[str], earlier: Collection[str] = ()) -> tuple[str, ...]:
    """The numbers that are not one slip away from each other or from the earlier ones."""
    kept: list[str] = []
    for number in numbers:
        if not any(is_one_slip(number, other) for other in (*earlier, *kept)):
            kept.append(number)
    return tuple(kept)


TWO_DIGITS = _apart([f"{a}{(a + 3) % 10}" for a in range(10)])
THREE_DIGITS = _apart([f"{a}{b}{(9 * a + 7 * b + 8) % 10}" for a, b in product(range(10), repeat=2)], TWO_DIGITS)


def drawn_by_lot() -> list[str]:
    """All codes in random order, because a code must not tell when it was made.

    Those with two digits come first, those with three follow when they are used up.
    """
    lot = secrets.SystemRandom()
    two, three = ([f"{word} {n}" for word, n in product(WORDS, numbers)] for numbers in (TWO_DIGITS, THREE_DIGITS))
    lot.shuffle(two)
    lot.shuffle(three)
    return two + three
