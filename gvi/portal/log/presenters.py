"""Log entries in words. Whatever stands in an entry can be shown: what has no words is shown as it stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext

from gvi.acts.models import ASKED, LogEntry
from gvi.portal.log import labels


@dataclass(frozen=True)
class EntryInWords:
    """A log entry with its verb, tables and fields in words."""

    entry: LogEntry
    verb: str
    rows: list[tuple[str, list[str]]]
    fields: list[list[str]]


def in_words(entries: Iterable[LogEntry]) -> list[EntryInWords]:
    """The entries in words, in their order."""
    return [
        EntryInWords(
            entry,
            labels.label(entry.verb),
            [(_model_name(label), ids) for label, ids in _by_label(entry.rows)],
            [words for label, names in _by_label(entry.fields) if (words := _field_names(label, names))],
        )
        for entry in entries
    ]


def _by_label(kept: Any) -> list[tuple[str, list[str]]]:
    """What an entry keeps for each table, as texts. JSON of another shape is one text under no name."""
    if not isinstance(kept, dict):
        return [("", _texts(kept))] if kept else []
    return [(label, _texts(values)) for label, values in kept.items()]


def _texts(values: Any) -> list[str]:
    return [str(value) for value in values] if isinstance(values, list) else [str(values)]


def _model_name(label: str) -> str:
    """The table's name in words. A table that no longer exists keeps the name it had."""
    if label == ASKED:
        return pgettext("log", "id asked for")
    try:
        return str(apps.get_model(label)._meta.verbose_name_plural)
    except (LookupError, ValueError):
        return label


def _field_names(label: str, names: list[str]) -> list[str]:
    """The fields in words. A field that no longer exists keeps the name it had; internal fields are left out."""
    try:
        found = [(name, apps.get_model(label)._meta.get_field(name)) for name in names]
    except (LookupError, ValueError, FieldDoesNotExist):
        return names
    reach = gettext_lazy("who sees it")
    words = [reach if name == "reach" else getattr(field, "verbose_name", "") for name, field in found]
    return [str(word) for word in words if isinstance(word, Promise)]  # what nobody has named is not translated
