"""Forms of acts. They carry the version of the row they show, and a key so that a second press does nothing."""

from collections.abc import Callable, Iterable
from typing import Any, cast
from uuid import UUID, uuid5

from django import forms
from django.db.models import QuerySet
from django.db.models.fields import BLANK_CHOICE_DASH
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gvi.access.guarded import Guarded
from gvi.access.names import Concerns, concerns_in
from gvi.access.principal import Principal
from gvi.acts.models import new_key
from gvi.pages.drafts import MADE_FOR
from gvi.pages.fields import LongText
from gvi.text.cleaning import clean, clean_lines


def offer_rows(form: forms.Form, name: str, rows: QuerySet[Any]) -> None:
    """Let a field choose among these rows."""
    cast("forms.ModelChoiceField[Any]", form.fields[name]).queryset = rows


def offer_choices(form: forms.Form, name: str, choices: Iterable[tuple[Any, Any]]) -> None:
    """Let a field choose among these values with their labels."""
    cast(forms.ChoiceField, form.fields[name]).choices = list(choices)


def set_choose_label(field: forms.Field) -> None:
    """Label the empty choice of a select "Choose"; Django shows a row of dashes."""
    ((_nothing, dashes),) = BLANK_CHOICE_DASH
    if isinstance(field, forms.ModelChoiceField):
        field.empty_label = _("Choose") if field.empty_label == dashes else field.empty_label
    elif isinstance(field, forms.ChoiceField):
        offered = list(cast("Iterable[tuple[Any, Any]]", field.choices))
        if ("", dashes) in offered:
            field.choices = [(value, _("Choose") if label == dashes else label) for value, label in offered]


class CleanForm(forms.Form):
    """A form whose texts are cleaned before they are looked at, compared or kept (gvi/text/cleaning.py).

    Lines are kept where the page shows lines. Passwords stay as they were typed.
    """

    def full_clean(self) -> None:
        """Clean what was typed first, so that a form which comes back shows what would be kept."""
        if self.is_bound:
            self.data = self._cleaned_texts()
        super().full_clean()

    def _cleaned_texts(self) -> Any:
        data = cast("dict[str, Any]", cast(QueryDict, self.data).copy())
        for name, field in self.fields.items():
            clean_text = cleaner_of(field)
            for sent in (self.add_prefix(name), self.add_initial_prefix(name)):
                if clean_text and isinstance(data.get(sent), str):
                    data[sent] = clean_text(data[sent])
        return data


def cleaner_of(field: forms.Field) -> Callable[[str], str] | None:
    """The function that cleans what is typed into a field, or None where nothing is cleaned."""
    if not isinstance(field, forms.CharField) or isinstance(field.widget, forms.PasswordInput):
        return None
    return clean_lines if isinstance(field.widget, forms.Textarea) else clean


def key_of_press(form: forms.Form, key: UUID | None) -> UUID | None:
    """The key of one press: the key that the form was given, and what was typed. Other words are another press."""
    sent = [(name, file) for name in form.files for file in form.files.getlist(name)]
    files = [(name, [str(file.name), str(file.size)]) for name, file in sent]
    typed = [*cast(QueryDict, form.data).lists(), *files]
    words = sorted((name, values) for name, values in typed if name != "csrfmiddlewaretoken")
    return uuid5(key, f"{type(form).__qualname__} {words}") if key else None


