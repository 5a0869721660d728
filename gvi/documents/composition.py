"""From a kind of paper to the frozen text of its copies."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils import translation

from gvi.access.context import current, seen_by
from gvi.documents.models import Document
from gvi.documents.registry import LANGUAGE, Contents, Paper, papers
from gvi.partnerships.models import Agency


@dataclass(frozen=True)
class Sheet:
    """The frozen text of one copy."""

    number: int
    html: str


def compose(document: Document, readers: Iterable[Agency], addressees: list[str]) -> tuple[Contents, list[Sheet]]:
    """Compose all copies of a paper from what all its readers may see (architecture 8).

    The facts are gathered once, so that all copies say the same; each copy is then rendered for its addressee.
    """
    kind = papers[document.kind]
    issuer = current().user if kind.subject else None
    with seen_by(*readers, user=issuer), translation.override(LANGUAGE):
        contents = kind.contents(document.subject_id)
        sheets = list(_sheets(kind, document, contents, addressees))
    return contents, sheets


def _sheets(kind: Paper, document: Document, contents: Contents, addressees: list[str]) -> Iterator[Sheet]:
    for number, addressee in enumerate(addressees, start=1):
        copy = {"document": document, "copy": number, "addressee": addressee, "addressees": addressees}
        yield Sheet(number, render_to_string(kind.template, contents.facts | copy))
