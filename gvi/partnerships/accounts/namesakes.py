"""Colleagues to choose among: those who have the same name are told apart by their addresses."""

from collections import Counter
from collections.abc import Iterable
from typing import cast

from django import forms
from django.db.models import QuerySet

from gvi.pages.forms import offer_rows, set_choose_label
from gvi.partnerships.models import User
from gvi.text.swedish import Alphabetical, fold


def user_labels(users: Iterable[User]) -> list[tuple[int, str]]:
    """The users with the names that tell them apart."""
    found = list(users)
    shared = Counter(fold(user.full_name) for user in found)
    return [
        (user.pk, f"{user.full_name}, {user.email}" if shared[fold(user.full_name)] > 1 else user.full_name)
        for user in found
    ]


def offer_users(form: forms.Form, name: str, users: QuerySet[User]) -> None:
    """Let a field choose among these users, by name."""
    field = cast("forms.ModelChoiceField[User]", form.fields[name])
    ordered = users.order_by(Alphabetical("full_name"), "pk")
    offer_rows(form, name, ordered)
    set_choose_label(field)
    nobody = [("", field.empty_label)] if field.empty_label is not None else []
    field.choices = [*nobody, *user_labels(ordered)]
