"""People and colleagues of the same name are told apart wherever one of them is chosen or shown beside a code."""

import re
from datetime import time, timedelta
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from callins import actions as callins
from callins.models import CallIn
from groups.models import Dossier, Group, PersonCode
from gvi.access.policy import Reach, Role
from gvi.access.principal import act_as
from gvi.disclosures import actions as disclosures
from gvi.disclosures.models import LegalGround
from gvi.partnerships.accounts.namesakes import user_labels
from gvi.partnerships.models import User
from tests import factories as make
from tests.groups.conftest import person, text_of
from tests.signed_in import browser

pytestmark = pytest.mark.django_db
TWO = {"Kim Ceder, 1990", "Kim Ceder, 1985"}


@pytest.fixture
def namesakes(case):
    """A second Kim Ceder with a code in the same group, one in no group, and one of each group of another name."""
    case.second_code = make.put(PersonCode, case.police, reach=Reach.CORE, code="Alm 30", group=case.shared)
    case.second = person(case, "Kim", "Ceder", case.shared, birth_year=1985, person_code=case.second_code)
    other = make.put(Group, case.police, reach=Reach.CORE, name="Ågatan")
    case.elsewhere = person(case, "Noa", "Tall", other, birth_year=1988)
    return case


def shown(page):
    assert page.status_code == 200
    return unescape(page.content.decode())


def told(text):
    return set(re.findall(r"Kim Ceder, \d{4}", text))


def planned(w):
    by = w.by.coordination
    with act_as(by):
        day = timezone.localdate() + timedelta(days=3)
        return callins.plan(by=by, date=day, starts_at=time(18), ends_at=time(20), venue="Huset", groups=[w.shared])


def test_people_to_hand_over_stand_under_their_groups_with_their_year(namesakes):
    page = browser(namesakes.by.police).get(
        reverse("disclosures:hand_over") + f"?till={namesakes.probation.pk}&tillfalle="
    )
    choices = list(page.context["form"]["people"].field.choices)
    assert [group for group, _people in choices] == ["Grupp Norra", "Ågatan"]
    assert told(shown(page)) == TWO
    headings = re.findall(r'gvi-options__group">(.*?)<', shown(page))
    assert headings == ["Grupp Norra", "Ågatan"]


def test_names_beside_codes_have_the_year(namesakes):
    client = browser(namesakes.by.police)
    assert told(shown(client.get(reverse("groups:people")))) == TWO
    assert told(shown(client.get(reverse("groups:group", args=[namesakes.shared.pk])))) == TWO
    code = reverse("groups:person_code", args=[namesakes.second_code.pk])
    assert told(shown(client.get(code))) == {"Kim Ceder, 1985"}


def test_at_the_call_in_they_are_told_apart_too(namesakes):
    callin = planned(namesakes)
    client = browser(namesakes.by.police)
    assert told(shown(client.get(reverse("callins:invite", args=[callin.pk])))) == TWO
    with act_as(namesakes.by.coordination):
        callins.invite(
            CallIn.objects.get(pk=callin.pk), by=namesakes.by.coordination,
            person_codes=[namesakes.code, namesakes.second_code],
        )  # fmt: skip
    for name in ("callins:callin", "callins:change_seats"):
        assert told(shown(client.get(reverse(name, args=[callin.pk])))) == TWO, name


@pytest.mark.parametrize("with_year", [True, False])
def test_what_was_handed_over_says_the_year_only_where_it_was_handed_over(namesakes, with_year):
    police = namesakes.by.police
    fields = ["given_name", "family_name", *["birth_year"] * with_year]
    with act_as(police):
        disclosures.hand_over(
            by=police, receiver=namesakes.probation, people=[namesakes.coded.pk, namesakes.second.pk], fields=fields,
            ground=LegalGround.objects.in_force().get(code="10:27"), purpose="Call-in", assessed_each=True,
            valid_until=timezone.now() + timedelta(hours=5), decided_by="chef", reasons="De står i entrén.",
        )  # fmt: skip
    text = text_of(shown(browser(namesakes.by.probation).get(reverse("groups:people"))))
    assert told(text) == (TWO if with_year else set())
    assert text.count("Kim Ceder") == 2


def test_colleagues_of_one_name_are_told_apart_by_their_addresses(world):
    named = [make.user(world.police) for _ in range(3)]
    for by, name in zip(named, ("Maja Lind", "MAJA  LIND", "Åke Lind"), strict=True):
        User.objects.filter(pk=by.user.pk).update(full_name=name)
    first, second, alone = (User.objects.get(pk=by.user.pk) for by in named)
    assert user_labels([first, second, alone]) == [
        (first.pk, f"Maja Lind, {first.email}"),
        (second.pk, f"MAJA  LIND, {second.email}"),
        (alone.pk, "Åke Lind"),
    ]
    hidden = make.put(Dossier, world.police, by=world.by.police.user.pk, given_name="Lo", protected=True)
    make.named_reader(hidden, world.by.police)
    page = shown(browser(world.by.police).get(reverse("groups:add_reader", args=[hidden.pk])))
    assert {first.email, second.email} <= set(re.findall(r"[\w.+-]+@[\w.-]+", page))
    assert alone.email not in page
    log = shown(browser(make.user(world.police, Role.LOG_REVIEWER)).get(reverse("portal:log")))
    assert f"Maja Lind, {first.email}" in log
    assert "Choose" in log or "Välj" in log
