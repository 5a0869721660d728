"""Speakable codes: a tree or a plant and a number. No code is one slip away from another (architecture 3).

A slip is one letter or digit that is wrong, missing, doubled or swapped with its neighbour. Words are at least two
slips apart (å, ä and ö count as a, a and o, as they are often written), and so are numbers. So a code that is misheard
on the telephone or misread on paper is no code at all, and never another person.

Codes that are said in one room are further apart: no two of a group, and no two of an evening, have the same word or
words that sound alike, as long as there are words enough.
"""

import secrets
from collections.abc import Collection, Iterable
from difflib import SequenceMatcher
from functools import cache
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
ALIKE = 0.55  # the share of their letters that two words have in common, in order, from which they sound alike


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


@cache
def sound_alike(word: str, other: str) -> bool:
    """Whether two words are easily heard as each other: Malva and Salvia, Lönn and Olvon. Of a word and itself, yes."""
    a, b = (each.lower().translate(FOLD) for each in (word, other))
    return max(SequenceMatcher(None, a, b).ratio(), SequenceMatcher(None, b, a).ratio()) >= ALIKE


def word_of(code: str) -> str:
    """The word of a code, by which people say it: Lönn of "Lönn 27"."""
    return code.split(" ")[0]


def choose_apart(lot: Iterable[str], count: int, *, heard: Iterable[str], in_use: Collection[str]) -> list[str]:
    """So many codes of the lot, apart from each other and from the codes `heard` in the same room.

    First with words unlike all that anybody in the partnership has (`in_use`), then with words that nobody has, then
    with words unlike those in the room, then with words that are at least not the same there. What is left comes last:
    a group of a hundred has to share words.
    """
    lot, chosen = list(lot), dict[str, None]()
    words = {word_of(code) for code in heard}
    for elsewhere, near in ((_near(in_use), _near), (in_use, _near), ((), _near), ((), frozenset)):
        shut = {*elsewhere, *near(words)}
        for code in lot:
            if len(chosen) < count and code not in chosen and word_of(code) not in shut:
                chosen[code] = None
                words.add(word_of(code))
                shut |= near([word_of(code)])
    left = [code for code in lot if code not in chosen]
    return [*chosen, *left[: count - len(chosen)]]


def _near(words: Iterable[str]) -> frozenset[str]:
    """The words that sound like one of these, themselves among them."""
    return frozenset(other for word in words for other in WORDS if sound_alike(word, other))


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
