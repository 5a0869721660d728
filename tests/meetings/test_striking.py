"""An open text that was wrong is corrected or struck: gone for everybody, in the history of its owner alone."""

from typing import Any

import pytest
from django.urls import reverse

from gvi.access.principal import act_as
from gvi.acts.models import Change, LogEntry
from gvi.acts.requires import NotNow
from gvi.documents.models import Copy
from gvi.meetings import actions
from gvi.meetings.models import AgendaItem, ItemKind, ItemState
from tests import factories as make
from tests.meetings.scene import scene
from tests.signed_in import browser

pytestmark = pytest.mark.django_db
WRONG, RIGHT = "Kanarieord om fel person", "Vem tar kontakt?"


@pytest.fixture
def here() -> Any:
    made: Any = scene(groups=1)
    made.officer = make.user(made.police)
    made.reader = make.user(made.social)
    with act_as(made.officer):
        made.item = actions.add_item(made.meeting, by=made.officer, kind=ItemKind.DECISION, text=WRONG)
    return made


def seen(by, here):
    return browser(by).get(here.meeting.get_absolute_url()).content.decode()


def printed(here):
    document = here.print()
    with act_as(here.coordinator):
        return "".join(copy.html for copy in Copy.objects.filter(document=document))


def test_a_corrected_item_shows_the_new_words_and_its_owner_sees_both(here):
    url = reverse("meetings:correct_item", args=[here.item.pk])
    done = browser(here.officer).post(url, {"text": RIGHT, "options": "", "version": here.item.version})
    assert done.status_code == 302
    assert (WRONG in seen(here.officer, here), RIGHT in seen(here.officer, here)) == (True, True)
    for by in (here.coordinator, here.reader):
        assert (WRONG in seen(by, here), RIGHT in seen(by, here)) == (False, True)
    assert WRONG not in printed(here)


@pytest.mark.parametrize("who", ["officer", "coordinator"])
def test_a_struck_item_is_in_its_owners_history_and_nowhere_else(here, who):
    by = getattr(here, who)
    done = browser(by).post(reverse("meetings:strike_item", args=[here.item.pk]), {"version": here.item.version})
    assert done.status_code == 302
    assert WRONG in seen(here.officer, here)
    for other in (here.coordinator, here.reader):
        assert WRONG not in seen(other, here)
        with act_as(other):
            assert not AgendaItem.objects.filter(text=WRONG).exists()
            assert [change for change in Change.objects.all() if WRONG in str(change.before)] == []
            assert WRONG not in str(list(LogEntry.objects.values_list("rows", "fields")))
    assert WRONG not in printed(here)
    with act_as(here.officer):
        item = AgendaItem.objects.get(pk=here.item.pk)
        assert (item.text, item.state) == ("", ItemState.STRUCK)
        with pytest.raises(NotNow):
            actions.strike_item(item, by=here.officer)
        with pytest.raises(NotNow):
            actions.settle_item(item, by=here.officer, outcome="x")


def test_striking_a_settled_item_takes_its_outcome_too(here):
    with act_as(here.officer):
        actions.settle_item(here.item, by=here.officer, outcome="Kanarieutfall")
        actions.correct_item(here.item, by=here.officer, text=RIGHT)
        actions.strike_item(here.item, by=here.officer)
        assert AgendaItem.objects.get(pk=here.item.pk).outcome == ""
    assert "Kanarieutfall" in seen(here.officer, here)
    assert "Kanarieutfall" not in seen(here.reader, here)
