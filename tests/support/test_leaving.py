"""Ending somebody's access asks who takes over the open cases, and nothing is dropped if nobody does."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from callins.models import Channel
from gvi.access.policy import Kind, Role
from gvi.access.principal import act_as
from gvi.partnerships.accounts.actions import end_access
from gvi.portal.todo.items import todo_items
from support import actions
from support.models import SupportCase
from tests import factories as make
from tests.signed_in import browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    place = make.partnership()
    w = SimpleNamespace()
    w.social = make.agency(place, Kind.SOCIAL_SERVICES, "Socialtjänsten")
    w.other = make.agency(place, Kind.SOCIAL_SERVICES, "Socialtjänsten Sjöstad")
    w.leaver, w.colleague = make.user(w.social), make.user(w.social)
    w.exit = make.user(w.social, Role.EXIT_COORDINATOR)
    w.system = make.user(w.social, Role.SYSTEM_MANAGER)
    w.stranger = make.user(w.other)
    make.change_affiliation(w.leaver, last_signed_in_at=timezone.now())
    return w


def opened(by, *, closed=False):
    with act_as(by):
        case = actions.open_case(by=by, safe_way="Ring", channel=Channel.VISIT, person_note="Kim Kanarie")
        if closed:
            actions.change_state(case, by=by, state="aborted", date=timezone.localdate(), ending="unknown")
    return case


def url(here):
    return reverse("partnerships:end_access", args=[here.leaver.affiliation.public_id])


def told(by):
    with act_as(by):
        return [item.text.split(":")[0] for item in todo_items(by)]


def test_the_page_says_how_many_cases_and_offers_colleagues_who_may_and_no_client(here):
    for closed in (False, False, True):
        opened(here.leaver, closed=closed)
    opened(here.colleague)
    body = (answer := browser(here.system).get(url(here))).content.decode()
    assert "2 öppna ärenden: vem tar över?" in body
    offered = set(answer.context["form"].fields["successor_support"].queryset)
    assert offered == {here.colleague.user, here.exit.user}
    assert "anarie" not in body


def test_who_answers_for_nothing_is_not_asked_about(here):
    opened(here.leaver, closed=True)
    assert "vem tar över" not in browser(here.system).get(url(here)).content.decode()


def end(here, **typed):
    facts = {"ends_on": timezone.localdate(), "reason": "Slutar"} | typed
    return browser(here.system).post(url(here), facts)


def test_the_successor_has_the_cases_and_is_told(here):
    open_case, closed = opened(here.leaver), opened(here.leaver, closed=True)
    assert end(here, successor_support=here.exit.user.pk).status_code == 302
    with act_as(here.exit):
        assert SupportCase.objects.get(pk=open_case.pk).worker == here.exit.user
        assert SupportCase.objects.get(pk=closed.pk).worker is None
    assert "Överlämnat till dig" in told(here.exit)
    assert "1 ärende saknar handläggare" not in told(here.colleague)


def test_without_a_successor_every_colleague_is_told(here):
    opened(here.leaver)
    assert end(here).status_code == 302
    assert "1 ärende saknar handläggare" in told(here.colleague)
    assert "1 ärende saknar handläggare" in told(here.exit)


def test_an_access_that_ends_later_leaves_no_gap_on_the_day(here):
    opened(here.leaver)
    end(here, ends_on=timezone.localdate() + timedelta(days=7))
    assert "1 ärende saknar handläggare" not in told(here.colleague)


@pytest.mark.parametrize("wrong", ["leaver", "stranger", "system"])
def test_nobody_else_can_be_given_them(here, wrong):
    opened(here.leaver)
    assert end(here, successor_support=getattr(here, wrong).user.pk).status_code == 422
    facts = {"ends_on": timezone.localdate(), "reason": "Slutar"}
    with act_as(here.system) as by, pytest.raises(ValidationError):
        end_access(here.leaver.affiliation, by=by, successors={"support": getattr(here, wrong).user}, **facts)
