"""Whom or what a log entry is about, found by what people call it: a code, a case, a meeting, a person.

The reviewer's context decides what is found, as everywhere: another agency's person is not found, and neither is one
with protected identity, whom only named readers find.
"""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Q, QuerySet

from callins.models import CallIn
from groups.models import Dossier, PersonCode
from gvi.access.guarded import Guarded
from gvi.access.principal import Principal
from gvi.acts.models import ASKED
from gvi.meetings.models import Meeting
from gvi.text.days import on_day
from gvi.text.swedish import Swedish, swedish
from support.models import SupportCase

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
    codes = PersonCode.objects.alias(folded=Swedish("code")).filter(folded=swedish(text))
    named = Dossier.objects.sought(text, by.agency.pk)
    people = Dossier.objects.filter(Q(pk__in=named.values("pk")) | Q(person_code__in=codes.values("pk")))
    yield people
    yield PersonCode.objects.filter(Q(pk__in=codes.values("pk")) | Q(pk__in=people.values("person_code")))
    yield SupportCase.objects.filter(reference__iexact=text)
    if day := on_day(text):
        yield Meeting.objects.filter(day)
        yield CallIn.objects.filter(day)
