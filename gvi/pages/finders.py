"""What the search of every page finds: each app registers how its own rows are found, and by what."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

from gvi.access.policy import Right
from gvi.access.principal import Principal
from gvi.access.registry import Registry
from gvi.text.swedish import begins_a_word, swedish

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Hit:
    """Something that was found. `why` is by what it was found, `about` what tells it from others of its name."""

    title: str
    url: str
    why: str
    about: str = ""


@dataclass(frozen=True)
class Finder:
    """A kind of thing that can be found.

    `label` names it in the plural, and `needs` is the right to see its pages. `rows` are what a text names, for a
    principal and through the walls, in the order of the page; `hits` are some of them as the page shows them.
    """

    label: "StrOrPromise"
    needs: Right
    rows: Callable[[str, Principal], QuerySet[Any]]
    hits: Callable[[list[Any], str], list[Hit]]


finders: Registry[Finder] = Registry()


def by_what(text: str, columns: Iterable[tuple["StrOrPromise", str]], otherwise: "StrOrPromise" = "") -> str:
    """By which columns, as (label, value), a row was found: the first that holds every word, else each that holds one.

    `otherwise` is for a row that was found by what is not shown.
    """
    words = swedish(text).split()
    held = [(f"{label}: {value}", [begins_a_word(word, value) for word in words]) for label, value in columns]
    whole = [column for column, found in held if all(found)]
    return "; ".join(whole[:1] or [column for column, found in held if any(found)]) or str(otherwise)


def about(*parts: object) -> str:
    """What is known of a hit, part by part; what is empty is left out."""
    return " · ".join(str(part) for part in parts if part)
