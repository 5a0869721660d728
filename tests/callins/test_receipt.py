"""What is said after a request for support is true: when it is read, and who answers tonight. Nothing is promised."""

import re

import pytest
from django.urls import reverse

from ops import messages
from tests.run_time_role import as_operator
from tests.signed_in import browser

pytestmark = pytest.mark.django_db
HOURS, JOUR = "vardagar 8–16.30", "08-000 00 00"


def receipt(world, contacts):
    world.place.contacts = contacts
    with as_operator():
        world.place.save()
    return browser(world.officer).get(reverse("callins:request_sent")).content.decode()


def test_the_receipt_says_when_it_is_read_and_who_answers_tonight(world):
    page = receipt(
        world,
        [
            {"label": "Socialtjänsten Norrby", "number": "08-1", "use": "requests", "hours": HOURS},
            {"label": "Socialjouren", "number": JOUR, "use": "on_duty", "hours": "kvällar och helger"},
        ],
    )
    assert HOURS in page
    assert page.index("Gäller det i kväll?") < page.index(JOUR)
    assert "24 timmar" not in page


def test_without_a_number_it_says_so_and_whom_to_call(world):
    page = receipt(world, [])
    assert "Numret är inte ifyllt här: ring 112" in page


# What was claimed and was not so: a disposal, a list, a time.
UNTRUE = [
    "i regel inom 24 timmar",
    "de utskrivna listorna",
    "sidor och papper av sig självt",
    "ett år efter tillfället.$",
    "Det sparas till fem år",
    "gallras två år efter svaret. Vem",
    "Det gallras den dag",
    "orosanmälan ska göras",
]


@pytest.mark.parametrize("claim", UNTRUE)
def test_no_text_claims_what_is_not_there(claim):
    forms = [form for message in messages.known("sv", parts=False).values() for form in messages.forms(message)]
    assert [form for form in forms if re.search(claim, form) and "Förslag" not in form] == []


def test_every_word_of_disposal_is_a_proposal():
    """Nothing is disposed of by itself yet: whoever reads of a time must read that."""
    forms = [form for message in messages.known("sv", parts=False).values() for form in messages.forms(message)]
    timed = [form for form in forms if re.search(r"gallras .*\bår\b", form, re.IGNORECASE)]
    assert timed
    assert [form for form in timed if "Förslag" not in form and "förslag" not in form] == []
