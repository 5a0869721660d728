"""The switch between Swedish and English: a cookie, nothing else."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests import factories as make
from tests.signed_in import browser

pytestmark = pytest.mark.django_db
SWITCH = "/sprak/"


def shown(client: Client, url: str = "/konto/logga-in/", **headers: Any) -> tuple[str, bool, bool]:
    """The language that the page declares, and which words are on it."""
    answer = client.get(url, **headers)
    page = answer.content.decode()
    return answer["Content-Language"], 'lang="en" data-color' in page, "Logga in" in page


def test_swedish_comes_first_whatever_the_browser_asks_for(client) -> None:
    assert shown(client) == ("sv", False, True)
    assert shown(client, HTTP_ACCEPT_LANGUAGE="en-GB,en;q=0.9") == ("sv", False, True)


def test_the_switch_changes_the_language_and_stays_on_the_page(client) -> None:
    answer = client.post(SWITCH, {"language": "en"}, HTTP_REFERER="http://testserver/tillganglighet/")
    assert (answer.status_code, answer["Location"]) == (302, "http://testserver/tillganglighet/")
    assert shown(client) == ("en", True, False)
    client.post(SWITCH, {"language": "sv"})
    assert shown(client) == ("sv", False, True)


def test_the_switch_leads_to_no_other_site(client) -> None:
    answer = client.post(
        SWITCH, {"language": "en", "next": "https://annan.example/"}, HTTP_REFERER="https://annan.example/"
    )
    assert answer["Location"] == "/"


@pytest.mark.parametrize("strange", ["xx", "de", "../../etc", ""])
def test_an_unknown_language_is_swedish(client, strange: str) -> None:
    client.cookies["language"] = strange
    assert shown(client) == ("sv", False, True)


def test_no_language_is_left_behind_for_the_next_visitor(client) -> None:
    client.post(SWITCH, {"language": "en"})
    assert shown(client)[0] == "en"
    assert shown(Client())[0] == "sv"


def test_whoever_is_signed_in_has_the_switch_on_every_page_and_dates_follow() -> None:
    by = make.user(make.agency(make.partnership(), "police"))
    page = browser(by)
    for name in ("portal:today", "groups:groups", "callins:callins", "meetings:meetings", "documents:documents"):
        assert f'action="{SWITCH}"' in page.get(reverse(name)).content.decode(), name
    page.post(SWITCH, {"language": "en"})
    assert "My day" in page.get("/").content.decode()


def test_the_switch_is_a_form_with_a_token() -> None:
    assert Client(enforce_csrf_checks=True).post(SWITCH, {"language": "en"}).status_code == 403
    assert Client().get(SWITCH).status_code == 405
