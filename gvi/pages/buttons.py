"""Buttons: the acts that may be done now, each leading to its page. The registry of acts is their only source."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.urls import reverse

from gvi.access.principal import Principal
from gvi.acts.act import ActFunction
from gvi.acts.models import new_key

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Button:
    """A link to the page of an act. An act without a form is done by the button itself: then `key` makes a second press
    harmless. A page has one primary button at most.
    """

    label: "StrOrPromise"
    url: str
    icon: str = ""
    primary: bool = False
    danger: bool = False
    key: UUID | None = None


def button(function: ActFunction, row: Any = None) -> Button:
    """The button of an act, whether it may be done or not."""
    act = function.act
    address = [getattr(row, getattr(row, "url_field", "pk"))] if row is not None else []
    key = new_key() if act.at_once else None
    return Button(act.label, reverse(act.url_name, args=address), act.icon, danger=act.danger, key=key)


def buttons_for(row: Any, by: Principal, acts: Iterable[ActFunction]) -> list[Button]:
    """A button for each of these acts that `by` may do to `row` now; the first one is the primary one.

    `row` is None for acts without a row.
    """
    return make_first_primary([button(function, row) for function in acts if function.act.is_open_for(row, by)])


def make_first_primary(buttons: list[Button]) -> list[Button]:
    """The same buttons, with the first one as the page's primary button."""
    return [replace(each, primary=not place) for place, each in enumerate(buttons)]
