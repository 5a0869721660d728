"""Forms of acts: they carry the version of the row they show, and a key so that a second press does nothing."""

from typing import Any

from django import forms

from gvi.access.jobs import new_key
from gvi.access.principal import Principal
from gvi.access.rows import Guarded


class ActForm(forms.Form):
    """The facts an act needs. Subclasses add fields named like the act's keyword arguments."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, by: Principal, row: Guarded | None = None, initial: Any = None, **kwargs: Any
    ) -> None:
        self.by, self.row = by, row
        start = {"key": new_key(), "version": row.version if row else None}
        super().__init__(*args, initial=start | self.shown(row) | (initial or {}), **kwargs)
        self.offer()

    def offer(self) -> None:
        """Set the choices that depend on who asks. Only what `by` may see is ever offered."""

    def shown(self, row: Guarded | None) -> dict[str, Any]:
        """What the row holds today, field by field."""
        if row is None:
            return {}
        return {name: getattr(row, name) for name in self.base_fields if hasattr(row, name)}

    def facts(self) -> dict[str, Any]:
        """What the act is called with."""
        facts = dict(self.cleaned_data)
        return {
            "key": facts.pop("key", None),
            "version": facts.pop("version", None) if self.row else None,
            **facts,
        }
