"""Somebody new: invited, in by the link, a second factor, the first page. And a factor taken away by two."""

import base64
import hmac
import re
import struct
import time

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Visitor, follow

pytestmark = pytest.mark.browser
EMAIL, PASSWORD = "ny.kollega@norrby.example", "sju små katter i en korg"
BUTTON = "main form.gvi-form .gvi-buttons button"


def code_of(secret: str) -> str:
    """What the app in the telephone shows now (RFC 6238)."""
    key = base64.b32decode(secret)
    digest = hmac.digest(key, struct.pack(">Q", int(time.time()) // 30), "sha1")
    at = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[at : at + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


def test_somebody_new_comes_in_by_an_invitation(visit):
    manager, colleague = visit("system"), visit("")
    link = an_invitation_is_made(manager)
    a_password_is_chosen(colleague, link)
    an_app_is_connected(colleague)
    the_invitation_is_accepted(colleague)
    the_link_is_dead(visit(""), link)
    the_manager_sees_who_is_in(manager)


def an_invitation_is_made(manager: Visitor) -> str:
    page = manager.open("/anvandare/")
    manager.look()
    follow(page.locator("main a[href='/anvandare/bjud-in/']"))
    manager.look()
    page.locator("[name=name]").fill("Ny Kollega")
    page.locator("[name=email]").fill(EMAIL)
    page.locator("[name=role]").select_option("coordinator")
    follow(page.locator(BUTTON))
    manager.look()
    return page.locator("main code").inner_text().removeprefix(manager.site.url)


def a_password_is_chosen(colleague: Visitor, link: str) -> None:
    page = colleague.open(link)
    colleague.look()
    expect(page.locator("main")).to_contain_text(EMAIL)
    for name in ("password", "again"):
        page.locator(f"[name={name}]").fill(PASSWORD)
    follow(page.locator(BUTTON))
    expect(page).to_have_url(re.compile("/konto/logga-in/$"))


def an_app_is_connected(colleague: Visitor) -> None:
    page = colleague.page
    page.locator("[name=login]").fill(EMAIL)
    page.locator("[name=password]").fill(PASSWORD)
    follow(page.locator(BUTTON))
    expect(page).to_have_url(re.compile("/konto/tvafaktor/app/$"))
    page.locator("[name=code]").fill(code_of(page.locator(".gvi-secretcode").inner_text().strip()))
    follow(page.locator(BUTTON))


def the_invitation_is_accepted(colleague: Visitor) -> None:
    page = colleague.open("/")
    expect(page).to_have_url(re.compile("/konto/inbjudan/"))
    colleague.look()
    follow(page.locator(BUTTON))
    expect(page.locator(".gvi-user__who")).to_contain_text("Ny")
    colleague.look()


def the_link_is_dead(somebody: Visitor, link: str) -> None:
    answer = somebody.page.goto(somebody.site.url + link)
    assert answer is not None
    assert answer.status == 410
    somebody.console.clear()  # Chromium notes the 410
    somebody.look()


def the_manager_sees_who_is_in(manager: Visitor) -> None:
    page = manager.open("/anvandare/")
    row = page.locator("tbody tr", has_text=EMAIL)
    expect(row).to_have_count(1)
    follow(row.locator("th a"))
    expect(page.locator(".gvi-timeline li")).to_have_count(1)
    manager.look()


def test_the_second_person_confirms_a_reset(visit):
    first, second = visit("system2"), visit("system")
    page = first.open("/anvandare/")
    expect(page.locator("main .gvi-note a[href*='/aterstallning/'][href$='/bekrafta/']")).to_have_count(0)
    page = second.open("/")
    follow(page.locator("main a[href*='/aterstallning/']").first)
    second.look()
    follow(page.locator(BUTTON))
    second.look()
    expect(page.locator(".gvi-timeline li")).to_have_count(1)
