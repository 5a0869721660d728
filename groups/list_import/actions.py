"""Third step of an import: save what was planned, all of it or nothing."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from groups.list_import.check import ImportRow
from groups.list_import.plan import ImportPlan, PlannedPerson, assessment, make_plan
from groups.models import Dossier, DossierReader, Group, Membership
from groups.people.retraction.actions import close_excluded
from groups.people.rules import next_review
from gvi.access.guarded import Guarded
from gvi.access.principal import Principal
from gvi.acts.act import act
from gvi.spreadsheets.signed_payload import one_at_a_time
from gvi.text.swedish import fold


@dataclass(frozen=True)
class ImportResult:
    """How many groups and people an import added, changed and left as they were."""

    new_groups: int
    new_people: int
    changed: int
    unchanged: int


@act("groups.import_list", label=gettext_lazy("Import list"), icon="upload", log=gettext_lazy("imported a list"))
def import_list(*, by: Principal, rows: Iterable[ImportRow]) -> ImportResult:
    """Import a checked list, all of it or nothing. Importing the same list again changes nothing.

    Everything becomes the agency's own rows and is not published (architecture 3). Raises ValidationError.
    """
    one_at_a_time(by)
    plan = make_plan(rows)
    if plan.faults:
        raise ValidationError([_("Row %(row)d: %(text)s") % {"row": f.row, "text": f.sentence} for f in plan.faults])
    result = ImportResult(len(plan.new_groups), len(plan.new_people), len(plan.changed), len(plan.unchanged))
    try:
        with transaction.atomic():
            _save(plan, by)
    except IntegrityError as error:
        raise ValidationError(
            _("Your agency has a record of a person in the list that you may not open. Ask a colleague who may.")
        ) from error
    return result


def _save(plan: ImportPlan, by: Principal) -> None:
    groups = _save_groups(plan)
    dossiers = _save_people(plan, by)
    _save_memberships(plan, groups, dossiers)
    close_excluded(by=by, dossiers=[dossier.pk for dossier in dossiers])


def _save_groups(plan: ImportPlan) -> dict[str, Group]:
    """Make the new groups. Returns all groups of the list by their folded names."""
    review_on = next_review(timezone.localdate())
    groups = {
        key: planned.group or Group(name=planned.name, area=planned.area, review_on=review_on)
        for key, planned in plan.groups.items()
    }
    Group.objects.bulk_create([group for group in groups.values() if group._state.adding])
    return groups


def _save_people(plan: ImportPlan, by: Principal) -> list[Dossier]:
    """Make the new dossiers and change the others. Returns the dossiers in the order of the people.

    Whoever imports becomes the reader of people who get protected identity. This comes first, because only a named
    reader can write a protected dossier.
    """
    dossiers = [person.dossier or _new_dossier(person, by) for person in plan.people]
    added = [dossier for dossier in dossiers if dossier._state.adding]
    protected = [
        dossier
        for person, dossier in zip(plan.people, dossiers, strict=True)
        if (dossier.protected and dossier._state.adding) or person.changes.get("protected")
    ]
    if protected:
        DossierReader.objects.bulk_create(DossierReader.of_dossiers(protected, by.user.pk))
    Dossier.objects.bulk_create(added)
    for person in plan.people:
        _change_dossier(person, by)
    return dossiers


def _new_dossier(person: PlannedPerson, by: Principal) -> Dossier:
    dossier = Dossier(**person.facts)
    if person.digits:
        dossier.set_national_id(person.digits, by.agency.pk)
    return dossier


def _change_dossier(person: PlannedPerson, by: Principal) -> None:
    changes = dict(person.changes)
    if person.dossier is None or not changes:
        return
    if digits := changes.pop("digits", ""):
        person.dossier.set_national_id(digits, by.agency.pk)
    _change(person.dossier, changes)


def _save_memberships(plan: ImportPlan, groups: dict[str, Group], dossiers: list[Dossier]) -> None:
    """Make the new memberships and change the others. What is assessed today is reviewed in six months."""
    review_on = next_review(timezone.localdate())
    added = []
    for person, dossier in zip(plan.people, dossiers, strict=True):
        for planned in person.memberships:
            if planned.membership is None:
                group = groups[fold(planned.row.group)]
                added.append(Membership(dossier=dossier, group=group, review_on=review_on, **assessment(planned.row)))
            elif planned.changes:
                _change(planned.membership, planned.changes | {"review_on": review_on})
    Membership.objects.bulk_create(added)


def _change(row: Guarded, changes: dict[str, Any]) -> None:
    for name, value in changes.items():
        setattr(row, name, value)
    row.save()
