"""The menu: one entry is where one is, seven at most, and the work of the role comes first."""

import pytest
from django.urls import reverse

from gvi.access.policy import Kind
from gvi.portal.navigation import MOST, PLACES, menu, shell
from tests import factories as make
from tests.signed_in import browser
from tests.walls.routes import MATRIX

pytestmark = pytest.mark.django_db
ROLES = sorted(MATRIX["works_at"].items())
# What each role's menu leads to, besides Min dag and Mer (issue: seven at most, by the work of the role).
WORK = {
    "coordinator": ["groups", "callins", "meetings", "sanctions", "commitments"],
    "police_coordinator": ["groups", "people", "callins", "sanctions", "incidents"],
    "analyst": ["groups", "people", "callins", "sanctions", "incidents"],
    "police_exit_coordinator": ["groups", "people", "callins", "meetings", "disclosures"],
    "social_worker": ["cases", "groups", "people", "callins", "disclosures"],
    "exit_coordinator": ["cases", "groups", "people", "callins", "disclosures"],
    "duty_desk": ["cases", "groups", "people", "callins", "disclosures"],
    "unit_head": ["cases", "groups", "callins", "meetings", "users"],
    "probation_coordinator": ["groups", "people", "callins", "sanctions", "disclosures"],
    "probation_officer": ["groups", "people", "callins", "sanctions", "disclosures"],
    "steering": ["groups", "callins", "meetings", "sanctions", "commitments"],
    "manager": ["groups", "callins", "meetings", "sanctions", "users"],
    "registrar": ["meetings", "disclosures", "documents", "messages"],
    "log_reviewer": ["log"],
    "focus_contact": ["participations"],
    "system_manager": ["users"],
}


def somebody(role, kind):
    return make.user(make.agency(make.partnership(), kind), role)


@pytest.mark.parametrize(
    ("path", "entry"),
    [
        ("/", "portal:today"),
        ("/personer/koder/", "groups:people"),
        ("/akter/", "groups:people"),
        ("/grupper/importera/", "groups:groups"),
        ("/handlingar/", "documents:documents"),  # under Mer
    ],
)
def test_one_entry_is_where_one_is(rf, path, entry):
    request = rf.get(path)
    request.principal = somebody("police_coordinator", Kind.POLICE)
    page = shell(request)
    assert [link.url for link in (*page["nav"], *page["nav_more"]) if link.current] == [reverse(entry)]
    assert page["is_under_more"] == (entry == "documents:documents")


@pytest.mark.parametrize(("role", "kind"), ROLES)
def test_the_menu_has_seven_entries_at_most_and_leaves_nothing_out(role, kind):
    by = somebody(role, kind)
    first, more = menu(by)
    assert len(first) + bool(more) <= MOST == 7
    assert first[0].page == "portal:today"
    assert [place.page.split(":")[1] for place in first[1:]] == WORK[role]
    assert {*first, *more} == {place for place in PLACES if by.may(place.sees)}


@pytest.mark.parametrize(("role", "kind"), ROLES)
def test_every_entry_of_the_menu_opens_and_stands_on_the_page_once(role, kind):
    client = browser(somebody(role, kind))
    page = client.get("/")
    head = page.content.decode().split("<main")[0]
    for entry in (*page.context["nav"], *page.context["nav_more"]):
        assert client.get(entry.url).status_code == 200
        assert head.count(f'<li><a href="{entry.url}"') == 1
    assert head.count("<details") == bool(page.context["nav_more"]), "Mer opens without a script"


def test_the_coordinator_s_menu_reads_as_the_day_goes():
    page = browser(somebody("coordinator", Kind.COORDINATION)).get("/")
    labels = [entry.label for entry in page.context["nav"]]
    assert labels == ["Min dag", "Grupper", "Call-in", "Möten", "Ökat fokus", "Att göra"]
    assert "<span>Mer</span></summary>" in page.content.decode()
