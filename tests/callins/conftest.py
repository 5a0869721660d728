"""A small world: two groups of the police's, one of the probation service's, and whoever may come near a call-in."""

from datetime import time
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone

from callins import actions
from callins.models import CallIn, Invitation
from groups.models import Dossier, Group, PersonCode
from gvi.access import context
from gvi.access.policy import Kind, Reach, Role
from gvi.access.principal import act_as
from tests import factories as make


def codes(owner, group, names, *, named=True):
    """Published codes of a group, with a dossier at home where the owner keeps some."""
    made = []
    for number, name in enumerate(names, start=11):
        code = make.put(PersonCode, owner, reach=Reach.CORE, code=f"{name} {number}", group=group)
        if named:
            make.put(Dossier, owner, given_name=f"Prov{name}", family_name="Hemlig", birth_year=1990, person_code=code)
        made.append(code)
    return made


@pytest.fixture
def world(db):
    return build()


def build():
    w = SimpleNamespace()
    w.place = make.partnership()
    for name, kind in (
        ("coordination", Kind.COORDINATION),
        ("second", Kind.COORDINATION),
        ("police", Kind.POLICE),
        ("probation", Kind.PROBATION),
        ("social", Kind.SOCIAL_SERVICES),
        ("region", Kind.REGION),
    ):
        agency = make.agency(w.place, kind, name.capitalize())
        setattr(w, name, agency)
        setattr(w, f"{name}_system", make.system(agency))
    w.coordinator = make.user(w.coordination)
    w.colleague = make.user(w.coordination)
    w.neighbour = make.user(w.second)
    w.officer = make.user(w.police)
    w.probation_officer = make.user(w.probation)
    w.manager = make.user(w.police, Role.MANAGER)
    w.socialworker = make.user(w.social)
    for user, name in ((w.coordinator, "Kim Lind"), (w.colleague, "Robin Ek"), (w.officer, "Sam Alm")):
        user.user.full_name = name
        user.user.save()
    w.north = make.put(Group, w.police, reach=Reach.CORE, name="Norra")
    w.south = make.put(Group, w.police, reach=Reach.CORE, name="Södra")
    w.hidden = make.put(Group, w.police, name="Ängen")
    w.harbour = make.put(Group, w.probation, reach=Reach.CORE, name="Hamnen")
    w.norths = codes(w.police, w.north, ["Lönn", "Alm", "Björk"])
    w.souths = codes(w.police, w.south, ["Ek", "Rönn"])
    w.harbours = codes(w.probation, w.harbour, ["Sälg", "Tall"])
    w.unpublished = make.put(PersonCode, w.police, code="Ask 99", group=w.north)
    w.everybody = [*w.norths, *w.souths, *w.harbours]
    return w


def plan(w, by=None, **facts):
    by = by or w.coordinator
    day = timezone.localdate()
    given: dict[str, Any] = {
        "date": day,
        "starts_at": time(18),
        "ends_at": time(20),
        "venue": "Folkets hus",
        "groups": [w.north, w.south, w.harbour],
    }
    with act_as(by):
        return actions.plan(by=by, **(given | facts))


def invite(callin, by, person_codes):
    with act_as(by):
        return actions.invite(callin, by=by, person_codes=person_codes)


def evening(w):
    """A call-in with everybody invited and the evening open."""
    callin = plan(w)
    invite(callin, w.coordinator, w.everybody)
    with act_as(w.coordinator):
        actions.open_evening(callin, by=w.coordinator)
    return callin


def tick(by, seat, outcome):
    with act_as(by):
        return actions.record_attendance(Invitation.objects.get(pk=seat.pk), by=by, outcome=outcome)


def seat_of(callin, code, by):
    with act_as(by):
        return Invitation.objects.select_related("person_code").get(callin=callin, person_code=code)


def seen(callin, agency):
    """The codes whose seats an agency can read at all."""
    with context.seen_by(agency):
        rows = Invitation.objects.filter(callin_id=callin.pk).select_related("person_code")
        return {row.person_code.code for row in rows}


def outcomes(callin, by):
    with act_as(by):
        rows = Invitation.objects.filter(callin_id=callin.pk).select_related("person_code")
        return {row.person_code.code: row.outcome for row in rows}


def fresh(callin, by):
    with act_as(by):
        return CallIn.objects.get(pk=callin.pk)
