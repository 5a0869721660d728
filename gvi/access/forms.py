"""Forms of acts: they carry the version of the row they show, and a key so that a second press does nothing."""

from collections.abc import Iterable
from typing import Any, cast
from uuid import UUID, uuid5

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from gvi.access.jobs import new_key
from gvi.access.principal import Principal
from gvi.access.rows import Guarded


def offer_rows(form: forms.Form, name: str, rows: QuerySet[Any]) -> None:
    """Let a field choose among these rows."""
    cast("forms.ModelChoiceField[Any]", form.fields[name]).queryset = rows


def offer_choices(form: forms.Form, name: str, choices: Iterable[tuple[Any, Any]]) -> None:
    """Let a field choose among these values with their labels."""
    cast(forms.ChoiceField, form.fields[name]).choices = list(choices)


class ActForm(forms.Form):
    """The facts an act needs. Subclasses add fields named like the act's keyword arguments."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        by: Principal,
        row: Guarded | None = None,
        initial: dict[str, Any] | None = None,
    ) -> None:
        self.by, self.row = by, row
        start = {"key": new_key(), "version": row.version if row else None}
        super().__init__(data, files, initial=start | self.saved(row) | (initial or {}))
        self.offer()
        for field in self.fields.values():
            for fault in {"invalid_choice", "invalid_pk_value"} & field.error_messages.keys():
                field.error_messages[fault] = _(
                    "Something that was chosen cannot be chosen any more. Look at the choices and choose again."
                )

    def offer(self) -> None:
        """Set the choices that depend on who asks. Only what `by` may see is ever offered."""

    def saved(self, row: Guarded | None) -> dict[str, Any]:
        """What the row holds today, field by field."""
        if row is None:
            return {}
        return {name: getattr(row, name) for name in self.base_fields if hasattr(row, name)}

    def retype(self, values: dict[str, Any]) -> None:
        """Put other values in the place of typed ones; everything else stays as it was typed."""
        data = cast(QueryDict, self.data).copy()
        for name, value in values.items():
            data[name] = value
        self.data = data

    def typed_texts(self) -> list[tuple[str, str]]:
        """The texts that were typed anew, with their labels."""
        texts = [self[name] for name in self.changed_data if type(self.fields[name]) is forms.CharField]
        return [(str(text.label), text.value()) for text in texts if not text.is_hidden and text.value()]

    def facts(self) -> dict[str, Any]:
        """What the act is called with."""
        facts = dict(self.cleaned_data)
        return {
            "key": facts.pop("key", None),
            "version": facts.pop("version", None) if self.row else None,
            **facts,
        }

    def clean_key(self) -> UUID | None:
        """The key of this press: of this form with these words. Corrected words from an old page are another press."""
        key: UUID | None = self.cleaned_data["key"]
        words = sorted((name, values) for name, values in self._typed() if name != "csrfmiddlewaretoken")
        return uuid5(key, f"{type(self).__qualname__} {words}") if key else None

    def _typed(self) -> list[tuple[str, list[str]]]:
        sent = [(name, file) for name in self.files for file in self.files.getlist(name)]
        files = [(name, [str(file.name), str(file.size)]) for name, file in sent]
        return [*cast(QueryDict, self.data).lists(), *files]
