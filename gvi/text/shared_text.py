"""Free text that other agencies will read."""

from collections.abc import Callable
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from gvi.text import national_ids

Finder = TypeVar("Finder", bound=Callable[[str], list[str]])
_finders: list[Callable[[str], list[str]]] = []


def finds_names(finder: Finder) -> Finder:
    """Register what knows the names that the reader's own agency keeps; the apps that keep them are above this one."""
    _finders.append(finder)
    return finder


def names_in(text: str) -> list[str]:
    """The names in a text that the reader's own agency keeps: others who read it should not learn them from us."""
    return [name for find in _finders for name in find(text)]


def refuse_national_ids(field: str, text: object) -> None:
    """Refuse a text that holds a national id. Raises ValidationError on that field (architecture 3)."""
    if isinstance(text, str) and national_ids.is_in(text):
        raise ValidationError(
            {
                field: ValidationError(
                    _("Take out the national identity number: other agencies read this text."),
                    code="national_id",
                )
            }
        )
