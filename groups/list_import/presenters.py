"""What the preview of a list shows of a person."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from groups.list_import.plan import ImportPlan, PlannedPerson
from gvi.access.guarded import Guarded

MAX_SHOWN = 200  # of those who are new or unchanged; whoever changes is always shown


@dataclass(frozen=True)
class Difference:
    """A field that changes: what the agency has, and what it will have."""

    label: str
    old: str
    new: str


@dataclass(frozen=True)
class PersonRow:
    """A person of the list, with what changes."""

    person: PlannedPerson
    differences: list[Difference]


def person_rows(plan: ImportPlan) -> tuple[list[PersonRow], int]:
    """The people of the list, first those who change, and how many are left out."""
    changed = sorted(plan.changed, key=lambda person: not person.gets_other_name)
    others = [*plan.new_people, *plan.unchanged]
    shown = [PersonRow(person, list(differences(person))) for person in changed]
    return shown + [PersonRow(person, []) for person in others[:MAX_SHOWN]], len(others[MAX_SHOWN:])


def differences(person: PlannedPerson) -> Iterator[Difference]:
    """Each field of a known person that changes, and each group that is new."""
    if person.dossier is None:
        return
    for name, value in person.changes.items():
        if name == "digits":
            yield Difference(_label(person.dossier, "national_id"), "–", f"{value[:8]}-****")
        else:
            yield _difference(person.dossier, name, value)
    for planned in person.memberships:
        group = planned.row.group
        if planned.membership is None:
            yield Difference(group, "–", planned.row.role_label)
            continue
        for name, value in planned.changes.items():
            change = _difference(planned.membership, name, value)
            yield Difference(f"{group}, {change.label}", change.old, change.new)


def _difference(row: Guarded, name: str, value: Any) -> Difference:
    return Difference(_label(row, name), _in_words(row, name, getattr(row, name)), _in_words(row, name, value))


def _label(row: Guarded, name: str) -> str:
    return str(getattr(row._meta.get_field(name), "verbose_name", name))


def _in_words(row: Guarded, name: str, value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    choices = {str(key): str(label) for key, label in getattr(row._meta.get_field(name), "choices", None) or []}
    return choices.get(str(value), str(value)) if value not in ("", None) else "–"
