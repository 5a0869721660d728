"""Finds the names that the reader's agency holds or was handed in a text that others will read (architecture 3)."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, TextField, Value
from django.db.models.fields.json import KT
from django.db.models.functions import Concat

from groups.models import Dossier
from groups.models.people import NAMES
from groups.people.codes import WORDS
from groups.people.queries import records_handed_over
from gvi.access import context
from gvi.text.cleaning import clean
from gvi.text.swedish import Swedish, swedish

MAX_WORDS_OF_NAME = 4
MIN_LETTERS_OF_ALIAS = 3
WORD = re.compile(r"[\w'’-]+|\|")
CODE = re.compile(rf"\b(?:{'|'.join(WORDS)}) \d{{2,3}}\b")


@dataclass(frozen=True)
class PersonName:
    """What a person is called in a dossier or in a disclosed record."""

    given: str
    family: str
    alias: str

    @property
    def full(self) -> str:
        return f"{self.given} {self.family}".strip()


@dataclass(frozen=True)
class Phrase:
    """Some words of the text in a row, from the position `start` to before `end`, as they are written."""

    start: int
    end: int
    text: str

    @property
    def has_capital(self) -> bool:
        return any(word[0].isupper() for word in self.text.split())


Phrases = dict[str, list[Phrase]]  # by their folded words


def names_in(text: str) -> list[str]:
    """The names in a text that the reader's agency holds or was handed, as whole words, sorted, each once.

    What stands between the words does not matter: spaces, a stroke, a line break. A full name or an alias counts with
    or without capitals. A first name or surname alone counts only with a capital; otherwise “ek” (oak) would match a
    person. If one match lies inside another, only the longest is reported. A code is not a name. Two queries; only the
    people who match are read.
    """
    phrases = _phrases(CODE.sub(" | ", clean(text)))
    if not phrases:
        return []
    return sorted(_longest([hit for person in _people_called(phrases) for hit in _hits(person, phrases)]))


def _phrases(text: str) -> Phrases:
    """Every run of one to four words of the text, also without a genitive s (Kims, Ceders)."""
    words = WORD.findall(text)
    found: Phrases = defaultdict(list)
    for start in range(len(words)):
        for end in range(start + 1, min(start + MAX_WORDS_OF_NAME, len(words)) + 1):
            if words[end - 1] == "|":
                break
            phrase = Phrase(start, end, " ".join(words[start:end]))
            key = swedish(phrase.text)
            found[key].append(phrase)
            if key.endswith("s"):
                found[key.removesuffix("s")].append(phrase)
    return found


def _people_called(phrases: Phrases) -> list[PersonName]:
    """The people the agency knows who have one of these phrases as a name."""
    hit = Q()
    for column in ("full_key", "given_key", "family_key", "alias_key"):
        hit |= Q(**{f"{column}__in": list(phrases)})
    own = Dossier.objects.filter(owner=context.current().me).annotate(**_keys(*NAMES)).filter(hit)
    handed_over = records_handed_over().annotate(**_keys(*(KT(f"facts__{name}") for name in NAMES))).filter(hit)
    return [PersonName(dossier.given_name, dossier.family_name, dossier.alias) for dossier in own] + [
        PersonName(*(str(record.facts.get(name) or "") for name in NAMES)) for record in handed_over
    ]


def _keys(given: Any, family: Any, alias: Any) -> dict[str, Swedish]:
    """The columns as they are compared: without case, in Swedish order."""
    full = Concat(given, Value(" "), family, output_field=TextField())
    return {
        "full_key": Swedish(full),
        "given_key": Swedish(given),
        "family_key": Swedish(family),
        "alias_key": Swedish(alias),
    }


def _hits(person: PersonName, phrases: Phrases) -> Iterable[tuple[Phrase, str]]:
    """Where a person's names stand in the text, each with the name. Parts count where the whole name does not stand."""
    if person.family and (whole := phrases.get(swedish(person.full))):
        yield from ((phrase, person.full) for phrase in whole)
        return
    if len(person.alias) >= MIN_LETTERS_OF_ALIAS:
        yield from ((phrase, person.alias) for phrase in phrases.get(swedish(person.alias), ()))
    for name in filter(None, (person.given, person.family)):
        yield from ((phrase, name) for phrase in phrases.get(swedish(name), ()) if phrase.has_capital)


def _longest(hits: list[tuple[Phrase, str]]) -> set[str]:
    """The names that stand in the text by themselves, and not only as part of a longer name."""
    taken: dict[int, tuple[int, int]] = {}
    found = set()
    for phrase, name in sorted(hits, key=lambda hit: (hit[0].start - hit[0].end, -len(hit[1]), hit[1])):
        place = (phrase.start, phrase.end)
        if {taken.get(position, place) for position in range(*place)} == {place}:
            taken |= dict.fromkeys(range(*place), place)
            found.add(name)
    return found
