"""A review moves its date: of a card from Min dag, and of a person's memberships."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from groups.models import Dossier, Group, Membership
from groups.people import actions
from groups.people.rules import next_review
from gvi.access.policy import Kind, Reach
from gvi.access.principal import act_as
from gvi.acts.requires import NotNow
from gvi.portal.todo.items import todo_items
from tests import factories as make
from tests.signed_in import browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def police():
    return make.user(make.agency(make.partnership(), Kind.POLICE, "Polisen"))


def day(days):
    return timezone.localdate() + timedelta(days=days)


def duties(by):
    with act_as(by):
        return todo_items(by)


def typed(form):
    return {field.name: field.value() for field in form if field.value() is not None}


def put_card(police, days, **facts):
    return make.put(Group, police.agency, reach=Reach.CORE, name="Norra", review_on=day(days), **facts)


@pytest.mark.parametrize("days", [-400, -1, 0, 14])
@pytest.mark.parametrize("changed", [{}, {"summary": "Lugnt"}])
def test_to_review_a_card_and_save_is_all_it_takes(police, days, changed):
    card = put_card(police, days)
    (item,) = duties(police)
    page = browser(police)
    form = page.get(item.url).context["form"]
    assert page.post(item.url, typed(form) | changed).status_code == 302
    with act_as(police):
        assert Group.objects.get(pk=card.pk).review_on == next_review(day(0)) > day(90)
    assert duties(police) == []


def test_to_correct_a_card_on_the_way_moves_no_review(police):
    card = put_card(police, -1)
    page, url = browser(police), reverse("groups:edit_group", args=[card.pk])
    assert page.post(url, typed(page.get(url).context["form"])).status_code == 302
    assert len(duties(police)) == 1


def put_person(police, name, *days):
    person = make.put(Dossier, police.agency, given_name=name)
    for number, ahead in enumerate(days):
        group = make.put(Group, police.agency, name=f"{name} {number}", review_on=day(200))
        facts = {"role": "active", "certainty": "likely", "review_on": day(ahead)}
        make.put(Membership, police.agency, dossier=person, group=group, **facts)
    return person


def test_memberships_that_are_due_lead_to_those_people_and_one_press_each(police):
    late, two = put_person(police, "Kim", -3), put_person(police, "Mo", 0, -9, 40)
    put_person(police, "Lo", 1)
    (item,) = duties(police)
    page = browser(police)
    shown = page.get(item.url)
    assert sorted(row.dossier.given_name for row in shown.context["dossiers"]) == ["Kim", "Mo"]
    assert "Omprövas senast" in shown.content.decode()
    for person in (late, two):
        url = reverse("groups:confirm_memberships", args=[person.pk])
        assert url in page.get(person.get_absolute_url()).content.decode()
        assert page.post(url)["Location"] == item.url
        assert page.post(url).status_code == 409
    with act_as(police):
        dates = sorted(each.review_on for each in Membership.objects.filter(dossier=two))
        assert dates == [day(40), next_review(day(0)), next_review(day(0))]
        with pytest.raises(NotNow):
            actions.confirm_memberships(late, by=police)
    assert duties(police) == []
    assert page.get(item.url).context["dossiers"] == []
