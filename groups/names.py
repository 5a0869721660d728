"""Where a name may stand: beside a code for an agency that holds it or was handed it, never in what others read."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet, TextField, Value
from django.db.models.fields.json import KT
from django.db.models.functions import Concat
from django.urls import reverse
from django.utils import timezone

from groups.codes import WORDS
from groups.models import Dossier, PersonCode
from gvi.access import context
from gvi.disclosures.models import DisclosedRecord
from gvi.spreadsheets.columns import swedish
from gvi.text.shared_text import finds_names
from gvi.text.swedish import Swedish

LONGEST_NAME = 4  # words
SHORTEST_ALIAS = 3  # letters
WORD = re.compile(r"[\w'’-]+")
CODE = re.compile(rf"\b(?:{'|'.join(WORDS)}) \d{{2,3}}\b")


@dataclass(frozen=True)
class Beside:
    """A name beside a code: from an own dossier, or from a disclosure that is valid just now."""

    name: str
    url: str
    protected: bool = False
    given_by: str = ""

    def __str__(self) -> str:
        return self.name


def names_beside(person_codes: Iterable[PersonCode]) -> dict[UUID, Beside]:
    """The names behind these codes that the reader's agency holds, by code id. Two queries for a whole page.

    An own dossier comes before what somebody else has said.
    """
    ids = [person_code.pk for person_code in person_codes]
    return named(_handed(ids), Dossier.objects.filter(person_code__in=ids))


def stamp_of_handed(person_codes: QuerySet[Any]) -> str:
    """Differs as soon as a name beside these codes (their ids) is handed over, taken back or out of time. One query.

    A screen that stands open asks with it, so that a name leaves it the same minute (architecture 3).
    """
    valid = sorted(map(str, _handed(person_codes).order_by().values_list("pk", flat=True)))
    return sha256(" ".join(valid).encode()).hexdigest()[:16]


def _handed(ids: Any) -> QuerySet[DisclosedRecord]:
    """What others have handed the reader's agency about these codes, and is valid just now."""
    return DisclosedRecord.objects.filter(about__in=ids, receiver=context.current().me, valid_until__gt=timezone.now())


def named(handed: QuerySet[DisclosedRecord], own: QuerySet[Dossier]) -> dict[UUID, Beside]:
    """What these extracts and dossiers call the codes they are about."""
    given = [one for one in handed.select_related("owner").order_by("valid_until") if one.name]
    found = {one.about: _given(one) for one in given if one.about}
    return found | {
        one.person_code_id: Beside(str(one), one.get_absolute_url(), one.protected) for one in own if one.person_code_id
    }


def _given(extract: DisclosedRecord) -> Beside:
    url = reverse("disclosures:disclosure", args=[extract.disclosure_id])
    return Beside(str(extract), url, given_by=extract.owner.short_name)


@finds_names
def names_in(text: str) -> list[str]:
    """The names in a text that the reader's agency holds or was handed, as whole words; sorted, each once.

    A full name or an alias counts however it is written, a first name or a surname alone only with a capital: else
    “ek” in a park would be a person. Of names within names the longest stands for all. A code is no name. Two
    queries, and only those who are hit are read.
    """
    parts = _parts(CODE.sub(" | ", text))
    if not parts:
        return []
    folded = {part.lower() for part in parts}
    return sorted(_longest({name for person in _with_names(parts) for name in _named(person, parts, folded)}, text))


def _longest(names: set[str], text: str) -> Iterable[str]:
    """The names that stand in the text by themselves, and not only as a part of a longer one."""
    for name in sorted(names, key=lambda one: (-len(one), one)):
        alone = re.compile(rf"(?<![\w'’-]){re.escape(name)}s?(?![\w'’-])", re.IGNORECASE)
        text, count = alone.subn(" | ", text)
        if count:
            yield name


def _parts(text: str) -> set[str]:
    """Every run of one to four words of the text."""
    found: set[str] = set()
    for stretch in text.split("|"):
        words = WORD.findall(stretch)
        for size in range(1, LONGEST_NAME + 1):
            found |= {" ".join(words[at : at + size]) for at in range(len(words) - size + 1)}
    return found | {part.removesuffix("s") for part in found}  # Kims, Ceders


@dataclass(frozen=True)
class Called:
    """What somebody is called, in an own dossier or in what was handed over."""

    given: str
    family: str
    alias: str

    @property
    def full(self) -> str:
        return f"{self.given} {self.family}".strip()


def _with_names(parts: set[str]) -> list[Called]:
    """Who of those that the agency holds is called by one of these words."""
    keys, me = {swedish(part) for part in parts}, context.current().me
    hit = Q()
    for column in ("full_key", "given_key", "family_key", "alias_key"):
        hit |= Q(**{f"{column}__in": keys})
    own = Dossier.objects.filter(owner=me).annotate(**_keys("given_name", "family_name", "alias")).filter(hit)
    valid = DisclosedRecord.objects.filter(receiver=me, valid_until__gt=timezone.now())
    handed = valid.annotate(**_keys(*(KT(f"facts__{name}") for name in ("given_name", "family_name", "alias"))))
    return [Called(one.given_name, one.family_name, one.alias) for one in own] + [
        Called(*(str(one.facts.get(name) or "") for name in ("given_name", "family_name", "alias")))
        for one in handed.filter(hit)
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


def _named(person: Called, parts: set[str], folded: set[str]) -> Iterable[str]:
    if person.full.lower() in folded and person.family:
        yield person.full
        return
    if len(person.alias) >= SHORTEST_ALIAS and person.alias.lower() in folded:
        yield person.alias
    for name in (person.given, person.family):
        if name and name in parts:
            yield name
