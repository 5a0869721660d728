"""A day that was kept before there was a floor breaks no page."""

from datetime import date

import pytest
from django.urls import reverse

from callins.models import Channel
from groups.models import Group, Incident
from gvi.access.policy import Kind, Reach
from gvi.commitments.models import Commitment
from support.models import FollowUp, SupportCase
from tests import factories as make
from tests.signed_in import browser

pytestmark = pytest.mark.django_db
FIRST = date(1, 1, 1)


@pytest.mark.parametrize("day", [FIRST, date(26, 3, 4)])
def test_pages_show_a_day_that_cannot_be(day: date) -> None:
    place = make.partnership()
    police, social = make.agency(place, Kind.POLICE, "Polisen"), make.agency(place, Kind.SOCIAL_SERVICES, "Soc")
    group = make.put(Group, police, name="Grupp A", known_since=day, review_on=day, reach=Reach.CORE)
    incident = make.put(Incident, police, happened_on=day, area="Torget", kind="shooting", reach=Reach.CORE)
    promise = make.put(Commitment, police, text="x", agency=police, made_on=day, due_on=day, reach=Reach.CORE)
    case = make.put(SupportCase, social, safe_way="Ring", channel=Channel.VISIT, next_on=day, state_on=day)
    make.put(FollowUp, social, case=case, days=30, due_on=day)
    urls = {
        police: [
            "/", reverse("groups:incidents"), reverse("groups:groups"), reverse("commitments:commitments"),
            reverse("groups:edit_group", args=[group.pk]),
            *(row.get_absolute_url() for row in (group, incident, promise)),
        ],
        social: ["/", reverse("support:cases"), case.get_absolute_url(), reverse("support:change", args=[case.pk])],
    }  # fmt: skip
    for agency, addresses in urls.items():
        client = browser(make.user(agency))
        assert {url: status for url in addresses if (status := client.get(url).status_code) != 200} == {}
