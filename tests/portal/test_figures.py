"""Managers and the steering group have a Min dag worth opening: numbers and never a name."""

from datetime import time, timedelta

import pytest
from django.utils import timezone

from callins import actions as callins
from callins.models import CallIn, CallInGroup, CallInState, Channel
from groups.models import Group
from gvi.access.policy import ROLES, Kind, Reach, Role, roles_of
from gvi.access.principal import act_as
from gvi.portal.figures import partnership_figures, unit_figures
from gvi.portal.todo.items import nothing_today
from support import actions
from tests import factories as make
from tests.sanctions.conftest import decided, world  # noqa: F401  a fixture
from tests.signed_in import browser

pytestmark = pytest.mark.django_db


def test_a_manager_counts_the_own_unit_and_names_nobody():
    place = make.partnership()
    social, other = (make.agency(place, Kind.SOCIAL_SERVICES, name) for name in ("Norrby", "Sjöstad"))
    worker, leaver, head = make.user(social), make.user(social), make.user(social, Role.MANAGER)
    officer = make.user(make.agency(place, Kind.PROBATION))
    long_ago = timezone.now() - timedelta(days=3)
    for by in (worker, leaver):
        with act_as(by):
            actions.open_case(by=by, safe_way="Ring", channel=Channel.VISIT, person_note="Kanarie", asked_at=long_ago)
    with act_as(officer):
        callins.request_support(by=officer, to=social, safe_way="Ring", channel=Channel.VISIT, person_note="Kanarie")
    make.change_affiliation(leaver, suspended_at=timezone.now())
    with act_as(head):
        assert [figure.value for figure in unit_figures(head)] == [1, 2, 1, 2, 0]
    body = browser(head).get("/").content.decode()
    assert ("Din enhet i siffror" in body, "Kanarie" in body) == (True, False)
    for by in (make.user(other, Role.MANAGER), make.user(officer.agency, Role.MANAGER), worker):
        with act_as(by):
            assert {figure.value for figure in unit_figures(by)} <= {0}


def test_the_steering_group_sees_what_is_decided_and_what_waits(world):  # noqa: F811
    decided(world, confirm=("probation",))
    steering = make.user(world.coordination, Role.STEERING)
    with act_as(steering):
        assert [figure.value for figure in partnership_figures(steering)][:4] == [1, 1, 1, 0]
    assert "Samverkan i siffror" in browser(steering).get("/").content.decode()
    assert "Samverkan i siffror" not in browser(world.by.police).get("/").content.decode()


@pytest.mark.parametrize("role", [role for role in ROLES if role not in (Role.SYSTEM, Role.OUTSIDE)])
def test_an_empty_day_says_what_would_stand_there(role):
    kind = next(kind for kind in Kind if role in roles_of(kind))
    by = make.user(make.agency(make.partnership(), kind), role)
    with act_as(by):
        assert len(nothing_today(by)) > len("Inget kräver dig i dag.") + 10
    assert nothing_today(by) in browser(by).get("/").content.decode() or role == Role.SYSTEM_MANAGER


def test_a_group_is_reached_when_somebody_of_it_was_there():
    place = make.partnership()
    by = make.user(make.agency(place, Kind.COORDINATION, "Kommunen"))
    facts = {"venue": "Salen", "starts_at": time(18), "ends_at": time(20), "state": CallInState.HELD}
    held = make.put(CallIn, by.agency, date=timezone.localdate() - timedelta(days=3), **facts)
    for number, present in enumerate((3, 0, None)):
        group = make.put(Group, by.agency, reach=Reach.CORE, name=f"G{number}")
        make.put(CallInGroup, by.agency, callin=held, group=group, invited=4, present=present)
    assert browser(by).get("/").context["reached"] == 1
