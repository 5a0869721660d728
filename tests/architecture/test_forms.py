"""No form lets a text past the cleaning, and no day past its floor and ceiling."""

import ast
from collections.abc import Iterator
from typing import Any

from django import forms
from django.conf import settings
from django.urls import get_resolver
from django.utils.module_loading import import_string

from gvi.pages.fields import DateField, DateTimeField
from gvi.pages.forms import CleanForm, cleaner_of
from gvi.text.emails import check_domain
from tests.architecture import source

OURS = ("gvi.", "groups.", "callins.", "support.", "sanctions.")
ONE_PLACE = "gvi/pages/fields.py"


def every(base: type[Any]) -> Iterator[type[Any]]:
    for form in base.__subclasses__():
        yield form
        yield from every(form)


def our_forms() -> list[type[forms.Form]]:
    get_resolver().url_patterns  # noqa: B018  every page and its form is imported
    return [form for form in dict.fromkeys(every(forms.Form)) if form.__module__.startswith(OURS)]


def test_every_form_cleans_its_texts() -> None:
    assert [form for form in our_forms() if not issubclass(form, CleanForm)] == []
    assert [form for form in our_forms() if form.full_clean is not CleanForm.full_clean] == []


def test_the_forms_of_signing_in_clean_too() -> None:
    used = {**settings.ACCOUNT_FORMS, **settings.MFA_FORMS}
    assert set(used) == {"login", "authenticate", "reauthenticate", "activate_totp"}
    assert all(issubclass(import_string(form), CleanForm) for form in used.values())


def test_a_text_field_is_cleaned_and_a_password_is_not() -> None:
    fields = [(form, name, field) for form in our_forms() for name, field in form.base_fields.items()]
    texts = [(form, name, field) for form, name, field in fields if isinstance(field, forms.CharField)]
    left = {name for _form, name, field in texts if cleaner_of(field) is None}
    assert left == {"password", "again"}


def test_what_a_form_keeps_is_clean() -> None:
    class Typed(CleanForm):
        line = forms.CharField(max_length=9)
        lines = forms.CharField(widget=forms.Textarea, required=False)
        secret = forms.CharField(widget=forms.PasswordInput, strip=False)

    typed = {
        "line": " A\u030a\u200bke\u00a0 \t\u202eB\u00ado\r\n",
        "lines": "a\u00ad\r\n\r\n\r\n b  c",
        "secret": " A\u030a\u200b  x ",
    }
    form = Typed(typed)
    assert form.is_valid(), form.errors
    assert form.cleaned_data == {"line": "Åke Bo", "lines": "a\n\nb c", "secret": typed["secret"]}
    empty = Typed(typed | {"line": "\u200b\u2060 \u3164"})
    assert empty.has_error("line", "required")


def test_days_have_a_floor_in_every_form() -> None:
    bare = {
        f"{module.path}: {ast.unparse(node)}"
        for module in source.written()
        if module.path != ONE_PLACE
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute) and node.attr in ("DateField", "DateTimeField", "DateInput", "DateTimeInput")
        if ast.unparse(node.value) == "forms"
    }
    assert bare == set()
    days = [(form, name, field) for form in our_forms() for name, field in form.base_fields.items()]
    kinds = (forms.DateField, forms.DateTimeField)
    assert [
        (form, name)
        for form, name, field in days
        if isinstance(field, kinds) and not isinstance(field, DateField | DateTimeField)
    ] == []


def test_a_new_address_is_asked_for_its_script() -> None:
    """An address of somebody who signs in is looked up only."""
    new = [form for form in our_forms() if not issubclass(form, import_string(settings.ACCOUNT_FORMS["login"]))]
    fields = [field for form in new for field in form.base_fields.values() if isinstance(field, forms.EmailField)]
    assert fields
    assert all(check_domain in field.validators for field in fields)
