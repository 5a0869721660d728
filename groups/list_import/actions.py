"""Third step of an import: save what was planned, all of it or nothing."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from groups.list_import.plan import ImportPlan, PlannedPerson, assessment, make_plan
from groups.list_import.rows import ImportRow
from groups.list_import.undo.trail import Trail
from groups.models import Dossier, DossierReader, Group, ImportedRow, ListImport, Membership
from groups.people.retraction.actions import close_excluded
from groups.people.rules import next_review
from gvi.access.guarded import Guarded
from gvi.access.principal import Principal
from gvi.acts import log
from gvi.acts.act import act
from gvi.acts.validators import refused_by
from gvi.spreadsheets.questions import Answers, refuse_unanswered
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
def import_list(*, by: Principal, rows: Iterable[ImportRow], answers: Answers | None = None) -> ImportResult:
    """Import a checked list, all of it or nothing. Importing the same list again changes nothing.

    Everything becomes the agency's own rows and is not published (architecture 3). Raises ValidationError, and
    Unanswered if the list raises a question that `answers` does not answer.
    """
    one_at_a_time(by)
    plan = make_plan(rows, answers)
    if plan.faults:
        raise ValidationError([_("Row %(row)d: %(text)s") % {"row": f.row, "text": f.sentence} for f in plan.faults])
    refuse_unanswered(plan.questions, answers or {})
    _save(plan, by)
    return ImportResult(len(plan.new_groups), len(plan.new_people), len(plan.changed), len(plan.unchanged))


def _save(plan: ImportPlan, by: Principal) -> None:
    trail = Trail()
    groups = _save_groups(plan, trail)
    dossiers = _save_people(plan, by, trail)
    _save_memberships(plan, groups, dossiers, trail)
    close_excluded(by=by, dossiers=[dossier.pk for dossier in dossiers])
    _keep(trail, by)


def _keep(trail: Trail, by: Principal) -> None:
    """Keep what was made and changed, if anything was."""
    rows: list[tuple[Dossier | Membership, dict[str, Any], bool, bool]]
    rows = [(row, {}, False, True) for row in trail.new]
    rows += [(row, before, adds_number, False) for row, before, adds_number in trail.changed]
    if not (rows or trail.made_groups or trail.renamed):
        return
    made = ListImport(
        imported_by=by.user,
        made_groups={str(group.pk): group.version for group in trail.made_groups},
        renamed={str(group.pk): [name, group.version] for group, name in trail.renamed},
        row_count=len(rows),
    )
    made.save()
    ImportedRow.objects.bulk_create(
        ImportedRow(
            list_import=made,
            dossier_id=row.dossier_id if isinstance(row, Membership) else row.pk,
            membership_id=row.pk if isinstance(row, Membership) else None,
            is_new=is_new,
            adds_number=adds_number,
            before=before,
            version_after=row.version,
        )
        for row, before, adds_number, is_new in rows
    )


def _save_groups(plan: ImportPlan, trail: Trail) -> dict[str, Group]:
    """Make the new groups and rename others. Returns all groups of the list by their folded names."""
    review_on = next_review(timezone.localdate())
    groups = {
        key: planned.group or Group(name=planned.name, area=planned.area, review_on=review_on)
        for key, planned in plan.groups.items()
    }
    made = [group for group in groups.values() if group._state.adding]
    Group.objects.bulk_create(made)
    trail.made_groups += made
    for key, planned in plan.groups.items():
        if planned.is_renamed:
            trail.renamed.append((groups[key], groups[key].name))
            _change(groups[key], {"name": planned.name})
    return groups


def _save_people(plan: ImportPlan, by: Principal, trail: Trail) -> list[Dossier]:
    """Make the new dossiers and change the others. Returns the dossiers in the order of the people.

    Whoever imports becomes the reader of people who get protected identity: first their dossiers, then their reader,
    and only then they are protected. A reader is named by somebody who sees the dossier, and only a named reader can
    write a protected one.
    """
    dossiers = [person.dossier or _new_dossier(person, by) for person in plan.people]
    added = [dossier for dossier in dossiers if dossier._state.adding]
    protected = [dossier for dossier in added if dossier.protected]
    for dossier in protected:
        dossier.protected = False
    held = _insert(added)
    newly = [person.dossier for person in plan.people if person.dossier and person.changes.get("protected")]
    if readers := DossierReader.of_dossiers([*protected, *newly], by.user.pk):
        DossierReader.objects.bulk_create(readers)
    for dossier in protected:
        dossier.protected = True
        dossier.save()
    trail.made(added)
    for person in plan.people:
        held += _change_dossier(person, by, trail)
    if held:
        log.write_unseen(by, "groups.import_list", held)
    return dossiers


def _insert(dossiers: list[Dossier]) -> list[Dossier]:
    """Insert new dossiers. Returns those whose number another dossier has, which the writer may not open.

    Such a one is taken in like the others, so that the answer does not tell who has protected identity.
    """
    if not dossiers or _is_saved(lambda: Dossier.objects.bulk_create(dossiers)):
        return []
    if len(dossiers) > 1:
        middle = len(dossiers) // 2
        return _insert(dossiers[:middle]) + _insert(dossiers[middle:])
    dossiers[0].hold_number_for_reader()
    Dossier.objects.bulk_create(dossiers)
    return dossiers


def _is_saved(save: Callable[[], object]) -> bool:
    """Whether it could be saved; not if another dossier has the same number."""
    try:
        with transaction.atomic():
            save()
    except IntegrityError as refusal:
        if not refused_by("one_dossier_per_national_id", refusal):
            raise
        return False
    return True


def _new_dossier(person: PlannedPerson, by: Principal) -> Dossier:
    dossier = Dossier(**person.facts)
    if person.digits:
        dossier.set_national_id(person.digits, by.agency.pk)
    return dossier


def _change_dossier(person: PlannedPerson, by: Principal, trail: Trail) -> list[Dossier]:
    """Change a known dossier. Returns it if its number is new and another dossier has it."""
    changes, dossier = dict(person.changes), person.dossier
    if dossier is None or not changes:
        return []
    trail.will_change(dossier, changes)
    if digits := changes.pop("digits", ""):
        dossier.set_national_id(digits, by.agency.pk)
    if _is_saved(lambda: _change(dossier, changes)):
        return []
    dossier.hold_number_for_reader()
    _change(dossier, {})
    return [dossier]


def _save_memberships(plan: ImportPlan, groups: dict[str, Group], dossiers: list[Dossier], trail: Trail) -> None:
    """Make the new memberships and change the others. What is assessed today is reviewed in six months."""
    review_on = next_review(timezone.localdate())
    added = []
    for person, dossier in zip(plan.people, dossiers, strict=True):
        for planned in person.memberships:
            if planned.membership is None:
                group = groups[fold(planned.row.group)]
                added.append(Membership(dossier=dossier, group=group, review_on=review_on, **assessment(planned.row)))
            elif planned.changes:
                changes = planned.changes | {"review_on": review_on}
                trail.will_change(planned.membership, changes)
                _change(planned.membership, changes)
    Membership.objects.bulk_create(added)
    trail.made(added)


def _change(row: Guarded, changes: dict[str, Any]) -> None:
    for name, value in changes.items():
        setattr(row, name, value)
    row.save()
