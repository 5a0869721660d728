"""Second step of an import: compare the list with the agency's own records and work out what would change."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from groups.list_import.matching import Match, Memberships, find_dossiers, memberships_of
from groups.list_import.questions import Questions
from groups.list_import.rows import UNKNOWN, ImportRow, Remark
from groups.models import Certainty, Dossier, Group, Membership
from gvi.access import context
from gvi.spreadsheets.questions import YES, Answers, Question
from gvi.text.swedish import fold, swedish

PERSON = ("given_name", "family_name", "alias", "birth_year", "municipality", "protected")
ASSESSMENT = ("role", "certainty", "reliability", "accuracy", "grounds", "known_since")


@dataclass(frozen=True)
class PlannedGroup:
    """A group of the list: the agency's group of that name, or None for a new one."""

    name: str
    area: str
    group: Group | None
    is_renamed: bool = False


@dataclass(frozen=True)
class PlannedMembership:
    """A person in a group: the agency's membership with what changes in it, or None for a new one."""

    row: ImportRow
    membership: Membership | None
    changes: dict[str, Any]

    @property
    def is_changed(self) -> bool:
        return self.membership is None or bool(self.changes)


@dataclass(frozen=True)
class PlannedPerson:
    """A person of the list: the agency's dossier with what changes in it, or None for a new one.

    `digits` is the national id of the list; `changes` holds "digits" if the dossier had none.
    """

    facts: dict[str, Any]
    digits: str
    dossier: Dossier | None
    changes: dict[str, Any]
    memberships: list[PlannedMembership]

    @property
    def name(self) -> str:
        return f"{self.facts['given_name']} {self.facts['family_name']}".strip()

    @property
    def is_changed(self) -> bool:
        changed = bool(self.changes) or any(planned.is_changed for planned in self.memberships)
        return self.dossier is not None and changed

    @property
    def gets_other_name(self) -> bool:
        """Whether the number is that of somebody whom the agency knows by another name."""
        return self.dossier is not None and swedish(str(self.dossier)) != swedish(self.name)

    @property
    def verdict(self) -> str:
        """What the import does with this person, in a word."""
        if self.dossier is None:
            return _("new")
        return _("changed") if self.is_changed else _("unchanged")


@dataclass(frozen=True)
class ImportPlan:
    """All that the list would do. With faults nothing may be done, nor while a question is open.

    Groups are found by their folded names. `missing` are the people whom the agency has in one of the list's groups
    and whom the list does not name there, by the group's name.
    """

    groups: dict[str, PlannedGroup]
    people: list[PlannedPerson]
    faults: list[Remark]
    questions: list[Question]
    missing: dict[str, list[str]]

    @property
    def new_groups(self) -> list[PlannedGroup]:
        return [planned for planned in self.groups.values() if planned.group is None]

    @property
    def renamed_groups(self) -> list[PlannedGroup]:
        return [planned for planned in self.groups.values() if planned.is_renamed]

    @property
    def new_people(self) -> list[PlannedPerson]:
        return [person for person in self.people if person.dossier is None]

    @property
    def changed(self) -> list[PlannedPerson]:
        return [person for person in self.people if person.is_changed]

    @property
    def unchanged(self) -> list[PlannedPerson]:
        return [person for person in self.people if person.dossier and not person.is_changed]

    @property
    def changes_nothing(self) -> bool:
        return not (self.new_groups or self.renamed_groups or self.new_people or self.changed)

    @property
    def missing_count(self) -> int:
        return sum(len(names) for names in self.missing.values())


def make_plan(rows: Iterable[ImportRow], answers: Answers | None = None) -> ImportPlan:
    """Compare with the agency's own records in a few queries, however long the list is.

    A question without an answer is planned as if the answer were no.
    """
    answers = answers or {}
    people: dict[Any, list[ImportRow]] = defaultdict(list)
    first: dict[str, ImportRow] = {}
    for row in rows:
        people[row.person].append(row)
        first.setdefault(fold(row.group), row)
    groups = {fold(group.name): group for group in Group.objects.filter(owner=context.current().me)}
    found, faults = find_dossiers(list(people.values()))
    memberships = memberships_of([match.dossier for match in found if match.dossier])
    questions = Questions(groups, memberships)
    found = [match if questions.is_the_same(match, answers) else Match(match.rows, None) for match in found]
    renamed = {key: group for key, group in questions.renamed(first, found) if answers.get(f"group-{group.pk}") == YES}
    groups |= renamed
    return ImportPlan(
        groups={
            key: PlannedGroup(row.group, row.area, groups.get(key), is_renamed=key in renamed)
            for key, row in first.items()
        },
        people=[_planned_person(match, groups, memberships) for match in found],
        faults=faults,
        questions=questions.asked,
        missing=_missing({key: groups[key] for key in first if key in groups}, found),
    )


def _missing(groups: dict[str, Group], found: list[Match]) -> dict[str, list[str]]:
    """The people of these groups whom the list does not name there, by the name of the group."""
    listed = {
        match.dossier.pk: {groups[key].pk for row in match.rows if (key := fold(row.group)) in groups}
        for match in found
        if match.dossier is not None
    }
    held = Membership.objects.filter(group__in=groups.values()).exclude(certainty=Certainty.DROPPED)
    missing: dict[str, list[str]] = defaultdict(list)
    for membership in held.select_related("dossier", "group").by_surname():
        if membership.group_id not in listed.get(membership.dossier_id, ()):
            missing[membership.group.name].append(str(membership.dossier))
    return dict(missing)


# ------------------------------------------------------------------ what changes


def _planned_person(match: Match, groups: dict[str, Group], memberships: Memberships) -> PlannedPerson:
    facts = _facts_in(match.rows)
    return PlannedPerson(
        facts=facts,
        digits=match.digits,
        dossier=match.dossier,
        changes=_person_changes(match, facts) if match.dossier else {},
        memberships=[_planned_membership(row, match.dossier, groups, memberships) for row in match.rows],
    )


def _facts_in(rows: list[ImportRow]) -> dict[str, Any]:
    """Who the person is: of each column the first value that one of the rows has."""
    values = {name: [getattr(row, name) for row in rows] for name in PERSON}
    return {name: next(filter(None, found), found[0]) for name, found in values.items()}


def _person_changes(match: Match, facts: dict[str, Any]) -> dict[str, Any]:
    """What the list knows better. An empty cell erases nothing, and a list never takes protection away."""
    dossier = match.dossier
    changes = {name: value for name, value in facts.items() if value and getattr(dossier, name) != value}
    if match.digits and dossier is not None and not dossier.national_id_key:
        changes["digits"] = match.digits
    return changes


def _planned_membership(
    row: ImportRow, dossier: Dossier | None, groups: dict[str, Group], memberships: Memberships
) -> PlannedMembership:
    group = groups.get(fold(row.group))
    membership = memberships.get((dossier.pk, group.pk)) if dossier and group else None
    return PlannedMembership(row, membership, _new_assessment(row, membership) if membership else {})


def _new_assessment(row: ImportRow, membership: Membership) -> dict[str, Any]:
    """What the row says that the membership does not; what it leaves open changes nothing."""
    return {
        name: value
        for name, value in assessment(row).items()
        if value and value != UNKNOWN.get(name) and getattr(membership, name) != value
    }


def assessment(row: ImportRow) -> dict[str, Any]:
    """What the row says of the membership."""
    facts = {name: getattr(row, name) for name in ASSESSMENT}
    return facts | {"known_since": date.fromisoformat(row.known_since) if row.known_since else None}
