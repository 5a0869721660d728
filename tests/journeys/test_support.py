"""A social worker's first day: a wish comes in the evening, becomes a case, is reached, followed up and printed."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Visitor, follow, send

pytestmark = pytest.mark.browser
SAFE = "Ring efter sju, säg att det gäller bilen"


def test_a_social_workers_first_day(visit):
    officer, worker = visit("frivardsinspektor"), visit("socialsekreterare")
    a_wish_is_written_at_ten_at_night(officer)
    case = it_becomes_a_case(worker)
    somebody_is_reached(worker, case)
    a_follow_up_is_logged_in_three_clicks(worker)
    a_follow_up_is_printed_to_take_along(worker)
    nobody_else_has_any_of_it(officer)
    nobody_else_has_any_of_it(visit("samordnare"))


def a_wish_is_written_at_ten_at_night(officer: Visitor) -> None:
    page = officer.open("/stod/ny/")
    officer.look()
    expect(page.locator("main .gvi-note").first).to_contain_text("112")
    page.locator("[name=person_note]").fill("Kanarie Lind")
    page.locator("[name=safe_way]").fill(SAFE)
    page.locator("[name=to]").select_option(label="Socialtjänsten Norrby")
    send(page)
    expect(page).to_have_url(re.compile("/stod/skickad/$"))
    officer.look()
    assert SAFE not in page.content()


def it_becomes_a_case(worker: Visitor) -> str:
    page = worker.open("/stod/")
    worker.look()
    follow(page.locator("main .gvi-rows a.ds-link", has_text="Kanarie Lind"))
    worker.look()
    expect(page.locator("main")).to_contain_text(SAFE)
    send(page)
    expect(page.locator("h1")).to_contain_text("Kanarie Lind")
    worker.look()
    return page.url.removeprefix(worker.site.url)


def somebody_is_reached(worker: Visitor, case: str) -> None:
    page = worker.open(case + "kontakt/")
    worker.look()
    page.locator("[name=reached][value=self]").check()
    send(page)
    expect(page.locator(".gvi-timeline li")).to_have_count(1)


def a_follow_up_is_logged_in_three_clicks(worker: Visitor) -> None:
    page = worker.open("/")
    worker.look()
    follow(page.locator("main a[href*='/stod/uppfoljning/']").first)
    page.locator("[name=reached][value=self]").check()
    send(page)
    expect(page).to_have_url(re.compile(r"/stod/[0-9a-f-]{36}/$"))
    worker.look()


def a_follow_up_is_printed_to_take_along(worker: Visitor) -> None:
    page = worker.open("/")
    follow(page.locator("main a[href*='/stod/uppfoljning/']").first)
    follow(page.locator("main a[href$='/skriv-ut/']").first)
    send(page)
    expect(page).to_have_url(re.compile("/handlingar/"))
    expect(page.locator("main")).to_contain_text("E-2")


def nobody_else_has_any_of_it(other: Visitor) -> None:
    page = other.open("/")
    expect(page.locator("a[href='/stod/']")).to_have_count(0)
    for path in ("/", "/jag/", "/call-ins/", "/handlingar/"):
        assert "Kanarie" not in other.open(path).content()
    answer = page.goto(other.site.url + "/stod/")
    assert answer is not None
    assert answer.status == 403
