"""Which person of a list is which dossier of the agency."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db.models import Q, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext as _

from groups.list_import.columns import COLUMNS
from groups.list_import.rows import ImportRow, Remark
from groups.models import Dossier, Membership
from groups.models.people import blind_key, held_key
from gvi.access import context
from gvi.text.swedish import Swedish, fold, swedish

Memberships = dict[tuple[Any, Any], Membership]


class Match(NamedTuple):
    """The rows of one person, and the dossier that the agency has of them."""

    rows: list[ImportRow]
    dossier: Dossier | None
    by_number: bool = False

    @property
    def digits(self) -> str:
        return self.rows[0].national_id


def find_dossiers(people: list[list[ImportRow]]) -> tuple[list[Match], list[Remark]]:
    """The dossier of each person. The national id decides; if either side has none, name, year and alias do."""
    owner = context.current().me or 0
    keys = {rows[0].national_id: blind_key(rows[0].national_id, owner) for rows in people if rows[0].national_id}
    by_key: dict[str, Dossier] = {}
    by_identity = defaultdict(list)
    held = {held_key(key): key for key in keys.values()}
    for dossier in _candidates([*keys.values(), *held], {swedish(rows[0].name) for rows in people}, owner):
        by_identity[_identity(dossier)].append(dossier)
        if dossier.national_id_key in held:
            by_key.setdefault(held[dossier.national_id_key], dossier)
        elif dossier.national_id_key:
            by_key[dossier.national_id_key] = dossier
    matches, faults = [], []
    places = _groups_of([dossier for alike in by_identity.values() if len(alike) > 1 for dossier in alike])
    for rows in people:
        key = keys.get(rows[0].national_id, "")
        alike = [d for d in by_identity[rows[0].identity] if not (key and d.national_id_key)]
        if len(alike) > 1:
            listed = {fold(row.group) for row in rows}
            alike = [dossier for dossier in alike if places[dossier.pk] & listed] or alike
        if not by_key.get(key) and len(alike) > 1:
            faults.append(_ambiguous(rows[0]))
        by_number = by_key.get(key)
        matches.append(Match(rows, by_number or (alike[0] if len(alike) == 1 else None), by_number is not None))
    return matches, faults


def _groups_of(dossiers: list[Dossier]) -> dict[Any, set[str]]:
    """The folded names of the groups in which each dossier is: of several that fit, one may be where the list says."""
    found: dict[Any, set[str]] = defaultdict(set)
    if dossiers:
        for membership in Membership.objects.filter(dossier__in=dossiers).select_related("group"):
            found[membership.dossier_id].add(fold(membership.group.name))
    return found


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


def memberships_of(dossiers: list[Dossier]) -> Memberships:
    """The memberships of these dossiers, by dossier and group."""
    if not dossiers:
        return {}
    found = Membership.objects.filter(dossier__in=dossiers)
    return {(membership.dossier_id, membership.group_id): membership for membership in found}
