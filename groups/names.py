"""Where a name may stand: beside a code for an agency that holds it or was handed it, never in what others read."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Concat
from django.urls import reverse
from django.utils import timezone

from groups.codes import WORDS
from groups.models import Dossier, Individual
from gvi.access import context
from gvi.access.opentext import finds_names
from gvi.access.sorting import Swedish
from gvi.disclosures.models import Extract
from gvi.listing.columns import swedish

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


def names_beside(individuals: Iterable[Individual]) -> dict[UUID, Beside]:
    """The names behind these codes that the reader's agency holds, by code id. Two queries for a whole page.

    An own dossier comes before what somebody else has said.
    """
    ids = [individual.pk for individual in individuals]
    handed = Extract.objects.filter(about__in=ids, receiver=context.current().me, valid_until__gt=timezone.now())
    return named(handed, Dossier.objects.filter(individual__in=ids))


def named(handed: QuerySet[Extract], own: QuerySet[Dossier]) -> dict[UUID, Beside]:
    """What these extracts and dossiers call the codes they are about."""
    found = {one.about: _given(one) for one in handed.select_related("owner").order_by("valid_until") if one.about}
    return found | {
        one.individual_id: Beside(str(one), one.get_absolute_url(), one.protected) for one in own if one.individual_id
    }


def _given(extract: Extract) -> Beside:
    url = reverse("disclosures:disclosure", args=[extract.disclosure_id])
    return Beside(str(extract), url, given_by=extract.owner.short)


@finds_names
def names_in(text: str) -> list[str]:
    """The names in a text that the reader's own dossiers hold, as whole words; sorted, each once.

    A full name or an alias counts however it is written, a first name or a surname alone only with a capital: else
    “ek” in a park would be a person. Of names within names the longest stands for all. A code is no name. One query,
    and only dossiers that are hit are read.
    """
    parts = _parts(CODE.sub(" | ", text))
    if not parts:
        return []
    folded = {part.lower() for part in parts}
    return sorted(_longest({name for dossier in _with_names(parts) for name in _named(dossier, parts, folded)}, text))


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


def _with_names(parts: set[str]) -> Iterable[Dossier]:
    keys = {swedish(part) for part in parts}
    columns = {
        "full_key": Swedish(Concat("given_name", Value(" "), "family_name")),
        "given_key": Swedish("given_name"),
        "family_key": Swedish("family_name"),
        "alias_key": Swedish("alias"),
    }
    hit = Q()
    for column in columns:
        hit |= Q(**{f"{column}__in": keys})
    return Dossier.objects.filter(owner=context.current().me).annotate(**columns).filter(hit)


def _named(dossier: Dossier, parts: set[str], folded: set[str]) -> Iterable[str]:
    if str(dossier).lower() in folded and dossier.family_name:
        yield str(dossier)
        return
    if len(dossier.alias) >= SHORTEST_ALIAS and dossier.alias.lower() in folded:
        yield dossier.alias
    for name in (dossier.given_name, dossier.family_name):
        if name and name in parts:
            yield name
