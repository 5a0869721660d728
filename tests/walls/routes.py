"""The routes there are, the rows of the matrix, and a world for them to look at."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Self

from django.apps import apps
from django.contrib.auth.models import Permission
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from callins.models import CallInGrant, Invitation
from groups.models import Dossier
from gvi.access import policy
from gvi.access.principal import Principal
from gvi.partnerships.models import Affiliation, Agency
from tests import factories as make
from tests.walls import seed

MATRIX = tomllib.loads((Path(__file__).parent / "matrix.toml").read_text())
OWN, OPEN, HIDDEN, ABROAD = "own", "open", "hidden", "abroad"


@cache
def names() -> frozenset[str]:
    """The names of all routes."""
    return frozenset(_named(get_resolver(), ""))


def _named(resolver: URLResolver, space: str) -> Iterator[str]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _named(entry, f"{entry.namespace}:" if entry.namespace else space)
        else:
            assert isinstance(entry, URLPattern)
            yield space + str(entry.name)


class People(dict[str, Principal]):
    """Somebody in each role, made when first asked for."""

    def __init__(self, agencies: dict[str, Agency]) -> None:
        self.agencies = agencies

    def __missing__(self, role: str) -> Principal:
        self[role] = make.user(self.agencies[MATRIX["works_at"][role]], role)
        return self[role]


@dataclass
class World:
    """Two partnerships with the four core agencies each, an outer one, and somebody in each role."""

    agencies: dict[str, Agency] = field(default_factory=dict)
    abroad: dict[str, Agency] = field(default_factory=dict)
    people: People = field(default_factory=lambda: People({}))
    home: Any = None

    @classmethod
    def made(cls) -> Self:
        world, home, abroad = cls(), make.partnership(), make.partnership()
        for kind in sorted(set(MATRIX["works_at"].values())):
            world.agencies[kind] = make.agency(home, kind)
            world.abroad[kind] = make.agency(abroad, kind)
        world.people, world.home = People(world.agencies), home
        return world

    @cached_property
    def outsider(self) -> Principal:
        """Somebody in the partnership's outer circle."""
        return make.user(make.agency(self.home, "region"), "manager")

    def owner(self, relation: str, by: Principal) -> Agency:
        """Who owns a row that has this relation to somebody."""
        kind = str(by.agency.kind)
        if relation == OWN:
            return by.agency
        if relation == ABROAD:
            return self.abroad["police"]
        return self.agencies["police" if kind != "police" else "probation"]

    def row(self, route: str, relation: str, by: Principal) -> Any:
        """The row that the route's address names, or None where nobody owns such a row in this relation."""
        entry = MATRIX["routes"][route]
        model = apps.get_model(entry["object"])
        owner = self.owner(relation, by)
        if model is Affiliation:
            return seed.affiliation(owner, **entry.get("facts", {}))
        if not seed.may_own(model, owner):
            if policy.POLICY[model._meta.label].owners != policy.REQUEST_TAKERS:
                return None
            owner = make.agency(owner.partnership, "social_services")
        reach = seed.narrowest(model) if relation == HIDDEN else seed.widest(model)
        row = seed.row(model, owner, reach=min(reach, 1), **entry.get("facts", {}))
        if isinstance(row, Invitation) and relation in (OWN, OPEN):
            self._grant(row.callin)
        if isinstance(row, Dossier) and row.protected and relation == OWN:
            make.named_reader(row, by)
        return row

    def _grant(self, callin: Any) -> None:
        """What planning a call-in grants to those at the door: recording attendance at open seats."""
        permission = Permission.objects.get(codename="write_invitation")
        for kind in ("coordination", "police", "probation"):
            seed.row(
                CallInGrant,
                callin.owner,
                group_id=self.agencies[kind].pk,
                permission=permission,
                content_object=callin,
            )


def address(route: str, row: Any = None) -> str:
    words = (MATRIX["routes"].get(route) or MATRIX["entrance"].get(route, {})).get("words", {})
    return reverse(route, kwargs=words) if row is None else reverse(route, kwargs={"pk": key(row)})


def key(row: Any) -> Any:
    """What an address names a row by."""
    return row.public_id if isinstance(row, Affiliation) else row.pk
