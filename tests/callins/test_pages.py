"""The pages: what each reader sees on them, and that they work without a script."""

import re
from datetime import time, timedelta
from time import sleep
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from callins import actions
from callins.models import CallIn, CallInState, Invitation
from groups.models import Dossier, Membership, PersonCode
from gvi.access.policy import Kind, Reach
from gvi.access.principal import act_as
from gvi.acts.models import LogEntry
from gvi.disclosures import actions as disclosures
from gvi.jobs import queue
from gvi.jobs.models import Job
from tests import factories as make
from tests.callins.conftest import codes, evening, invite, outcomes, plan, seat_of, tick
from tests.callins.test_evening import close
from tests.disclosures.conftest import hand
from tests.finding import find
from tests.signed_in import browser

pytestmark = pytest.mark.django_db
HIDDEN_LINE = "Other agencies may hold information of their own. It is not shown here."


def text(client, url, status=200):
    answer = client.get(url)
    assert answer.status_code == status, url
    return answer.content.decode()


def fields(page):
    """What a browser would send: every input with its value, the empty ones too."""
    found = {}
    for tag in re.findall(r"<input[^>]*>", page):
        facts = dict(re.findall(r'(name|value)="([^"]*)"', tag))
        if "name" in facts:
            found[facts["name"]] = facts.get("value", "")
    return found


def pages(callin):
    return [
        reverse(f"callins:{name}", args=[callin.pk])
        for name in ("callin", "invite", "change_seats", "evening", "close_evening")
    ] + [reverse("callins:callins")]


def test_no_page_of_the_coordinators_holds_a_name(world):
    callin = evening(world)
    client = browser(world.coordinator)
    for url in pages(callin):
        assert "Hemlig" not in text(client, url), url


def test_names_stand_beside_the_codes_that_one_holds(world):
    callin = evening(world)
    for who, expected in (
        ("officer", {"ProvLönn", "ProvAlm", "ProvBjörk", "ProvEk", "ProvRönn"}),
        ("probation_officer", {"ProvSälg", "ProvTall"}),
        ("socialworker", set()),
    ):
        page = text(browser(getattr(world, who)), reverse("callins:evening", args=[callin.pk]))
        assert set(re.findall(r"Prov(?!stad)[A-Za-zÅÄÖåäö]+", page)) == expected


def test_a_protected_name_is_seen_by_its_named_reader_and_never_printed(world):
    code = make.put(PersonCode, world.police, reach=Reach.CORE, code="Gran 77", group=world.north)
    dossier = make.put(
        Dossier, world.police, given_name="ProvSkydd", family_name="Hemlig", person_code=code, protected=True
    )
    make.named_reader(dossier, world.officer)
    callin = plan(world)
    invite(callin, world.coordinator, [code])
    page = text(browser(world.officer), callin.get_absolute_url())
    assert re.search(r'<span class="[^"]*gvi-noprint[^"]*">ProvSkydd Hemlig</span>', page)
    other = browser(make.user(world.police))
    assert "ProvSkydd" not in text(other, callin.get_absolute_url())


def test_a_cancelled_call_in_shows_no_seats_and_no_counts(world):
    callin = plan(world)
    invite(callin, world.coordinator, world.everybody)
    with act_as(world.coordinator) as by:
        actions.cancel(callin, by=by)
    page = text(browser(world.coordinator), callin.get_absolute_url())
    assert {code.code for code in world.everybody if code.code in page} == set()


def test_every_page_carries_the_constant_sentence(world):
    callin = evening(world)
    client = browser(world.coordinator)
    for url in pages(callin):
        page = text(client, url)
        assert HIDDEN_LINE in page or "Andra organisationer kan ha egna uppgifter" in page, url


def test_before_the_evening_one_invites_first_and_during_it_one_moves_seats_first(world):
    planned = plan(world)
    invite(planned, world.coordinator, world.everybody)
    for callin, first in ((planned, "invite"), (evening(world), "change_seats")):
        page = text(browser(world.coordinator), callin.get_absolute_url())
        urls = {name: reverse(f"callins:{name}", args=[callin.pk]) for name in ("invite", "change_seats")}
        assert min(urls, key=lambda name: page.index(f'href="{urls[name]}"')) == first