class ActForm(CleanForm):
    """The facts an act needs. Subclasses add fields named like the act's keyword arguments."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    made_for = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        by: Principal,
        instance: Guarded | None = None,
        initial: dict[str, Any] | None = None,
    ) -> None:
        self.by, self.instance = by, instance
        start = {"key": new_key(), "made_for": by.mark, "version": instance.version if instance else None}
        super().__init__(data, files, initial=start | self.saved(instance) | (initial or {}))
        self.offer()
        for field in self.fields.values():
            set_choose_label(field)
            for fault in {"invalid_choice", "invalid_pk_value"} & field.error_messages.keys():
                field.error_messages[fault] = _(
                    "Something you chose can no longer be chosen. Look at the choices and choose again."
                )

    def offer(self) -> None:
        """Set the choices that depend on who asks. Only what `by` may see is ever offered."""

    def saved(self, instance: Guarded | None) -> dict[str, Any]:
        """What the row holds today, field by field."""
        if instance is None:
            return {}
        return {name: getattr(instance, name) for name in self.base_fields if hasattr(instance, name)}

    def replace_typed(self, values: dict[str, Any]) -> None:
        """Put other values in the place of typed ones; everything else stays as it was typed."""
        data = cast(QueryDict, self.data).copy()
        for name, value in values.items():
            data[name] = value
        self.data = data

    def take_up(self, draft: QueryDict) -> None:
        """Show what was typed before, right or wrong, without judging it; the version is the one it was about."""
        self.data = draft
        for name, field in self.fields.items():
            as_sent = self.add_prefix(name)
            if name != MADE_FOR and not field.widget.value_omitted_from_data(draft, {}, as_sent):
                self.initial[name] = field.widget.value_from_datadict(draft, {}, as_sent)

    def typed_texts(self) -> list[tuple[str, str]]:
        """The texts that were changed, with their labels."""
        texts = [self[name] for name in self.changed_data if type(self.fields[name]) in (forms.CharField, LongText)]
        return [(str(text.label), text.value()) for text in texts if not text.is_hidden and text.value()]

    def facts(self) -> dict[str, Any]:
        """What the act is called with."""
        facts = dict(self.cleaned_data)
        facts.pop(MADE_FOR, None)
        return {
            "key": facts.pop("key", None),
            "version": facts.pop("version", None) if self.instance else None,
            **facts,
        }

    def clean_key(self) -> UUID | None:
        """Derive the idempotency key from the form and its contents: a corrected form counts as a new submission."""
        return key_of_press(self, self.cleaned_data["key"])


class WarnsOfNames(CleanForm):
    """Warns once when a text that others will read may tell who somebody is (architecture 3, gvi/access/names.py).

    Put it before ActForm among the bases and name the fields in `open_texts`; "escort_" names all fields that begin
    so, of which only those that were changed are looked at. The tick “Save anyway” shows with the warning and is not
    passed on to the act.
    """

    by: Principal
    open_texts: tuple[str, ...] = ()
    anyway = forms.BooleanField(label=_("Save anyway"), required=False, widget=forms.HiddenInput)

    def is_read_by_others(self) -> bool:
        """Whether what is written here leaves the agency."""
        return True

    def texts(self, cleaned: dict[str, Any]) -> dict[str, str]:
        """The texts that others will read, by field."""
        families = tuple(name for name in self.open_texts if name.endswith("_"))
        changed = [name for name in self.changed_data if name.startswith(families)] if families else []
        return {name: str(cleaned.get(name) or "") for name in (*self.open_texts, *changed) if name in self.fields}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.is_read_by_others() and not cleaned.get("anyway"):
            texts, writer = self.texts(cleaned), self.by.agency
            if concerns_in(" | ".join(texts.values()), writer):
                for name, text in texts.items():
                    self._warn(name, concerns_in(text, writer))
        return cleaned

    def _warn(self, name: str, found: Concerns) -> None:
        warnings = (
            (found.names, gettext(
                "Other agencies read this, and your agency keeps a person with the name %(names)s. Write the code "
                "instead."
            )),
            (found.likely, gettext(
                "Other agencies read this, and %(names)s looks like a name. Write the code or the function instead."
            )),
            (found.telling, gettext(
                "“%(names)s” beside a code tells that the person is a client or in custody. Write it without the word."
            )),
        )  # fmt: skip
        for words, sentence in warnings:
            if words:
                self.add_error(name, sentence % {"names": ", ".join(words)})
        if found:
            self.fields["anyway"].widget = forms.CheckboxInput()

    def facts(self) -> dict[str, Any]:
        facts: dict[str, Any] = super().facts()  # type: ignore[misc]
        facts.pop("anyway", None)
        return facts
