"""The first sign-in in a role says what to do first, until it is put away."""

import pytest
from django.urls import reverse

from gvi.access.policy import Role
from gvi.portal.welcome import STEPS_SHOWN
from tests import factories as make
from tests.signed_in import browser
from tests.walls.routes import MATRIX

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("role", "kind"), sorted(MATRIX["works_at"].items()))
def test_each_role_begins_with_three_steps_that_open(role: str, kind: str) -> None:
    by = make.user(make.agency(make.partnership(), kind), role)
    client = browser(by)
    welcome = client.get("/").context["welcome"]
    assert welcome.description == Role(role).description
    assert len({url for _words, url in welcome.steps}) == STEPS_SHOWN
    for _words, url in welcome.steps:
        assert client.get(url).status_code in (200, 302), url


def test_it_is_put_away_for_this_role_and_no_other() -> None:
    by, other = (make.user(make.agency(make.partnership(), "police")) for _ in range(2))
    client = browser(by)
    assert client.post(reverse("portal:put_welcome_away"))["Location"] == "/"
    assert client.get("/").context["welcome"] is None
    assert browser(other).get("/").context["welcome"]
