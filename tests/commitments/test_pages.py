"""The list, one promise, and the pages they came from, as people see them."""

import html
from datetime import time, timedelta
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from callins.models import CallIn
from groups.models import Attribution, Dossier, Group, Incident
from gvi.access.policy import Reach
from gvi.access.principal import act_as
from gvi.commitments import actions
from gvi.commitments.forms import CommitmentForm
from gvi.commitments.models import Commitment
from gvi.commitments.presenters import make_url, readers_of
from gvi.meetings.models import AgendaItem
from gvi.portal.todo.items import todo_items
from sanctions.models import Sanction
from tests import factories as make
from tests.commitments.conftest import TODAY, promised
from tests.signed_in import browser

World = SimpleNamespace
LIST = reverse("commitments:commitments")


def page(world: World, who: str, url: str = LIST) -> str:
    answer = browser(getattr(world.by, who)).get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def shown(world: World, who: str, query: str) -> set[str]:
    shown = page(world, who, LIST + query)
    with act_as(world.by.coordination):
        return {
            commitment.text for commitment in Commitment.objects.all() if commitment.get_absolute_url() + '"' in shown
        }


def test_each_filter_shows_its_own(world: World) -> None:
    promised(world, text="Sen", due=-2)
    promised(world, text="Egen", to=world.social)
    done = promised(world, text="Klar")
    with act_as(world.by.police):
        actions.keep(done, by=world.by.police)
    assert shown(world, "social", "") == {"Sen", "Egen"}
    assert shown(world, "social", "?visa=sena") == {"Sen"}
    assert shown(world, "social", "?visa=egna") == {"Egen"}
    assert shown(world, "social", "?visa=avgjorda") == {"Klar"}
    assert shown(world, "social", f"?organisation={world.police.pk}") == {"Sen"}
    assert shown(world, "social", "?visa=strunt&organisation=strunt") == {"Sen", "Egen"}


def test_only_ones_own_is_offered_to_be_kept(world: World) -> None:
    press = reverse("commitments:keep", args=[promised(world).pk])
    assert press in page(world, "police")
    assert press in page(world, "coordination")
    assert press not in page(world, "social")


def test_an_action_is_kept_in_one_press_from_min_dag(world: World) -> None:
    promise = promised(world, due=-1)
    with act_as(world.by.police):
        (duty,) = todo_items(world.by.police)
    assert (duty.late, duty.button) == (True, "Klar")
    answer = browser(world.by.police).post(duty.press, {"key": duty.key})
    assert (answer.status_code, answer["Location"]) == (302, "/")
    with act_as(world.by.police):
        assert Commitment.objects.get().state == "kept"
        assert todo_items(world.by.police) == []
    assert promise.pk


def test_min_dag_tells_the_coordinator_of_all_and_others_of_their_own_late_ones_first(world: World) -> None:
    for text, to, due in (("Snart", world.police, 6), ("Sen", world.social, -1), ("Sedan", world.police, 8)):
        promised(world, text=text, to=to, due=due)
    told = {}
    for who in ("coordination", "police", "social", "probation"):
        by = getattr(world.by, who)
        with act_as(by):
            told[who] = [duty.text for duty in todo_items(by)]
    assert told == {
        "coordination": ["Sen (Social)", "Snart (Police)"],
        "police": ["Snart (Police)"],
        "social": ["Sen (Social)"],
        "probation": [],
    }


def test_a_long_list_is_cut_on_min_dag_and_says_how_many_more(world: World) -> None:
    for number in range(10):
        promised(world, text=f"Sak {number}", due=-1)
    with act_as(world.by.coordination):
        found = todo_items(world.by.coordination)
    assert (len(found), found[-1].text) == (9, "och 2 punkter till")


def test_it_is_written_down_from_a_meeting_and_shown_there(world: World) -> None:
    client = browser(world.by.social)
    url = make_url("meeting", world.meeting.pk)
    assert "Från: Arbetsgrupp" in client.get(url).content.decode()
    typed = {
        "text": "Ring skolan", "agency": world.social.pk, "function": "Enhetschefen", "kind": "task",
        "due_on": TODAY.isoformat(), "origin": "meeting", "origin_id": str(world.meeting.pk),
    }  # fmt: skip
    answer = client.post(url, typed)
    assert (answer.status_code, answer["Location"]) == (302, world.meeting.get_absolute_url())
    assert "Ring skolan" in page(world, "police", world.meeting.get_absolute_url())
    assert "Arbetsgrupp" in page(world, "police")


def test_what_was_decided_begins_the_text_of_an_action(world: World) -> None:
    item = make.put(
        AgendaItem, world.coordination, meeting=world.meeting, text="Skolan?", outcome="Ring skolan", state="settled"
    )
    assert 'value="Ring skolan"' in page(world, "social", make_url("item", item.pk))


