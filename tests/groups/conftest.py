"""A partnership with police, coordination, social services and probation; browsers; lists as people send them."""

import io
import re
from html import unescape
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.urls import reverse
from django.utils import timezone

from groups.list_import import actions
from groups.list_import.check import check, read
from groups.list_import.columns import COLUMNS
from groups.list_import.template import as_csv
from groups.models import Dossier, Group, Membership, PersonCode
from groups.people.rules import next_review
from gvi.access.policy import Kind, Reach
from gvi.access.principal import act_as
from tests import factories as make

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
WHO = {
    "police": Kind.POLICE,
    "coordination": Kind.COORDINATION,
    "social": Kind.SOCIAL_SERVICES,
    "probation": Kind.PROBATION,
    "region": Kind.REGION,
}


@pytest.fixture
def world(db):
    """Agencies, and in `by` somebody of each."""
    place = make.partnership()
    agencies = {name: make.agency(place, kind, name.capitalize()) for name, kind in WHO.items()}
    by = SimpleNamespace(**{name: make.user(agency) for name, agency in agencies.items()})
    return SimpleNamespace(place=place, by=by, **agencies)


@pytest.fixture
def case(world):
    """A published group with a coded person, one still at home, and a group that nobody else sees."""
    police = world.police
    world.shared = make.put(
        Group, police, reach=Reach.CORE, name="Grupp Norra", summary="Lugnt just nu", next_step="Samtal i april"
    )
    world.own = make.put(Group, police, name="Grupp Dold")
    world.code = make.put(PersonCode, police, reach=Reach.CORE, code="Lönn 25", group=world.shared)
    world.coded = person(world, "Kim", "Ceder", world.shared, person_code=world.code)
    world.uncoded = person(world, "Robin", "Oxel", world.shared)
    return world


def person(world, given, family, group, *, role="active", **facts):
    dossier = make.put(Dossier, world.police, given_name=given, family_name=family, **{"birth_year": 1990} | facts)
    make.put(
        Membership, world.police, dossier=dossier, group=group, role=role, certainty="likely",
        review_on=next_review(timezone.localdate()),
    )  # fmt: skip
    return dossier


def text_of(html):
    """What a reader sees of a page or a part of one."""
    bare = re.sub(r"<(script|style)\b.*?</\1>|<[^>]+>", " ", html, flags=re.S)
    return " ".join(unescape(bare).split())


def row(**facts):
    """One good row of a list, except for what is said."""
    good = dict.fromkeys(COLUMNS, "") | {
        "group": "Grupp Norra",
        "given_name": "Kim",
        "family_name": "Ceder",
        "birth_year": "1990",
        "role": "aktiv",
        "certainty": "trolig",
    }
    return good | facts


def csv_of(*given):
    return as_csv([[facts[key] for key in COLUMNS] for facts in given])


def rows_of(*given):
    """The rows of a list as an import takes them."""
    return check(read("lista.csv", csv_of(*given))).rows


def example(name="grupplista.xlsx"):
    return (EXAMPLES / name).read_bytes()


def take_in(by, data, name="lista.csv"):
    """Import a clean file by the act."""
    checked = check(read(name, data))
    assert checked.faults == []
    with act_as(by):
        return actions.import_list(by=by, rows=checked.rows)


def upload(client, data, name="lista.csv"):
    file = io.BytesIO(data)
    file.name = name
    return client.post(reverse("groups:import_list"), {"file": file})


def hidden(response):
    """The hidden fields of a preview's form, as a browser would send them again."""
    page = response.content.decode().split("<main")[1].split("</main>")[0]
    pairs = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page)
    data: dict[str, list[str]] = {}
    for name, value in pairs:
        if name != "csrfmiddlewaretoken":
            data.setdefault(name, []).append(unescape(value))
    return data
