"""Recording attendance at the door: police and probation tick any seat, but assign seats only to their own codes."""

import pytest
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.urls import reverse
from django.utils import timezone

from callins import actions
from callins.models import Invitation
from callins.seat_changes import SeatChange
from groups.models import Dossier
from gvi.access.principal import act_as
from gvi.portal.todo.groups import own_invited
from tests import factories as make
from tests.callins.conftest import evening, invite, outcomes, plan, seat_of, tick
from tests.signed_in import browser

pytestmark = pytest.mark.django_db


def button_urls(client, callin):
    page = client.get(callin.get_absolute_url()).content.decode()
    names = {"record": "evening", "seat": "change_seats", "invite": "invite"}
    return {act for act, name in names.items() if f'href="{reverse(f"callins:{name}", args=[callin.pk])}"' in page}


def test_a_probation_officer_ticks_a_code_of_the_polices(world):
    callin = evening(world)
    tick(world.probation_officer, seat_of(callin, world.norths[0], world.coordinator), "present")
    assert outcomes(callin, world.coordinator)["Lönn 11"] == "present"
    page = browser(world.probation_officer).get(reverse("callins:evening", args=[callin.pk])).content.decode()
    assert page.count('name="outcome"') >= 7 * 4


def test_to_tick_is_not_to_give_out_seats(world):
    callin = plan(world)
    invite(callin, world.coordinator, world.everybody[:1])
    with pytest.raises(ValidationError):
        invite(callin, world.probation_officer, [world.norths[1]])
    with act_as(world.probation_officer) as by:
        seat = Invitation.objects.get(callin=callin)
        with pytest.raises(ObjectDoesNotExist):
            actions.change_seats(callin, by=by, changes={seat.pk: SeatChange(1, {"escort": "Noa"})})
    page = browser(world.probation_officer).get(reverse("callins:change_seats", args=[callin.pk])).content.decode()
    assert 'name="escort_' not in page


def test_buttons_ask_for_the_grant_as_well_as_for_the_role(world):
    callin = evening(world)
    roles = ("coordinator", "officer", "probation_officer", "socialworker")
    offered = {name: button_urls(browser(getattr(world, name)), callin) for name in roles}
    assert offered == {
        "coordinator": {"record", "seat", "invite"},
        "officer": {"record", "seat"},
        "probation_officer": {"record", "seat"},
        "socialworker": set(),
    }


def test_min_dag_counts_the_invited_whom_the_agency_keeps_whoever_gave_the_code(world):
    callin = plan(world)
    invite(callin, world.coordinator, world.norths)
    make.put(Dossier, world.probation, given_name="Prov", person_code=world.norths[0])
    with act_as(world.probation_officer) as by:
        (duty,) = own_invited(by, timezone.localdate())
    assert duty.text.startswith("1 ")
    with act_as(world.socialworker) as by:
        assert list(own_invited(by, timezone.localdate())) == []
