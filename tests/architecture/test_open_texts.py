"""No form may forget to warn of names: every text that is typed into a row that others may read is declared as such."""

import ast
import inspect
from collections.abc import Iterator
from typing import Any, get_args, get_type_hints

from django import forms
from django.apps import apps
from django.db.models import CharField, Model, TextField
from django.urls import get_resolver

from groups.models import Dossier, Group
from gvi.access import policy
from gvi.access.guarded import Guarded
from gvi.access.policy import Reach
from gvi.disclosures.models import DisclosureSource
from gvi.pages.act_page import ActPage
from gvi.pages.forms import ActForm
from tests.architecture import source


def every(base: type[Any]) -> Iterator[type[Any]]:
    for model in base.__subclasses__():
        if not model.__module__.startswith("tests."):
            yield model
            yield from every(model)


def written_by(form: type[ActForm], views: list[type[ActPage]]) -> set[type[Guarded]]:
    """The tables a form's texts may land in: those of its pages' acts, else all of its app."""
    pages = [view for view in views if issubclass(view.form_class, form) and hasattr(view, "act")]
    named = set().union(*({view.model} if view.model else made_by(view) for view in pages))
    if named:
        return named
    app = apps.get_containing_app_config(form.__module__)
    return {model for model in app.get_models() if issubclass(model, Guarded)} if app else set()


def made_by(view: type[ActPage]) -> set[type[Any]]:
    """What an act without a row makes: the model that its function returns, or a list of."""
    returned = get_type_hints(inspect.unwrap(view.act)).get("return")
    return {found for found in (returned, *get_args(returned)) if isinstance(found, type) and issubclass(found, Model)}


def open_columns(models: set[type[Guarded]]) -> set[str]:
    """Free text in tables whose rows may be read by others."""
    return {
        column.name
        for model in models
        if (row := policy.for_model(model._meta.label)) and max(row.reaches) > Reach.OWN
        for column in model._meta.concrete_fields
        if isinstance(column, CharField | TextField) and not column.choices
    }


def is_typed(field: Any) -> bool:
    return isinstance(field, forms.CharField) and not field.widget.is_hidden


def forgotten_in(form: Any, models: set[type[Guarded]]) -> set[str]:
    """The text fields of a form that land in open columns and are not declared."""
    typed = {name for name, field in form.base_fields.items() if is_typed(field)}
    return (open_columns(models) & typed) - set(getattr(form, "open_texts", ()))


def test_every_text_that_others_will_read_is_declared() -> None:
    get_resolver().url_patterns  # noqa: B018  every page and its form is imported
    views: Any = list(every(ActPage))
    found = {
        f"{form.__module__}.{form.__name__}": forgotten
        for form in every(ActForm)
        if (forgotten := forgotten_in(form, written_by(form, views)))
    }
    assert found == {}


# Forms whose fields made as they go land in a table that only the writer's own agency ever reads.
STAY_HOME = {"HandOverForm": DisclosureSource}


def test_a_form_that_makes_its_text_fields_as_it_goes_declares_them_too() -> None:
    """Such fields are not in the class body, so the class must at least warn."""
    assert all(not open_columns({model}) for model in STAY_HOME.values())
    declaring = {form.__name__ for form in every(ActForm) if getattr(form, "open_texts", ())} | STAY_HOME.keys()
    forgotten = {
        f"{module.path}: {cls.name}"
        for module in source.written()
        if module.path.endswith("forms.py")
        for cls in ast.walk(module.tree)
        if isinstance(cls, ast.ClassDef) and cls.name in {form.__name__ for form in every(ActForm)}
        for function in source.functions(cls)
        for call in ast.walk(function)
        if isinstance(call, ast.Call) and ast.unparse(call.func) in ("forms.CharField", "CharField")
        if cls.name not in declaring
    }
    assert forgotten == set()


class Careless(ActForm):
    """A form that forgets."""

    name = forms.CharField()
    summary = forms.CharField()
    alias = forms.CharField()


def test_the_net_catches_a_form_that_forgets() -> None:
    assert forgotten_in(Careless, {Group, Dossier}) == {"name", "summary"}
