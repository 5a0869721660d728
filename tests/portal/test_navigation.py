"""The menu: one entry is where one is."""

import pytest
from django.urls import reverse

from gvi.access.policy import Kind
from gvi.portal.navigation import shell
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("path", "entry"),
    [
        ("/", "portal:today"),
        ("/personer/koder/", "groups:people"),
        ("/akter/", "groups:people"),
        ("/grupper/importera/", "groups:groups"),
    ],
)
def test_one_entry_is_where_one_is(rf, path, entry):
    request = rf.get(path)
    request.principal = make.user(make.agency(make.partnership(), Kind.POLICE))
    assert [link.url for link in shell(request)["nav"] if link.current] == [reverse(entry)]