def test_the_list_says_at_what_hours(world):
    callin = plan(world)
    hours = f"{callin.starts_at:%H.%M}–{callin.ends_at:%H.%M}"
    assert hours in text(browser(world.coordinator), reverse("callins:callins"))


def test_buttons_stand_on_the_rows_that_one_may_tick(world):
    callin = evening(world)
    expected = {"coordinator": 7, "neighbour": 7, "officer": 7, "probation_officer": 7, "socialworker": 0}
    for who, rows in expected.items():
        page = text(browser(getattr(world, who)), reverse("callins:evening", args=[callin.pk]))
        assert page.count("/narvaro/") == rows, who
        assert page.count('class="gvi-seat"') == 7, who


def test_the_evening_page_is_for_those_who_register(world):
    callin = evening(world)
    assert browser(world.manager).get(reverse("callins:evening", args=[callin.pk])).status_code == 403


def test_a_manager_sees_counts_and_no_codes(world):
    callin = evening(world)
    page = text(browser(world.manager), callin.get_absolute_url())
    assert "Lönn 11" not in page
    assert "Norra" in page


def test_after_the_evening_the_page_holds_counts_and_own_codes_only(world):
    callin = evening(world)
    close(callin, world.coordinator)
    shown: dict[str, set[Any]] = {}
    for run in (False, True):
        if run:
            for job in Job.objects.filter(target=callin.pk):
                queue.perform(job.pk)
        for who in ("coordinator", "officer", "probation_officer", "socialworker"):
            page = text(browser(getattr(world, who)), callin.get_absolute_url())
            found = {code.code for code in world.everybody if code.code in page}
            assert shown.setdefault(who, found) == found, "the page is the same before and after the jobs"
    police = {code.code for code in (*world.norths, *world.souths)}
    assert shown == {
        "coordinator": set(),
        "officer": police,
        "probation_officer": {"Sälg 11", "Tall 12"},
        "socialworker": set(),
    }


def test_a_closed_evening_leads_to_the_call_in(world):
    callin = evening(world)
    close(callin, world.coordinator)
    answer = browser(world.coordinator).get(reverse("callins:evening", args=[callin.pk]))
    assert (answer.status_code, answer["Location"]) == (302, callin.get_absolute_url())


# --- a tap


def press(client, seat, outcome, **more):
    return client.post(
        reverse("callins:record_attendance", args=[seat.pk]) + more.pop("query", ""),
        {"outcome": outcome, "shown": "", "key": str(uuid4())} | more,
        headers={"HX-Request": "true"} if more.pop("script", False) else {},
    )


def test_without_a_script_a_tap_comes_back_to_its_row_and_keeps_the_filter(world):
    callin = evening(world)
    seat = seat_of(callin, world.norths[0], world.coordinator)
    answer = press(browser(world.coordinator), seat, "present", query="?visa=kvar")
    assert answer["Location"] == f"/call-ins/{callin.pk}/kvall/?visa=kvar#seat-{seat.pk.hex}"
    assert outcomes(callin, world.coordinator)["Lönn 11"] == "present"


def test_with_a_script_a_tap_gets_only_the_live_parts(world):
    callin = evening(world)
    seat = seat_of(callin, world.norths[0], world.coordinator)
    answer = press(browser(world.coordinator), seat, "present", script=True)
    page = answer.content.decode()
    assert "<html" not in page
    assert re.findall(r'class="gvi-seat" id="seat-([0-9a-f]+)"', page) == [seat.pk.hex]
    assert 'data-gvi-count="present">1<' in page


def test_a_tap_that_replaces_anothers_says_whose(world):
    callin = evening(world)
    seat = seat_of(callin, world.norths[0], world.coordinator)
    tick(world.coordinator, seat, "present")
    client = browser(world.officer)
    assert "Kim" in press(client, seat, "absent", script=True).content.decode()
    page = text(browser(world.coordinator), reverse("callins:evening", args=[callin.pk]))
    assert re.search(r"(Ändrad av|Changed by) Sam \d\d\.\d\d", page)


