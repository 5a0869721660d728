"""A partnership where the police keep people in a published group, some of them seated at a call-in."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from groups.models import Dossier, Group, Membership, PersonCode
from groups.people.rules import next_review
from gvi.access.policy import Kind, Reach, Role
from gvi.access.principal import act_as
from gvi.disclosures import actions
from gvi.disclosures.models import Disclosure, LegalGround
from tests import factories as make

SOON = timedelta(hours=3)


@pytest.fixture
def world(db):
    """Agencies, somebody in each, three people with codes and three who must not be handed on."""
    place = make.partnership()
    made = SimpleNamespace(place=place)
    made.police = make.agency(place, Kind.POLICE, "Polisen")
    made.probation = make.agency(place, Kind.PROBATION, "Frivården")
    made.social = make.agency(place, Kind.SOCIAL_SERVICES, "Socialtjänsten")
    made.coordination = make.agency(place, Kind.COORDINATION, "Kommunen", leads=True)
    made.officer, made.colleague = make.user(made.police), make.user(made.police)
    made.escort, made.worker = make.user(made.probation), make.user(made.social)
    made.coordinator = make.user(made.coordination)
    made.registrar = make.user(made.probation, Role.REGISTRAR)
    made.lawyer = make.user(made.police, Role.REGISTRAR)
    made.group = make.put(Group, made.police, reach=Reach.CORE, name="Grupp Norra")
    names = (("Lönn 25", "Kim", "Ceder"), ("Ask 31", "Robin", "Oxel"), ("Alm 44", "Mika", "Tall"))
    made.people = [person(made, code, given, family) for code, given, family in names]
    made.minor = person(made, "Ek 52", "Noa", "Hassel", birth_year=timezone.localdate().year - 15)
    made.relative = person(made, "Lind 63", "Sam", "Alm", role="relative")
    return made


def person(world, code, given, family, *, role="active", birth_year=1990):
    person_code = make.put(PersonCode, world.police, reach=Reach.CORE, code=code, group=world.group)
    facts = {"given_name": given, "family_name": family, "birth_year": birth_year, "municipality": "Norrby"}
    dossier = make.put(Dossier, world.police, person_code=person_code, **facts)
    place = {"role": role, "certainty": "confirmed", "reliability": "A", "accuracy": "1"}
    review_on = next_review(timezone.localdate())
    make.put(Membership, world.police, dossier=dossier, group=world.group, review_on=review_on, **place)
    return dossier


def ground(code="10:27"):
    return LegalGround.objects.in_force().get(code=code)


def hand(world, *, to=None, people=None, by=None, **facts) -> Disclosure:
    """The police hand names to probation, unless said otherwise."""
    by = by or world.officer
    said = {
        "fields": ["given_name", "family_name"],
        "ground": ground(),
        "purpose": "Call-in i Kulturhuset",
        "valid_until": timezone.now() + SOON,
        "decided_by": "lokalpolisområdeschef",
        "reasons": "De tar emot i entrén.",
        "assessed_each": True,
    }
    with act_as(by):
        rows = [person.pk for person in (world.people if people is None else people)]
        return actions.hand_over(by=by, receiver=to or world.probation, people=rows, **said | facts)
