"""The law's table: who may use a ground, its sentence of help where one chooses, and an assessment of each person."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from gvi.access.policy import Kind, Role
from gvi.access.principal import act_as
from gvi.disclosures import actions
from gvi.disclosures.documents import contents
from gvi.disclosures.grounds import read
from gvi.disclosures.models import DisclosureSource, LegalGround
from gvi.disclosures.presenters import assessments_of
from tests import factories as make
from tests.disclosures.conftest import ground, hand
from tests.signed_in import browser

pytestmark = pytest.mark.django_db
LAW_ENFORCEMENT = {Kind.POLICE, Kind.PROSECUTOR, Kind.TAX}
CARE = {Kind.SOCIAL_SERVICES, Kind.REGION}
SPECIAL = {Kind.POLICE, Kind.PROBATION, Kind.PRISON, Kind.ENFORCEMENT, Kind.TAX}


def offered(code: str) -> set[tuple[str, str]]:
    """The pairs of giver and receiver for which a ground can be chosen today."""
    found = LegalGround.objects.in_force().filter(code=code, covers_persons=True).first()
    if found is None:
        return set()
    givers, receivers = found.givers or list(Kind), found.receivers or list(Kind)
    return {(giver, receiver) for giver in givers for receiver in receivers}


@pytest.mark.parametrize(
    ("code", "givers", "receivers"),
    [
        ("2025:170-4", set(), set()),  # contact details alone, and there are none here
        ("10:19", set(Kind), LAW_ENFORCEMENT | {Kind.ENFORCEMENT, Kind.PRISON, Kind.PROBATION}),
        ("10:21", CARE, {Kind.POLICE, Kind.PROSECUTOR}),
        ("10:23", CARE, {Kind.POLICE, Kind.PROSECUTOR}),
        (
            "10:24",
            SPECIAL | {Kind.COORDINATION, Kind.PROSECUTOR, Kind.COUNTY_BOARD},
            {Kind.POLICE, Kind.PROSECUTOR},
        ),
        (
            "2025:170-5",
            {Kind.PROBATION, Kind.PRISON, Kind.ENFORCEMENT, Kind.TAX, Kind.COUNTY_BOARD},
            LAW_ENFORCEMENT,
        ),
        ("2025:170-6", {Kind.COORDINATION, Kind.REGION, Kind.SOCIAL_SERVICES}, LAW_ENFORCEMENT),
        ("2016:774", SPECIAL, SPECIAL | {Kind.PROSECUTOR}),
        ("26:9", {Kind.SOCIAL_SERVICES}, CARE),
        ("25:12", {Kind.REGION}, CARE),
        ("utan-men-26:1", {Kind.SOCIAL_SERVICES}, set(Kind)),
        ("utan-men-35:1", {Kind.POLICE, Kind.PROSECUTOR}, set(Kind)),
        ("utan-men-35:15", {Kind.PROBATION, Kind.PRISON}, set(Kind)),
        ("10:28", set(), set()),
    ],
)
def test_a_ground_is_offered_between_those_whom_the_law_names_and_nobody_else(code, givers, receivers):
    assert LegalGround.objects.filter(code=code).exists()
    assert offered(code) == {(giver, receiver) for giver in givers for receiver in receivers}


@pytest.mark.parametrize("fact", read(), ids=lambda fact: f"{fact['code']}-{fact.get('valid_to', '')}")
def test_every_ground_says_who_when_and_what_the_threshold_is(fact):
    assert len(fact["help_text"]) > 40
    assert fact["help_text"].endswith((".", ")"))
    assert set(fact.get("givers", [])) | set(fact.get("receivers", [])) <= set(Kind)


def test_the_penalty_stands_in_words_where_the_law_has_a_threshold():
    assert "ett års fängelse" in ground("10:23").help_text
    assert "fängelse i straffskalan" in ground("10:24").help_text


@pytest.mark.parametrize("receiver", ["probation", "social"])
def test_the_help_of_each_ground_stands_beside_its_choice_and_says_what_no_lawyer_confirmed(world, receiver):
    to = getattr(world, receiver)
    page = browser(world.officer).get(reverse("disclosures:hand_over"), {"till": to.pk}).content.decode()
    grounds = LegalGround.objects.in_force().between(world.police, to)
    assert grounds.count() > 3
    for found in grounds:
        choice = page[page.index(f'name="ground" value="{found.pk}"') :].split("</label>")[0]
        assert found.help_text in choice
        assert "inte bekräftad av jurist" in choice


def test_the_help_stands_on_the_registrars_page_too(world):
    page = browser(world.lawyer).get(reverse("disclosures:grounds")).content.decode()
    for found in LegalGround.objects.in_force().from_agency(world.police):
        assert found.help_text in page
    assert "ingen jurist har läst den" in page


# ------------------------------------------------------------------ each person


@pytest.mark.parametrize(
    ("count", "each", "words", "allowed"),
    [
        (3, True, {}, True),
        (3, False, {}, False),
        (3, False, {0: "a", 1: "b", 2: "c"}, True),
        (3, False, {0: "a", 1: "b"}, False),
        (3, False, {0: "a", 1: "b", 2: "  "}, False),
        (3, True, {1: "b"}, True),
        (1, False, {}, True),
    ],
)
def test_each_person_is_assessed_whoever_decides_about_several(world, count, each, words, allowed):
    people = world.people[:count]
    facts = {"assessed_each": each, "assessments": {people[n].pk: text for n, text in words.items()}}
    if allowed:
        assert hand(world, people=people, **facts).people_count == count
    else:
        with pytest.raises(ValidationError) as refusal:
            hand(world, people=people, **facts)
        assert set(refusal.value.message_dict) == {"assessed_each"}


def test_what_was_written_of_a_person_stands_with_the_giver_and_on_its_paper_and_never_with_the_receiver(world):
    words = {world.people[0].pk: "Möter sin egen handläggare.", world.people[1].pk: "Har själv bett om det."}
    made = hand(world, assessments=words)
    address = reverse("disclosures:disclosure", args=[made.pk])
    assert "Har själv bett om det." in browser(world.officer).get(address).content.decode()
    received = browser(world.escort).get(address).content.decode()
    assert "Har själv bett om det." not in received
    assert "prövat för var och en" in received
    with act_as(world.officer):
        paper = contents(made.pk)
        assert sorted(each.text for each in paper.facts["assessments"]) == sorted(words.values())
    with act_as(world.escort):
        assert assessments_of(made) == []
        assert not DisclosureSource.objects.exists()


def test_a_national_id_is_not_written_in_the_assessment_of_a_person(world):
    with pytest.raises(ValidationError):
        hand(world, assessments={world.people[0].pk: "19900101-2385"})


def test_the_preview_asks_for_each_person_and_loses_nothing_when_it_is_forgotten(world):
    client = browser(world.officer)
    address = f"{reverse('disclosures:hand_over')}?till={world.probation.pk}"
    sent = {
        "people": [str(person.pk) for person in world.people],
        "information": ["given_name"],
        "purpose": "Call-in",
        "valid_until": (timezone.localtime() + timedelta(hours=3)).strftime("%Y-%m-%dT%H:%M"),
        "ground": ground().pk,
        "reasons": "De tar emot i entrén.",
        "decided_by": "gruppchef",
    }
    preview = client.post(address, sent).content.decode()
    asked = [f'name="assessment_{person.pk}"' for person in world.people]
    assert all(preview.count(name) == 1 for name in asked)
    words = {f"assessment_{world.people[0].pk}": "Möter sin egen."}
    forgotten = client.post(address, sent | words | {"confirm": "1"})
    assert forgotten.status_code == 422
    assert "Möter sin egen." in forgotten.content.decode()
    assert "Så här ser" in forgotten.content.decode()
    again = client.post(address, sent | words | {"again": "1"}).content.decode()
    assert "Möter sin egen." in again
    done = client.post(address, sent | words | {"assessed_each": "on", "confirm": "1"})
    assert done.status_code == 302


# ------------------------------------------------------------------ a specially decided cooperation


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"cooperation_reference": "A 12/2026"}, "cooperation_on"),
        ({"cooperation_on": timezone.localdate()}, "cooperation_reference"),
        ({"cooperation_on": timezone.localdate(), "cooperation_reference": "  "}, "cooperation_reference"),
        ({"cooperation_on": timezone.localdate() + timedelta(days=2), "cooperation_reference": "A"}, "cooperation_on"),
        ({"cooperation_on": timezone.localdate(), "cooperation_reference": "A 12/2026"}, None),
    ],
)
def test_the_law_of_2016_is_used_within_a_cooperation_that_was_decided(world, facts, field):
    if field is None:
        assert hand(world, ground=ground("2016:774"), **facts).cooperation_reference == "A 12/2026"
        return
    with pytest.raises(ValidationError) as refusal:
        hand(world, ground=ground("2016:774"), **facts)
    assert set(refusal.value.message_dict) == {field}


def test_a_registrar_confirms_it_and_an_assessment_is_needed_all_the_same(world):
    assert make.user(world.police, Role.REGISTRAR)
    with act_as(world.lawyer):
        actions.confirm_ground(
            by=world.lawyer, ground=ground("2016:774"), confirmed_by="jurist", confirmed_on=timezone.localdate()
        )
    told = {"cooperation_on": timezone.localdate(), "cooperation_reference": "A 12/2026"}
    with pytest.raises(ValidationError):
        hand(world, ground=ground("2016:774"), reasons="", **told)
