"""What pages and papers show of disclosures."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gvi.disclosures.models import (
    DisclosedRecord,
    Disclosure,
    DisclosureSource,
    EndReason,
    GroundConfirmation,
    LegalGround,
)
from gvi.disclosures.registry import disclosable
from gvi.pages.lists import Column


@dataclass(frozen=True)
class Status:
    """The status of a disclosure in a word, and the colour of its tag."""

    label: str
    color: str


@dataclass(frozen=True)
class DisclosureRow:
    """A disclosure as a list shows it."""

    disclosure: Disclosure
    status: Status


@dataclass(frozen=True)
class PersonRow:
    """A disclosed person: the code, and the values of the chosen fields."""

    code: str
    values: Sequence[Any]
    ended: str = ""


@dataclass(frozen=True)
class GroundRow:
    """A legal ground, and the agency's confirmation of it."""

    ground: LegalGround
    confirmation: GroundConfirmation | None


@dataclass(frozen=True)
class Assessment:
    """What the giver wrote of one person."""

    code: str
    text: str


def assessments_of(disclosure: Disclosure) -> list[Assessment]:
    """What the giver wrote of each person. The receiver reads no such rows, and gets none."""
    sources = DisclosureSource.objects.filter(record__disclosure=disclosure).exclude(assessment="")
    ordered = sources.select_related("record").order_by("record__code", "pk")
    return [Assessment(source.record.code, source.assessment) for source in ordered]


def status_of(disclosure: Disclosure) -> Status:
    """The status of a disclosure now."""
    if disclosure.disposed_at:
        return Status(pgettext("disclosure", "disposed of"), "neutral")
    if disclosure.end_reason:
        return Status(str(EndReason(disclosure.end_reason).label), "ochre")
    if not disclosure.is_valid:
        return Status(pgettext("disclosure", "time is up"), "neutral")
    if disclosure.accepted_at:
        return Status(pgettext("disclosure", "accepted"), "success")
    return Status(pgettext("disclosure", "waits to be accepted"), "warning")


def disclosure_rows(disclosures: Iterable[Disclosure]) -> list[DisclosureRow]:
    """The rows of a list."""
    return [DisclosureRow(disclosure, status_of(disclosure)) for disclosure in disclosures]


def field_labels(fields: Sequence[str]) -> list[str]:
    """The labels of the chosen fields."""
    labels = disclosable().fields
    return [str(labels.get(name, name)) for name in fields]


def person_columns(fields: Sequence[str]) -> list[Column]:
    """The columns of a table of disclosed people: the code and the chosen fields."""
    return [Column(_("Code")), *(Column(capfirst(label)) for label in field_labels(fields))]


def person_row(code: str, fields: Sequence[str], facts: Mapping[str, Any]) -> PersonRow:
    """One person, with the chosen fields only."""
    return PersonRow(code, [facts.get(name) or "" for name in fields])


def person_rows(fields: Sequence[str], records: Iterable[DisclosedRecord]) -> list[PersonRow]:
    """The disclosed people."""
    return [
        replace(person_row(record.code, fields, record.facts), ended=_("withdrawn") if record.ends_with is None else "")
        for record in records
    ]


def person_name(record: DisclosedRecord) -> str:
    """A disclosed person as the giver recognises them: what was handed over, and the code."""
    facts = [str(record.facts[name]) for name in disclosable().fields if record.facts.get(name)]
    return " · ".join(filter(None, [record.code, ", ".join(facts)]))
