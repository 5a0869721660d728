"""No form lets a text past the cleaning, and no day past its floor and ceiling."""

import ast
import re
from collections.abc import Iterator
from typing import Any

from django import forms
from django.conf import settings
from django.urls import get_resolver
from django.utils import translation
from django.utils.module_loading import import_string

from gvi.pages.fields import DateField, DateTimeField, LongText, needed_at_times
from gvi.pages.forms import CleanForm, cleaner_of
from gvi.text.emails import check_domain
from tests.architecture import source

OURS = ("gvi.", "groups.", "callins.", "support.", "sanctions.")
ONE_PLACE = "gvi/pages/fields.py"
LONG = 300  # characters that no line holds


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


# What a rule refuses in these fields is a wrong value and never that there is none.
MAY_BE_EMPTY = {
    ("callins.forms.CallInForm", "groups"),  # groups that are added to a call-in that has some
    ("groups.forms.GroupForm", "size_high"),
    ("groups.incidents.forms.IncidentForm", "time"),
    ("groups.incidents.forms.PublishIncidentForm", "attributions"),
    ("groups.people.forms.CorrectNameForm", "birth_year"),  # required of a record with a number, tests/groups
    ("gvi.partnerships.accounts.forms.AccessForm", "ends_on"),
    ("gvi.partnerships.accounts.forms.AccessForm", "unit"),
    ("gvi.partnerships.accounts.forms.PasswordForm", "again"),
}


def refused_fields() -> dict[str, set[str]]:
    """By app, the fields on which some rule or act may put an error."""
    found: dict[str, set[str]] = {}
    for module in source.written():
        errors = [call.args[0] for call, name in source.calls(module.tree) if name == "ValidationError" and call.args]
        keys = [key for error in errors if isinstance(error, ast.Dict) for key in error.keys]
        keys += [call.args[0] for call, name in source.calls(module.tree) if name == "add_error"]
        names = {str(key.value) for key in keys if isinstance(key, ast.Constant) and key.value}
        found.setdefault(app_of(module.name), set()).update(names)
    return found


def app_of(module: str) -> str:
    return ".".join(module.split(".")[: 2 if module.startswith("gvi.") else 1])


def inherited(form: type[Any], name: str) -> str:
    """The form in which the field is written."""
    return next(
        f"{each.__module__}.{each.__qualname__}"
        for each in reversed(form.__mro__)
        if name in vars(each).get("base_fields", {})
    )


def test_no_label_says_that_a_field_may_be_left_empty_which_a_rule_may_demand() -> None:
    refused = refused_fields()
    lying = {
        (inherited(form, name), name)
        for form in our_forms()
        for name, field in form.base_fields.items()
        if name in refused[app_of(form.__module__)]
        and not field.required
        and not isinstance(field, forms.BooleanField)
        and not hasattr(field, "needed_at_times")
    }
    assert lying - MAY_BE_EMPTY == set()


def test_what_is_needed_at_times_says_so_and_says_when() -> None:
    found = [
        (form, name)
        for form in our_forms()
        for name, field in form.base_fields.items()
        if hasattr(field, "needed_at_times")
    ]
    assert len(found) > 10
    with translation.override("en"):
        for form, name in found:
            field = form.base_fields[name]
            assert not field.required
            words = f"{field.label} {field.help_text}"
            assert re.search(r"\b(If|Needed|needed|Must|must)\b", words), (form, name, words)


def test_every_text_of_several_lines_with_a_limit_says_it() -> None:
    fields = [(form, name, field) for form in our_forms() for name, field in form.base_fields.items()]
    texts = [(form, name, field) for form, name, field in fields if isinstance(field, forms.CharField)]
    limited = [
        (form, name, field)
        for form, name, field in texts
        if field.max_length
        and (isinstance(field.widget, forms.Textarea) or field.max_length >= LONG)
        and not isinstance(field, forms.EmailField)
    ]
    assert len(limited) > 10
    assert [(form, name) for form, name, field in limited if not isinstance(field, LongText)] == []


def test_a_label_tells_the_truth_of_its_field() -> None:
    class Typed(CleanForm):
        must = forms.CharField()
        may = forms.CharField(required=False)
        at_times = needed_at_times(forms.CharField(help_text="If it rains."))
        choice = needed_at_times(forms.ChoiceField(choices=[("a", "A")], widget=forms.RadioSelect))

    with translation.override("en"):
        form = Typed()
        hints = {
            field.name: re.findall(r'class="gvi-optional">(.*?)<', field.as_field_group())
            for field in form.visible_fields()
        }
    needed = ["(needed in some cases)"]
    assert hints == {"must": [], "may": ["(may be left empty)"], "at_times": needed, "choice": needed}


def test_a_new_address_is_asked_for_its_script() -> None:
    """An address of somebody who signs in is looked up only."""
    new = [form for form in our_forms() if not issubclass(form, import_string(settings.ACCOUNT_FORMS["login"]))]
    fields = [field for form in new for field in form.base_fields.values() if isinstance(field, forms.EmailField)]
    assert fields
    assert all(check_domain in field.validators for field in fields)
