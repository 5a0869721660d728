"""Whom or what a log entry is about, found by what people call it: a code, a case, a meeting, a person.

The reviewer's context decides what is found, as everywhere: another agency's person is not found, and neither is one
with protected identity, whom only named readers find.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Q, QuerySet

from callins.models import CallIn
from groups.models import Dossier, PersonCode
from groups.models.people import blind_key
from gvi.access.guarded import Guarded
from gvi.access.principal import Principal
from gvi.acts.models import ASKED
from gvi.meetings.models import Meeting
from gvi.text import national_ids
from support.models import SupportCase

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
MOST = 20  # rows of one kind; a search that finds more is too wide to say anything


def find(text: str, by: Principal) -> dict[str, set[str]]:
    """The ids of the rows that the text names, by model label. An id names whatever has it."""
    try:
        return {ASKED: {str(UUID(text))}}
    except ValueError:
        found: dict[str, set[str]] = {}
    for rows in _matches(text, by):
        for pk in rows.order_by().values_list("pk", flat=True)[:MOST]:
            found.setdefault(rows.model._meta.label, set()).add(str(pk))
    return found


def with_their_parts(found: dict[str, set[str]]) -> set[str]:
    """These ids, and those of the rows that refer to them: a person's places in groups, seats and extracts."""
    ids = {pk for pks in found.values() for pk in pks}
    for model in apps.get_models():
        for field in model._meta.concrete_fields if issubclass(model, Guarded) else ():
            if field.related_model and (pks := found.get(field.related_model._meta.label)):
                parts = model._default_manager.filter(**{f"{field.name}__in": pks}).order_by()
                ids |= {str(pk) for pk in parts.values_list("pk", flat=True)}
    return ids


def _matches(text: str, by: Principal) -> Iterator[QuerySet[Any]]:
    codes = PersonCode.objects.filter(code__iexact=text)
    people = Dossier.objects.filter(_is_called(text, by) | Q(person_code__in=codes.values("pk")))
    yield people
    yield PersonCode.objects.filter(Q(pk__in=codes.values("pk")) | Q(pk__in=people.values("person_code")))
    yield SupportCase.objects.filter(reference__iexact=text)
    if day := _day_in(text):
        yield Meeting.objects.filter(date=day)
        yield CallIn.objects.filter(date=day)


def _is_called(text: str, by: Principal) -> Q:
    """By national id, or by name: each word begins a first name, a surname or an alias."""
    try:
        return Q(national_id_key=blind_key(national_ids.parse(text).digits, by.agency.pk))
    except national_ids.NotANationalId:
        pass
    names = Q()
    for word in text.split():
        names &= Q(given_name__istartswith=word) | Q(family_name__istartswith=word) | Q(alias__istartswith=word)
    return names


def _day_in(text: str) -> date | None:
    written = DAY.search(text)
    try:
        return date.fromisoformat(written.group()) if written else None
    except ValueError:
        return None
