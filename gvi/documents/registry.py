"""The kinds of paper. Apps higher up register theirs; this app only knows how a paper becomes text."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.urls import reverse

from gvi.access.policy import Right
from gvi.access.registry import Registry

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from gvi.access.guarded import Guarded

LANGUAGE = "sv"  # the language of the partnership's papers, whoever prints them


@dataclass(frozen=True)
class Contents:
    """What a paper says: everything that its template needs, already fetched, and the counts among it."""

    facts: dict[str, Any]
    figures: dict[str, int] = field(default_factory=dict)


ContentsFunction = Callable[[UUID], Contents]


@dataclass(frozen=True)
class Paper:
    """A kind of paper.

    `contents` runs with what the readers may see, and takes the id of what the paper is about; `place` is the name of
    that thing's address. A paper that `stays_home` is one agency's own, and no other agency finds it in the register.
    `needs` is the right to see it there. `subject`: what it is about is read by name, so the paper is composed as its
    issuer sees that, and found only by whoever sees it.
    """

    kind: str
    name: "StrOrPromise"
    template: str
    place: str
    contents: ContentsFunction
    needs: Right = Right.DOCUMENTS_SEE
    stays_home: bool = False
    subject: "type[Guarded] | None" = None

    def about_url(self, subject_id: UUID) -> str:
        """The address of what the paper is about."""
        return reverse(self.place, args=[subject_id])


papers: Registry[Paper] = Registry()


def paper(
    kind: str,
    *,
    name: "StrOrPromise",
    template: str,
    place: str,
    needs: Right = Right.DOCUMENTS_SEE,
    stays_home: bool = False,
    subject: "type[Guarded] | None" = None,
) -> Callable[[ContentsFunction], ContentsFunction]:
    """Register a kind of paper by the function that gathers its contents."""

    def declare(contents: ContentsFunction) -> ContentsFunction:
        papers.register_as(kind)(Paper(kind, name, template, place, contents, Right(needs), stays_home, subject))
        return contents

    return declare
