"""The afternoon of a call-in: the police ring and say that one is detained."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Visitor, follow, send

pytestmark = pytest.mark.browser


def test_one_person_is_struck_in_the_afternoon_of_a_call_in(visit):
    coordinator = visit("samordnare")
    address, code = somebody_is_struck(coordinator)
    the_others_see_that_it_is_struck_and_not_why(visit("frivard"), address, code)
    its_owner_reads_why(visit("polis"), address, code)


def somebody_is_struck(coordinator: Visitor) -> tuple[str, str]:
    page = coordinator.open("/call-ins/")
    coordinator.look()
    follow(page.locator("main table tbody a.ds-link[href*='/call-ins/']").first)
    coordinator.look()
    address = page.url.removeprefix(coordinator.site.url)
    row = page.locator("tr[id^=seat-]").first
    code = row.locator("th a").inner_text()
    follow(row.get_by_role("link", name=re.compile("^Stryk")))
    coordinator.look()
    page.locator("[name=reason]").select_option(value="detained")
    send(page)
    expect(page.locator("tr[id^=seat-]", has_text=code)).to_contain_text("Struken")
    coordinator.look()
    expect(page.locator("main")).not_to_contain_text("häktad")
    return address, code


def the_others_see_that_it_is_struck_and_not_why(officer: Visitor, address: str, code: str) -> None:
    page = officer.open(address)
    expect(page.locator("tr[id^=seat-]", has_text=code)).to_contain_text("Struken")
    expect(page.locator("main")).not_to_contain_text("häktad")


def its_owner_reads_why(police: Visitor, address: str, code: str) -> None:
    page = police.open(address)
    police.look()
    expect(page.locator("tr[id^=seat-]", has_text=code)).to_contain_text("häktad")
