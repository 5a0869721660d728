"""The actions on the brief: who, by when, late in words; and how many were kept since the meeting before."""

import re
from datetime import timedelta
from typing import Any

import pytest

from gvi.access.policy import Reach
from gvi.access.principal import act_as
from gvi.commitments import actions
from gvi.meetings.models import Meeting
from tests import factories as make
from tests.meetings.scene import TODAY, Scene, scene, when
from tests.meetings.test_brief import copies_of

pytestmark = pytest.mark.django_db


def words_of(here: Scene) -> str:
    html = copies_of(here.print(), here.coordinator)[0].html
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def promise(here: Scene, text: str, agency: Any, *, due: int, settled: int | None = None) -> None:
    by = here.coordinator
    with act_as(by):
        made = actions.make(
            by=by, text=text, agency=agency, function="Enheten", made_on=TODAY - timedelta(days=40),
            due_on=TODAY + timedelta(days=due),
        )  # fmt: skip
        if settled is not None:
            actions.settle(made, by=by, state="kept", settled_on=TODAY + timedelta(days=settled))


def test_open_actions_stand_there_with_owner_function_and_day_and_settled_ones_as_a_count() -> None:
    here = scene()
    held = TODAY - timedelta(days=10)
    make.put(Meeting, here.coordination, **(when() | {"date": held, "state": "held"}))
    promise(here, "Ta fram lägesbild", here.police, due=-3)
    promise(here, "Ring skolan", here.social, due=4)
    promise(here, "Gammalt löfte", here.social, due=-20, settled=-20)
    promise(here, "Nytt löfte", here.social, due=-2, settled=-5)
    words = words_of(here)
    assert re.search(r"Ta fram lägesbild Polisen Enheten .*?3 dagar sen", words)
    assert re.search(r"Ring skolan Socialtjänsten Enheten .*?om 4 dagar", words)
    assert "1 blev klar sedan mötet" in words
    assert "2 av 2" in words  # kept in time, twelve months
    assert "löfte" not in words


def test_the_outer_circles_paper_holds_what_is_shared_with_it_and_counts_nothing() -> None:
    here = scene(outer=True)
    region = next(seat.agency for seat in _table(here) if seat.agency.needed_reach > Reach.CORE)
    promise(here, "Kärnans sak", here.police, due=3)
    promise(here, "Regionens sak", region, due=3)
    words = words_of(here)
    assert ("Regionens sak" in words, "Kärnans sak" in words, "klara hittills" in words) == (True, False, False)


def _table(here: Scene) -> list[Any]:
    with act_as(here.coordinator):
        return list(here.meeting.attendees.select_related("agency"))