def test_a_tap_after_the_closing_is_refused_with_a_sentence(world):
    callin = evening(world)
    seat = seat_of(callin, world.norths[0], world.coordinator)
    close(callin, world.coordinator)
    answer = press(browser(world.officer), seat, "present", script=True)
    assert answer.status_code == 409
    assert re.search(r"data-gvi-reason>[^<]*(closed|avslutad)", answer.content.decode())


def test_a_hidden_seat_and_a_missing_one_are_the_same_404(world):
    callin = evening(world)
    seat = seat_of(callin, world.norths[0], world.coordinator)
    close(callin, world.coordinator)
    for job in Job.objects.filter(target=callin.pk):
        queue.perform(job.pk)
    client = browser(world.coordinator)
    hidden, missing = (
        client.post(reverse("callins:record_attendance", args=[pk]), {"outcome": "present"})
        for pk in (seat.pk, uuid4())
    )
    assert (hidden.status_code, missing.status_code) == (404, 404)


def test_undo_from_the_page(world):
    callin = evening(world)
    seat = seat_of(callin, world.norths[0], world.coordinator)
    client = browser(world.coordinator)
    press(client, seat, "present")
    answer = client.post(reverse("callins:undo_attendance", args=[callin.pk]), {"key": str(uuid4())})
    assert answer["Location"] == f"/call-ins/{callin.pk}/kvall/#seat-{seat.pk.hex}"
    assert outcomes(callin, world.coordinator)["Lönn 11"] == ""
    again = client.post(reverse("callins:undo_attendance", args=[callin.pk]), {"key": str(uuid4())})
    assert again.status_code == 409


def test_one_key_undoes_once(world):
    callin = evening(world)
    client, key = browser(world.coordinator), str(uuid4())
    for code in world.norths[:2]:
        press(client, seat_of(callin, code, world.coordinator), "present")
    for _ in range(2):
        assert client.post(reverse("callins:undo_attendance", args=[callin.pk]), {"key": key}).status_code == 302
    assert sorted(outcomes(callin, world.coordinator).values()).count("present") == 1


def stamp_of(page):
    """What the script asks with."""
    return ".".join(re.findall(r'data-gvi-stamp="([^"]+)"', page))


def handed(world, **facts):
    """The police hand probation the name behind Lönn 11."""
    with act_as(world.officer):
        dossier = Dossier.objects.get(person_code=world.norths[0])
        review_on = timezone.localdate() + timedelta(days=90)
        first = not Membership.objects.exists()
        known = {
            "role": "active",
            "certainty": "confirmed",
            "reliability": "A",
            "accuracy": "1",
            "review_on": review_on,
        }
    if first:
        make.put(Membership, world.police, dossier=dossier, group=world.north, **known)
    return hand(world, people=[dossier], **facts)


@pytest.mark.parametrize("accepted", [False, True])
def test_a_name_that_is_taken_back_leaves_the_open_page(world, accepted):
    callin = evening(world)
    made = handed(world)
    if accepted:
        with act_as(world.probation_officer) as by:
            disclosures.accept(made, by=by)
    client, url = browser(world.probation_officer), reverse("callins:evening", args=[callin.pk])
    page = text(client, url)
    stamp = stamp_of(page)
    assert "ProvLönn" in page
    assert client.get(url, {"stamp": stamp}).status_code == 204
    with act_as(world.officer) as by:
        disclosures.withdraw(made, by=by)
    answer = client.get(url, {"stamp": stamp})
    assert (answer.status_code, "ProvLönn" in answer.content.decode()) == (200, False)
    assert client.get(url, {"stamp": stamp_of(answer.content.decode())}).status_code == 204


