"""What a list would change: compared with the agency's own rows, by nobody's name but what the list itself says."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext as _

from groups.listing.rows import UNKNOWN, Line, Remark
from groups.models import Dossier, Group, Membership
from gvi.access import context
from gvi.spreadsheets.columns import fold, swedish
from gvi.text import national_ids
from gvi.text.national_ids import NationalId
from gvi.text.swedish import Swedish

WHO = ("given_name", "family_name", "alias", "birth_year", "municipality", "protected")
JUDGED = ("role", "certainty", "source", "accuracy", "grounds", "known_since")


@dataclass
class Place:
    """A person's row in a group: the line, the membership it meets, and what it changes there."""

    line: Line
    membership: Membership | None = None
    changes: dict[str, Any] = field(default_factory=dict)


@dataclass
class Someone:
    """A person of the list, with the dossier that was found and what is new in it."""

    facts: dict[str, Any]
    digits: str
    dossier: Dossier | None = None
    changes: dict[str, Any] = field(default_factory=dict)
    places: list[Place] = field(default_factory=list)

    @property
    def name(self) -> str:
        return f"{self.facts['given_name']} {self.facts['family_name']}".strip()

    @property
    def is_changed(self) -> bool:
        moved = any(place.changes or place.membership is None for place in self.places)
        return self.dossier is not None and (bool(self.changes) or moved)

    @property
    def verdict(self) -> str:
        """What the import does with this person, in a word."""
        if self.dossier is None:
            return _("new")
        return _("changed") if self.is_changed else _("unchanged")


@dataclass
class Plan:
    """All that the list would do. With faults nothing may be done."""

    groups: dict[str, Group | None]
    spelled: dict[str, Line]
    people: list[Someone]
    faults: list[Remark]

    @property
    def new_groups(self) -> list[Line]:
        return [self.spelled[key] for key, group in self.groups.items() if group is None]

    @property
    def new_people(self) -> list[Someone]:
        return [someone for someone in self.people if someone.dossier is None]

    @property
    def changed(self) -> list[Someone]:
        return [someone for someone in self.people if someone.is_changed]

    @property
    def unchanged(self) -> list[Someone]:
        return [someone for someone in self.people if someone.dossier and not someone.is_changed]

    @property
    def changes_nothing(self) -> bool:
        return not (self.new_groups or self.new_people or self.changed)

    @property
    def counts(self) -> dict[str, int]:
        names = ("new_groups", "new_people", "changed", "unchanged")
        return {name: len(getattr(self, name)) for name in names}


def compare(lines: Iterable[Line]) -> Plan:
    """Three queries, however long the list is: groups, people, memberships; all of them the agency's own."""
    lines = list(lines)
    plan = Plan(_groups(lines), {}, [], [])
    for line in lines:
        plan.spelled.setdefault(fold(line.group), line)
    people: dict[Any, Someone] = {}
    for line in lines:
        key = line.national_id or line.identity
        someone = people.setdefault(key, Someone({name: getattr(line, name) for name in WHO}, line.national_id))
        _fill(someone, line)
        someone.places.append(Place(line))
    plan.people = list(people.values())
    _find(plan)
    return plan


def _fill(someone: Someone, line: Line) -> None:
    for name in WHO:
        someone.facts[name] = someone.facts[name] or getattr(line, name)


def _groups(lines: list[Line]) -> dict[str, Group | None]:
    own = {fold(group.name): group for group in Group.objects.filter(owner=context.current().me)}
    return {fold(line.group): own.get(fold(line.group)) for line in lines}


def _find(plan: Plan) -> None:
    me = context.current().me or 0
    keys = {s.digits: blind_key(s.digits, me) for s in plan.people if s.digits}
    names = {swedish(someone.name) for someone in plan.people}
    full = Swedish(Concat("given_name", Value(" "), "family_name"))
    wanted = Q(national_id_key__in=list(keys.values())) | Q(full__in=[f"{name}" for name in names])
    wanted |= Q(full__in=[f"{name} " for name in names])  # without surname the space stays
    found: list[Dossier] = list(Dossier.objects.filter(owner=me).annotate(full=full).filter(wanted))
    by_key = {dossier.national_id_key: dossier for dossier in found if dossier.national_id_key}
    alike: dict[Any, list[Dossier]] = defaultdict(list)
    for dossier in found:
        alike[_identity(dossier)].append(dossier)
    for someone in plan.people:
        key = keys.get(someone.digits, "")
        candidates = alike[someone.places[0].line.identity]
        _match(someone, key, by_key, [d for d in candidates if not (key and d.national_id_key)], plan)
    _memberships(plan)


def blind_key(digits: str, owner: int) -> str:
    """The keyed hash of twelve digits, for this owner."""
    return national_ids.blind(NationalId(digits, False), owner=owner)


def _match(someone: Someone, key: str, by_key: dict[str, Dossier], alike: list[Dossier], plan: Plan) -> None:
    """The number decides; without one on either side, name with year of birth and alias does."""
    if key and key in by_key:
        someone.dossier = by_key[key]
    elif len(alike) > 1:
        _ambiguous(someone, plan)
    elif alike:
        someone.dossier = alike[0]
    if someone.dossier is not None:
        someone.changes = _differences(someone, key)


def _identity(dossier: Dossier) -> tuple[str, int | None, str]:
    return swedish(str(dossier)), dossier.birth_year, fold(dossier.alias)


def _ambiguous(someone: Someone, plan: Plan) -> None:
    text = _("More than one person you hold has this name and year of birth. Write the national identity number.")
    plan.faults.append(Remark(someone.places[0].line.row, "Personnummer", text))


def _differences(someone: Someone, key: str) -> dict[str, Any]:
    """What the list knows better. An empty cell erases nothing, and protection is never taken away by a list."""
    dossier = someone.dossier
    changes = {n: v for n, v in someone.facts.items() if v and getattr(dossier, n) != v}
    if key and dossier is not None and not dossier.national_id_key:
        changes["digits"] = someone.digits
    return changes


def _memberships(plan: Plan) -> None:
    known = [someone.dossier for someone in plan.people if someone.dossier]
    held = {(m.dossier_id, m.group_id): m for m in Membership.objects.filter(dossier__in=known)} if known else {}
    for someone in plan.people:
        for place in someone.places:
            group = plan.groups[fold(place.line.group)]
            if someone.dossier and group:
                place.membership = held.get((someone.dossier.pk, group.pk))
            if place.membership:
                place.changes = _judged_anew(place.line, place.membership)


def _judged_anew(line: Line, held: Membership) -> dict[str, Any]:
    said = judged(line)
    return {n: v for n, v in said.items() if v and v != UNKNOWN.get(n) and getattr(held, n) != v}


def judged(line: Line) -> dict[str, Any]:
    """What the line says of the membership."""
    facts = {name: getattr(line, name) for name in JUDGED}
    facts["known_since"] = date.fromisoformat(line.known_since) if line.known_since else None
    return facts
