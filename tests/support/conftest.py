"""Social services with somebody in each role, and their neighbours, on a Wednesday."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
import time_machine

from gvi.access.policy import Kind, Role
from tests import factories as make

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _on_a_wednesday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def here():
    place = make.partnership()
    w = SimpleNamespace(place=place)
    w.social = make.agency(place, Kind.SOCIAL_SERVICES, "Socialtjänsten Norrby")
    w.other = make.agency(place, Kind.SOCIAL_SERVICES, "Socialtjänsten Sjöstad")
    w.worker, w.colleague, w.next_town = make.user(w.social), make.user(w.social), make.user(w.other)
    w.police = make.user(make.agency(place, Kind.POLICE, "Polisen"))
    w.officer = make.user(make.agency(place, Kind.PROBATION, "Frivården"))
    w.coordinator = make.user(make.agency(place, Kind.COORDINATION, "Kommunen"))
    w.system = make.system(w.social)
    w.desk, w.head = make.user(w.social, Role.DUTY_DESK), make.user(w.social, Role.UNIT_HEAD)
    return w