def test_a_name_whose_time_is_up_leaves_the_open_page(world):
    callin = evening(world)
    handed(world, valid_until=timezone.now() + timedelta(seconds=3))
    client, url = browser(world.probation_officer), reverse("callins:evening", args=[callin.pk])
    page = text(client, url)
    assert "ProvLönn" in page
    assert client.get(url, {"stamp": stamp_of(page)}).status_code == 204
    sleep(3)
    answer = client.get(url, {"stamp": stamp_of(page)})
    assert (answer.status_code, "ProvLönn" in answer.content.decode()) == (200, False)


def test_a_name_handed_to_somebody_else_brings_no_new_page_and_a_tap_tells_nothing_of_names(world):
    callin = evening(world)
    client, url = browser(world.coordinator), reverse("callins:evening", args=[callin.pk])
    stamp = stamp_of(text(client, url))
    handed(world)
    assert client.get(url, {"stamp": stamp}).status_code == 204
    seat = seat_of(callin, world.norths[0], world.coordinator)
    page = press(client, seat, "present", script=True).content.decode()
    assert (page.count("data-gvi-stamp"), "evening-names" in page) == (1, False)


def test_a_poll_asks_the_database_as_often_for_many_names_as_for_few(world):
    callin = evening(world)
    client, url = browser(world.probation_officer), reverse("callins:evening", args=[callin.pk])
    asked = []
    for _ in range(2):
        stamp = stamp_of(text(client, url))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url, {"stamp": stamp}).status_code == 204
        asked.append(len(queries))
        handed(world)
    assert asked[0] == asked[1]


def test_a_poll_that_knows_everything_gets_nothing_and_logs_nothing(world):
    callin = evening(world)
    client = browser(world.coordinator)
    url = reverse("callins:evening", args=[callin.pk])
    stamp = stamp_of(text(client, url))
    with act_as(world.coordinator):
        before = LogEntry.objects.count()
    assert client.get(url, {"stamp": stamp}).status_code == 204
    with act_as(world.coordinator):
        assert LogEntry.objects.count() == before
    tick(world.officer, seat_of(callin, world.norths[0], world.officer), "present")
    assert client.get(url, {"stamp": stamp}).status_code == 200


def test_the_page_shows_those_left_or_one_group(world):
    callin = evening(world)
    tick(world.coordinator, seat_of(callin, world.norths[0], world.coordinator), "present")
    client, url = browser(world.coordinator), reverse("callins:evening", args=[callin.pk])
    for query, rows in (("", 7), ("?visa=kvar", 6), (f"?grupp={world.harbour.pk}", 2), ("?grupp=x", 7)):
        assert text(client, url + query).count('class="gvi-seat"') == rows


def test_the_evening_page_asks_the_database_as_often_for_many_as_for_few(world):
    few, many = plan(world), plan(world)
    more = codes(world.police, world.south, [f"Gran{n}" for n in "abcdefghijklmnopqrst"])
    invite(few, world.coordinator, [world.norths[0], world.harbours[0]])
    invite(many, world.coordinator, [*world.everybody, *more])
    for callin in (few, many):
        with act_as(world.coordinator) as by:
            actions.open_evening(callin, by=by)
    for who in ("coordinator", "officer"):
        client = browser(getattr(world, who))
        text(client, reverse("callins:evening", args=[few.pk]))
        counts = []
        for callin in (few, many):
            for name in ("evening", "callin"):
                with CaptureQueriesContext(connection) as asked:
                    text(client, reverse(f"callins:{name}", args=[callin.pk]))
                counts.append(len(asked))
        assert counts[:2] == counts[2:], counts


def test_the_list_asks_as_often_for_many_as_for_few(world):
    client, url = browser(world.coordinator), reverse("callins:callins")
    plan(world)
    text(client, url)
    asked = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            text(client, url)
        asked.append(len(queries))
        invite(plan(world), world.coordinator, world.everybody)
    assert asked[0] == asked[1]


# --- forms


