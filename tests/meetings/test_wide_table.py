"""Where an agency from outside the core is at the table, the common paper claims nothing about what it leaves out."""

import re

import pytest
from django.utils import translation

from gvi.access.principal import act_as
from gvi.documents.models import Copy
from gvi.meetings import actions
from gvi.meetings.models import AgendaItem
from tests.finding import find
from tests.meetings.scene import scene
from tests.signed_in import browser

pytestmark = pytest.mark.django_db


def paper(here):
    document = here.print()
    with act_as(here.coordinator):
        return Copy.objects.filter(document=document, number=1).get().html


def figures(html):
    return re.findall(r"<td>(.*?)</td>", find(r'<tr class="value">.*?</tr>', html, re.S)[0])


def test_no_number_and_no_none_stand_on_it_for_what_is_not_shared():
    html = paper(scene(outer=True))
    with translation.override("sv"):
        claims = [translation.pgettext("paper", text) for text in ("No decision is asked for.", "No date is set.")]
        claims += [translation.gettext(text) for text in ("no date set", "none held yet")]
    assert [claim for claim in claims if claim in html] == []
    assert figures(html) == ["–"] * 6


def test_among_the_core_the_numbers_stand():
    assert figures(paper(scene()))[:2] == ["4", "5"]


def test_a_decision_shared_with_all_stands_on_it_and_the_others_are_told_of_before_printing():
    here = scene(outer=True)
    with act_as(here.coordinator) as by:
        actions.add_item(here.meeting, by=by, kind="decision", text="Nästa möte i mars", for_all=True)
        kept = [item.text for item in AgendaItem.objects.filter(meeting=here.meeting, reach=1)]
    html = paper(here)
    assert "Nästa möte i mars" in html
    assert [text for text in kept if text in html] == []
    page = browser(here.coordinator).get(here.meeting.get_absolute_url()).content.decode()
    note = find(r'<div class="gvi-note" data-color="warning">.*?</ul>', page, re.S)[0]
    assert set(re.findall(r"<li>(.*?)</li>", note)) == set(kept)


def test_among_the_core_no_item_stays_off():
    here = scene()
    page = browser(here.coordinator).get(here.meeting.get_absolute_url()).content.decode()
    assert 'class="gvi-note" data-color="warning"' not in page
