"""Finds the names that the reader's agency holds or was handed in a text that others will read (architecture 3)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, TextField, Value
from django.db.models.fields.json import KT
from django.db.models.functions import Concat

from groups.models import Dossier
from groups.people.codes import WORDS
from groups.people.queries import records_handed_over
from gvi.access import context
from gvi.spreadsheets.columns import swedish
from gvi.text.swedish import Swedish

MAX_WORDS_OF_NAME = 4
MIN_LETTERS_OF_ALIAS = 3
NAMES = ("given_name", "family_name", "alias")
WORD = re.compile(r"[\w'’-]+")
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


def names_in(text: str) -> list[str]:
    """The names in a text that the reader's agency holds or was handed, as whole words, sorted, each once.

    A full name or an alias counts with or without capitals. A first name or surname alone counts only with a capital;
    otherwise “ek” (oak) would match a person. If one match lies inside another, only the longest is reported. A code
    is not a name. Two queries; only the people who match are read.
    """
    phrases = _phrases(CODE.sub(" | ", text))
    if not phrases:
        return []
    folded = {phrase.lower() for phrase in phrases}
    found = {name for person in _people_called(phrases) for name in _names_used(person, phrases, folded)}
    return sorted(_longest(found, text))


def _phrases(text: str) -> set[str]:
    """Every run of one to four words of the text, also without a genitive s."""
    found: set[str] = set()
    for stretch in text.split("|"):
        words = WORD.findall(stretch)
        for size in range(1, MAX_WORDS_OF_NAME + 1):
            found |= {" ".join(words[start : start + size]) for start in range(len(words) - size + 1)}
    return found | {phrase.removesuffix("s") for phrase in found}  # Kims, Ceders


def _people_called(phrases: set[str]) -> list[PersonName]:
    """The people the agency knows who have one of these phrases as a name."""
    keys = {swedish(phrase) for phrase in phrases}
    hit = Q()
    for column in ("full_key", "given_key", "family_key", "alias_key"):
        hit |= Q(**{f"{column}__in": keys})
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


def _names_used(person: PersonName, phrases: set[str], folded: set[str]) -> Iterable[str]:
    """Which of a person's names are among the phrases (`folded` holds them in small letters)."""
    if person.full.lower() in folded and person.family:
        yield person.full
        return
    if len(person.alias) >= MIN_LETTERS_OF_ALIAS and person.alias.lower() in folded:
        yield person.alias
    for name in (person.given, person.family):
        if name and name in phrases:
            yield name


def _longest(names: set[str], text: str) -> Iterable[str]:
    """The names that occur in the text by themselves, and not only as part of a longer name."""
    for name in sorted(names, key=lambda name: (-len(name), name)):
        alone = re.compile(rf"(?<![\w'’-]){re.escape(name)}s?(?![\w'’-])", re.IGNORECASE)
        text, count = alone.subn(" | ", text)
        if count:
            yield name