def test_a_coordinator_plans_invites_and_seats_without_a_script(world):
    client = browser(world.coordinator)
    day = timezone.localdate().isoformat()
    form = {
        "date": day,
        "starts_at": "18:00",
        "ends_at": "20:00",
        "venue": "Folkets hus",
        "purpose": "",
        "groups": [world.north.pk],
    }
    answer = client.post(reverse("callins:plan"), form | {"key": str(uuid4())})
    assert answer.status_code == 302
    with act_as(world.coordinator):
        callin = CallIn.objects.get()
    assert answer["Location"] == callin.get_absolute_url()
    ticked = {f"group_{world.north.pk.hex}": [str(code.pk) for code in world.norths], "key": str(uuid4())}
    assert client.post(reverse("callins:invite", args=[callin.pk]), ticked).status_code == 302
    again = client.post(reverse("callins:invite", args=[callin.pk]), ticked)
    assert again.status_code == 302, "a second press finds the first one's receipt, though its codes are taken"
    page = text(client, reverse("callins:change_seats", args=[callin.pk]))
    typed = fields(page)
    with act_as(world.coordinator):
        first, second, _third = Invitation.objects.filter(callin=callin).order_by("seat")
    typed |= {f"seat_{first.pk.hex}": "2", f"seat_{second.pk.hex}": "1", f"escort_{first.pk.hex}": "Kim F"}
    typed |= {f"slot_{first.pk.hex}": "18:10", "key": str(uuid4())}
    assert client.post(reverse("callins:change_seats", args=[callin.pk]), typed).status_code == 302
    with act_as(world.coordinator):
        rows = {r.seat: r for r in Invitation.objects.filter(callin=callin)}
    assert (rows[2].pk, rows[2].escort, rows[2].slot) == (first.pk, "Kim F", time(18, 10))
    assert rows[1].version == 2, "one line, one change"
    assert rows[3].version == 1, "an untouched line is not written"


def test_a_wrong_form_keeps_what_was_typed(world):
    client = browser(world.coordinator)
    day = timezone.localdate().isoformat()
    answer = client.post(
        reverse("callins:plan"),
        {"date": day, "starts_at": "20:00", "ends_at": "18:00", "venue": "Folkets hus", "groups": [world.north.pk]},
    )
    assert answer.status_code == 422
    assert 'value="Folkets hus"' in answer.content.decode()


def test_a_line_changed_by_somebody_else_is_shown_beside_what_was_typed(world):
    callin = plan(world)
    (seat,) = invite(callin, world.coordinator, [world.norths[0]])
    client, url = browser(world.coordinator), reverse("callins:change_seats", args=[callin.pk])
    typed = fields(text(client, url))
    other = browser(world.officer)
    theirs = fields(text(other, url))
    assert other.post(url, theirs | {f"escort_{seat.pk.hex}": "Sam"}).status_code == 302
    answer = client.post(url, typed | {f"escort_{seat.pk.hex}": "Kim"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Sam" in page
    assert 'value="Kim"' in page
    again = fields(page)
    assert client.post(url, again).status_code == 302
    assert seat_of(callin, world.norths[0], world.coordinator).escort == "Kim"


def test_the_police_are_offered_their_own_codes_to_invite(world):
    callin = plan(world)
    page = text(browser(world.officer), reverse("callins:invite", args=[callin.pk]))
    assert {code.code for code in world.everybody if code.code in page} == {
        c.code for c in (*world.norths, *world.souths)
    }
    assert "Ask 99" not in page


def test_closing_tells_who_is_left_and_closes(world):
    callin = evening(world)
    client, url = browser(world.coordinator), reverse("callins:close_evening", args=[callin.pk])
    assert re.search(r"7 (utan registrering|without registration)", text(client, url))
    page = text(client, url)
    version = find(r'name="version" value="(\d+)"', page)[1]
    answer = client.post(url, {"version": version, "key": str(uuid4())})
    assert answer["Location"] == callin.get_absolute_url()
    with act_as(world.coordinator):
        assert CallIn.objects.get(pk=callin.pk).state == CallInState.HELD


def test_every_address_of_an_unseen_call_in_is_404(world):
    callin = evening(world)
    client = browser(make.user(make.agency(make.partnership(), Kind.COORDINATION)))
    for url in pages(callin)[:-1]:
        assert client.get(url).status_code == 404, url
