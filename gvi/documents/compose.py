"""Kinds of paper. An app registers its kinds here; this one knows only how a paper becomes text."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from gvi.access.context import seen_by
from gvi.documents.models import Document
from gvi.partnerships.models import Agency

LANGUAGE = "sv"  # what the partnership's papers are written in, whoever prints them


@dataclass(frozen=True)
class Contents:
    """What stands on a paper: everything the template needs, already fetched, and the counts among it."""

    facts: dict[str, Any]
    figures: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Paper:
    """A kind of paper. `contents` runs under the readers' audience and gets the id of what the paper is about.

    `stays_home`: one agency's own paper, which nobody else finds in the register. `needs`: the right to see it there.
    """

    kind: str
    name: Any
    template: str
    place: str
    contents: Callable[[UUID], Contents]
    needs: str = "documents.see"
    stays_home: bool = False

    def about_url(self, subject: UUID) -> str:
        """Where the thing that the paper is about is shown."""
        return reverse(self.place, args=[subject])


PAPERS: dict[str, Paper] = {}


def paper(
    kind: str, *, name: Any, template: str, place: str, needs: str = "documents.see", stays_home: bool = False
) -> Callable[[Callable[[UUID], Contents]], Callable[[UUID], Contents]]:
    """Declare a kind of paper by the function that gathers its contents."""

    def declare(contents: Callable[[UUID], Contents]) -> Callable[[UUID], Contents]:
        PAPERS[kind] = Paper(kind, name, template, place, contents, needs, stays_home)
        return contents

    return declare


@dataclass(frozen=True)
class Sheet:
    """The frozen text of one copy."""

    number: int
    addressee: str
    html: str


def compose(document: Document, readers: Iterable[Agency], addressees: list[str]) -> tuple[Contents, list[Sheet]]:
    """Compose all copies of a paper under its readers' audience (architecture 8).

    The facts are gathered once, so that all copies say the same; each is then written out for its addressee.
    """
    kind = PAPERS[document.kind]
    with seen_by(*readers), translation.override(LANGUAGE):
        contents = kind.contents(document.subject)
        sheets = list(_sheets(kind, document, contents, addressees))
    return contents, sheets


def _sheets(kind: Paper, document: Document, contents: Contents, addressees: list[str]) -> Iterator[Sheet]:
    for number, addressee in enumerate(addressees, start=1):
        place = {"document": document, "copy": number, "addressee": addressee, "addressees": addressees}
        yield Sheet(number, addressee, render_to_string(kind.template, contents.facts | place))
