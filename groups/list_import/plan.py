"""Second step of an import: compare the list with the agency's own records and work out what would change."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Q, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext as _

from groups.list_import.check import UNKNOWN, ImportRow, Remark
from groups.list_import.columns import COLUMNS
from groups.models import Dossier, Group, Membership
from groups.models.people import blind_key
from gvi.access import context
from gvi.text.swedish import Swedish, fold, swedish

PERSON = ("given_name", "family_name", "alias", "birth_year", "municipality", "protected")
ASSESSMENT = ("role", "certainty", "reliability", "accuracy", "grounds", "known_since")


@dataclass(frozen=True)
class PlannedGroup:
    """A group of the list: the agency's group of that name, or None for a new one."""

    name: str
    area: str
    group: Group | None


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
    def verdict(self) -> str:
        """What the import does with this person, in a word."""
        if self.dossier is None:
            return _("new")
        return _("changed") if self.is_changed else _("unchanged")


@dataclass(frozen=True)
class ImportPlan:
    """All that the list would do. With faults nothing may be done. Groups are found by their folded names."""

    groups: dict[str, PlannedGroup]
    people: list[PlannedPerson]
    faults: list[Remark]

    @property
    def new_groups(self) -> list[PlannedGroup]:
        return [planned for planned in self.groups.values() if planned.group is None]

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
        return not (self.new_groups or self.new_people or self.changed)


def make_plan(rows: Iterable[ImportRow]) -> ImportPlan:
    """Compare with the agency's own records in three queries, however long the list is."""
    people: dict[Any, list[ImportRow]] = defaultdict(list)
    groups: dict[str, ImportRow] = {}
    for row in rows:
        people[row.person].append(row)
        groups.setdefault(fold(row.group), row)
    own_groups = {fold(group.name): group for group in Group.objects.filter(owner=context.current().me)}
    found, faults = _find_dossiers(list(people.values()))
    memberships = _memberships_of([match.dossier for match in found if match.dossier])
    return ImportPlan(
        groups={key: PlannedGroup(row.group, row.area, own_groups.get(key)) for key, row in groups.items()},
        people=[_planned_person(match, own_groups, memberships) for match in found],
        faults=faults,
    )


# ------------------------------------------------------------------ which dossier is whose


class Match(NamedTuple):
    """The rows of one person, and the dossier that the agency has of them."""

    rows: list[ImportRow]
    dossier: Dossier | None

    @property
    def digits(self) -> str:
        return self.rows[0].national_id


def _find_dossiers(people: list[list[ImportRow]]) -> tuple[list[Match], list[Remark]]:
    """The dossier of each person. The national id decides; if either side has none, name, year and alias do."""
    owner = context.current().me or 0
    keys = {rows[0].national_id: blind_key(rows[0].national_id, owner) for rows in people if rows[0].national_id}
    by_key, by_identity = {}, defaultdict(list)
    for dossier in _candidates(keys.values(), {swedish(rows[0].name) for rows in people}, owner):
        by_identity[_identity(dossier)].append(dossier)
        if dossier.national_id_key:
            by_key[dossier.national_id_key] = dossier
    matches, faults = [], []
    for rows in people:
        key = keys.get(rows[0].national_id, "")
        alike = [d for d in by_identity[rows[0].identity] if not (key and d.national_id_key)]
        if not by_key.get(key) and len(alike) > 1:
            faults.append(_ambiguous(rows[0]))
        matches.append(Match(rows, by_key.get(key) or (alike[0] if len(alike) == 1 else None)))
    return matches, faults


def _candidates(keys: Iterable[str], names: set[str], owner: int) -> Iterable[Dossier]:
    """The agency's dossiers with one of these national ids or one of these names."""
    full = Swedish(Concat("given_name", Value(" "), "family_name"))
    spelled = [*names, *(f"{name} " for name in names)]  # without surname the space stays
    dossiers = Dossier.objects.filter(owner=owner).annotate(full=full)
    return dossiers.filter(Q(national_id_key__in=list(keys)) | Q(full__in=spelled))


def _identity(dossier: Dossier) -> tuple[str, int | None, str]:
    return swedish(str(dossier)), dossier.birth_year, fold(dossier.alias)


def _ambiguous(row: ImportRow) -> Remark:
    text = _("More than one of your records has this name and year of birth. Write the national identity number.")
    return Remark(row.row, COLUMNS["national_id"].heading, text)


# ------------------------------------------------------------------ what changes


Memberships = dict[tuple[Any, Any], Membership]


def _memberships_of(dossiers: list[Dossier]) -> Memberships:
    if not dossiers:
        return {}
    found = Membership.objects.filter(dossier__in=dossiers)
    return {(membership.dossier_id, membership.group_id): membership for membership in found}


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
