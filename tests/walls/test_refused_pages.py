"""Pages that refuse: what they read is logged all the same, and so is the refusal."""

import uuid

import pytest
from django.urls import reverse

from groups.models import Dossier, Group, Membership, MembershipRole
from gvi.access.policy import Kind, Reach, Role
from gvi.access.principal import act_as
from gvi.acts.models import LogEntry, Outcome
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def police(client, settings):
    settings.DEMO = True
    by = make.user(make.agency(make.partnership(), Kind.POLICE), is_demo=True)
    client.force_login(by.user)
    return by


def entries(by) -> set[tuple[str, str, str]]:
    with act_as(by):
        return {
            (entry.verb, entry.outcome, str(sorted(entry.rows.items())))
            for entry in LogEntry.objects.exclude(verb__startswith="account.")
        }


def test_a_form_that_comes_back_with_names_on_it_is_logged_as_read(client, police):
    group = make.put(Group, police.agency, reach=Reach.CORE, name="Norra")
    person = make.put(Dossier, police.agency, given_name="Vanja", family_name="Ask", birth_year=1990)
    facts = {"role": MembershipRole.ACTIVE, "certainty": "likely", "review_on": "2027-01-01"}
    place = make.put(Membership, police.agency, dossier=person, group=group, **facts)
    answer = client.post(reverse("groups:publish_codes"), {"group": str(group.pk)})
    assert answer.status_code == 422
    assert "Vanja" in answer.content.decode()
    read = {"groups.Dossier": [str(person.pk)], "groups.Membership": [str(place.pk)]}
    assert entries(police) == {("groups:publish_codes", Outcome.SEEN, str(sorted(read.items())))}


def test_a_hidden_and_a_missing_row_leave_the_same_trace(client, police):
    hidden = make.put(Group, make.agency(police.partnership, Kind.PROBATION), name="Dold")
    missing = uuid.uuid4()
    for pk in (hidden.pk, missing):
        client.get(reverse("groups:group", args=[pk]))
    asked = {str([("asked", [str(pk)])]) for pk in (hidden.pk, missing)}
    assert entries(police) == {("groups:group", Outcome.REFUSED, ids) for ids in asked}


def test_a_page_that_is_not_for_the_role_is_an_entry(client, settings):
    settings.DEMO = True
    by = make.user(make.agency(make.partnership(), Kind.POLICE), Role.MANAGER, is_demo=True)
    client.force_login(by.user)
    assert client.get(reverse("groups:people")).status_code == 403
    assert entries(by) == {("groups:people", Outcome.REFUSED, "[]")}


def test_corrected_words_from_an_old_page_are_a_press_of_their_own(client, settings):
    settings.DEMO = True
    by = make.user(make.agency(make.partnership(), Kind.POLICE), is_demo=True)
    client.force_login(by.user)
    group = make.put(Group, by.agency, name="Norra")
    address = reverse("groups:edit_group", args=[group.pk])
    form = client.get(address).context["form"]
    words = {"key": str(form["key"].value()), "name": "Norra", "kind": "local", "state": "active", "violence": "low"}
    for summary in ("Först", "Först", "Sedan"):
        answer = client.post(address, words | {"summary": summary})
        assert answer.status_code == 302, answer.content.decode()[-2000:]
    with act_as(by):
        assert (Group.objects.get().summary, Group.objects.get().version) == ("Sedan", 3)
