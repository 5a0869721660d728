"""One item on Min dag."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from gvi.acts.models import new_key

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

ROUTINE = 9
SHOWN = 8  # rows of one kind; one more row says how many there are besides, and leads to their list
Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class TodoItem:
    """Something to do: what, until when, and where. `late` is said in words, never by colour alone.

    `press` is the address of an act that the button does at once, without a page in between. `alarms` say in words why
    a row goes before all other kinds, and `rank` puts it there: the lowest first. `count` is how many duties the row
    stands for.
    """

    text: str
    url: str
    button: str
    due_on: date | None = None
    late: bool = False
    press: str = ""
    icon: str = "printer"
    alarms: Sequence["StrOrPromise"] = ()
    rank: int = ROUTINE
    count: int = 1
    key: UUID = field(default_factory=new_key)


def nearest(rows: QuerySet[Row], item_of: Callable[[Row], TodoItem], *, more: Promise, url: str) -> Iterator[TodoItem]:
    """The first rows as items, then one that says how many more there are and leads to their list.

    `more` is a plural text in `n` ("and %(n)s follow-ups more").
    """
    found = list(rows[: SHOWN + 1])
    yield from map(item_of, found[:SHOWN])
    if len(found) > SHOWN:
        left = rows.count() - SHOWN
        yield TodoItem(more % {"n": left}, url, _("Show the list"), count=left)