def test_call_ins_incidents_and_sanctions_show_theirs(world: World) -> None:
    callin = make.put(CallIn, world.coordination, date=TODAY, starts_at=time(18), ends_at=time(20), venue="Salen")
    group = make.put(Group, world.police, reach=Reach.CORE, name="Norra")
    incident = make.put(Incident, world.police, reach=Reach.CORE, happened_on=TODAY, area="Torget", kind="shooting")
    claim = make.put(
        Attribution, world.police, reach=Reach.CORE, incident=incident, group=group, side="perpetrator",
        certainty="likely", judged_at=timezone.now(),
    )  # fmt: skip
    sanction = make.put(
        Sanction, world.coordination, group=group, trigger=claim, proposed_on=TODAY, reason="Ja", state="proposed"
    )
    for kind, row in (("callin", callin), ("incident", incident), ("sanction", sanction)):
        promised(world, text=f"Från {kind}", origin=kind, origin_id=row.pk)
        html = page(world, "police", row.get_absolute_url())
        assert f"Från {kind}" in html
        assert make_url(kind, row.pk).replace("&", "&amp;") in html


def test_a_hidden_source_has_no_name(world: World) -> None:
    incident = make.put(Incident, world.police, happened_on=TODAY, area="Kanarietorget", kind="shooting")
    promise = promised(world, by=world.by.police, origin="incident", origin_id=incident.pk)
    assert "Kanarietorget" in page(world, "police", promise.get_absolute_url())
    assert "Kanarietorget" not in page(world, "social", promise.get_absolute_url())
    assert "Kanarietorget" not in page(world, "social")
    assert "Kanarietorget" not in page(world, "social", make_url("incident", incident.pk))


def test_one_promise_shows_every_turn(world: World) -> None:
    promise = promised(world)
    by = world.by.police
    with act_as(by):
        actions.settle(promise, by=by, state="not_kept", note="Underlaget kom för sent")
        actions.reopen(Commitment.objects.get(), by=by, reason="Det kom i dag")
    html = page(world, "social", promise.get_absolute_url())
    assert [word in html for word in ("Underlaget kom för sent", "Det kom i dag", "Blev inte av", "Öppnad igen")] == [
        True
    ] * 4


def test_a_name_that_the_agency_keeps_is_warned_of(world: World) -> None:
    make.put(Dossier, world.police, given_name="Kim", family_name="Ceder")
    typed = {"text": "Ring Kim Ceder", "agency": world.police.pk, "kind": "task", "due_on": TODAY.isoformat()}
    answer = browser(world.by.police).post(reverse("commitments:make"), typed)
    assert answer.status_code == 422
    assert "Ring Kim Ceder" in answer.content.decode()


def test_two_versions_are_shown_side_by_side_with_the_agencies_names(world: World) -> None:
    promise = promised(world)
    typed = {
        "text": "Min text", "agency": world.social.pk, "kind": "action", "due_on": promise.due_on.isoformat(),
        "version": promise.version + 1,
    }  # fmt: skip
    html = browser(world.by.police).post(reverse("commitments:change", args=[promise.pk]), typed)
    assert html.status_code == 409
    assert [word in html.content.decode() for word in ("Min text", promise.text, "Police", "Social")] == [True] * 4


@pytest.mark.parametrize("query", ["", "?visa=avgjorda"])
def test_the_list_costs_the_same_for_ten_as_for_two(world: World, query: str) -> None:
    client = browser(world.by.police)
    client.get(LIST)

    def more(count: int) -> int:
        for number in range(count):
            promise = promised(world, origin="meeting", origin_id=world.meeting.pk, text=f"Sak {number}")
            if query:
                with act_as(world.by.police):
                    actions.keep(promise, by=world.by.police)
        with CaptureQueriesContext(connection) as found:
            assert client.get(LIST + query).status_code == 200
        return len(found)

    assert more(2) == more(8)


def test_the_lists_pages_follow_each_other(world: World) -> None:
    for number in range(52):
        promised(world, text=f"Sak {number}", due=number)
    client = browser(world.by.police)
    first = client.get(LIST).context_data or {}
    second = client.get(LIST + first["next_url"]).context_data or {}
    assert [len(first["rows"]), len(second["rows"])] == [50, 2]
    assert second["rows"][0].due_on - first["rows"][-1].due_on == timedelta(days=1)


def test_the_page_and_the_form_say_that_all_read_what_is_given_outside_the_core(world: World) -> None:
    other = make.user(make.agency(world.place, "community", "Föreningen"))
    inner, outer = promised(world, text="Inre"), promised(world, text="Yttre", to=world.region)
    with act_as(other):
        assert [commitment.text for commitment in Commitment.objects.all()] == ["Yttre"]
    with translation.override("en"):
        assert readers_of(inner)[0].startswith("The core agencies see")
        assert readers_of(outer)[0].startswith("Every agency of the partnership sees it")
    said = str(CommitmentForm.base_fields["agency"].help_text)
    assert said in html.unescape(page(world, "coordination", reverse("commitments:make")))
    assert said in html.unescape(page(world, "coordination", reverse("commitments:change", args=[inner.pk])))
    assert readers_of(outer)[0] in html.unescape(page(world, "police", outer.get_absolute_url()))
