"""The brief: what is on it, what never is, and that everybody gets the same paper."""

import re
import subprocess
from typing import Any

import page
import pytest
from django.db import connection

from callins.models import CallIn, Invitation
from groups.models import Group, PersonCode
from gvi.access.policy import Reach, Role
from gvi.access.principal import act_as
from gvi.acts.requires import NotNow
from gvi.documents import pdf
from gvi.documents.models import Copy, Document
from gvi.meetings import actions
from gvi.meetings.models import AgendaItem, Meeting
from tests import factories as make
from tests.finding import find
from tests.meetings.scene import HIDDEN, agenda, scene, when
from tests.run_time_role import as_operator

pytestmark = pytest.mark.django_db


def copies_of(document, by):
    with act_as(by):
        return list(Copy.objects.filter(document=document, number__gt=0).order_by("number"))


def text_of(html, number, tmp_path):
    """The text of each page of the PDF."""
    made = pdf.render([html], number=number)
    file = tmp_path / "brief.pdf"
    file.write_bytes(made.pdf)
    told = subprocess.run(["pdftotext", "-layout", str(file), "-"], capture_output=True, text=True, check=True)
    pages = told.stdout.split("\f")[:-1]
    assert len(pages) == made.pages
    return made, pages


def first_copy(here):
    document = here.print()
    return document, copies_of(document, here.coordinator)[0].html


@pytest.mark.parametrize(("groups", "pages"), [(1, 1), (6, 2), (40, 4)])
def test_a_brief_is_pdf_ua_and_says_on_each_page_whose_it_is(groups, pages, tmp_path):
    here = scene(groups)
    document, html = first_copy(here)
    made, texts = text_of(html, document.number, tmp_path)
    assert page.validate_pdf_bytes(made.pdf, profile=page.ValidationProfile.PDF_UA_1).is_compliant
    assert made.pages == pages
    for number, text in enumerate(texts, start=1):
        for said in ("Lo, Polisen", document.number, f"Sida {number} av {pages}", "1 av 3", "lagrum är inte ifyllt"):
            assert said in text, (number, said)


def test_what_the_table_needs_stands_on_the_paper(tmp_path):
    here = scene()
    document, html = first_copy(here)
    _made, texts = text_of(html, document.number, tmp_path)
    words = re.sub(r"\s+", " ", " ".join(texts))
    for said in (
        "Beslut i dag",
        "Ska Grupp A0 få ökat fokus (sanktion) i fyra veckor?",
        "Godkänd",
        "8 av 12",
        "Grupp A0",
        "8–14",
        "5 platser fördelade",
        "Kommunhuset, sal B",
        "Hur når vi dem som inte kom senast?",
        "Ny lokal från januari",
        "Egna anteckningar",
        "2 Samordningen",
        "strimla",
        "Andra organisationer kan ha egna uppgifter. De visas inte här.",
    ):
        assert said in words, said


def test_the_secrecy_line_is_the_partnerships_own(tmp_path):
    here = scene()
    here.place.secrecy_line = "Sekretess – OSL 18:1, 26:1"
    with as_operator():
        here.place.save()
    document, html = first_copy(here)
    _made, texts = text_of(html, document.number, tmp_path)
    assert all("OSL 18:1, 26:1" in text and "lagrum är inte ifyllt" not in text for text in texts)


def test_no_persons_no_codes_and_nobodys_own_rows_stand_on_the_common_copy():
    here = scene()
    for copy in copies_of(here.print(), here.coordinator):
        assert [word for word in HIDDEN if word in copy.html] == []


def test_what_is_hidden_leaves_no_trace():
    """The paper is the same, word for word, whatever the agencies keep at home."""
    here = scene()
    before = [copy.html for copy in copies_of(here.print(), here.coordinator)]
    group = make.put(Group, here.police, name="Ännu en kanarie")
    make.put(PersonCode, here.police, code="Kanarie 2", group=group)
    day = when(21)
    hours = {name: day[name] for name in ("date", "starts_at", "ends_at")}
    upcoming = make.put(CallIn, here.coordination, reach=Reach.CORE, venue="x", **hours)
    code = make.put(PersonCode, here.police, reach=Reach.CORE, code="Kanarie 3", group=_published(here))
    make.put(Invitation, here.police, reach=Reach.OWN, callin=upcoming, person_code=code, seat=1)
    after = [copy.html for copy in copies_of(here.print(), here.coordinator)]
    assert [_timeless(html) for html in before] == [_timeless(html) for html in after]


def _timeless(html):
    """Without the paper's number and clock, and the one count that is open: the third code was published."""
    return re.sub(r"\d{4}-\d{3}|\d\d\.\d\d|<td>[56]</td>", "", html)


def _published(here):
    with act_as(make.user(here.police)):
        return Group.objects.filter(reach=Reach.CORE).first()


def test_an_agency_outside_the_core_narrows_the_paper():
    here = scene(outer=True)
    document = here.print()
    html = copies_of(document, here.coordinator)[0].html
    assert document.needed_reach == 2
    assert "Grupp A0" not in html
    assert "Ska Grupp A0" not in html
    assert "Ingen grupp delas med alla som kommer." in html
    assert "Regionen" in html


def test_an_item_for_all_at_the_table_stands_on_the_narrower_paper():
    here = scene(outer=True)
    with act_as(here.coordinator):
        item: dict[str, Any] = {"kind": "information", "text": "Öppet hus i maj", "for_all": True}
        actions.add_item(here.meeting, by=here.coordinator, **item)
    assert "Öppet hus i maj" in copies_of(here.print(), here.coordinator)[0].html


def test_two_addressees_get_the_same_facts_and_different_papers():
    here = scene()
    copies = copies_of(here.print(), here.coordinator)
    assert len({copy.html_sha256 for copy in copies}) == len(copies)
    bodies = set()
    for copy in copies:
        bodies.add(find(r'<section class="decide">(.*)<section class="send">', copy.html, re.S)[1])
    assert len(bodies) == 1


def has_been_held(here, meeting):
    """The meeting has been held, though its day has not come."""
    with act_as(here.coordinator), connection.cursor() as cursor:
        cursor.execute("update meetings_meeting set state = 'held' where id = %s", [meeting.pk])


@pytest.mark.parametrize(
    ("held", "kind", "compared"),
    [(True, "working", True), (False, "working", False), (True, "steering", False)],
)
def test_numbers_are_compared_with_the_last_held_meeting_of_the_same_kind_and_no_other(held, kind, compared):
    here = scene()
    here.print()
    if held:
        has_been_held(here, here.meeting)
    make.put(Group, here.police, reach=Reach.CORE, name="Ny grupp")
    with act_as(here.coordinator):
        other = actions.call_meeting(by=here.coordinator, agencies=[here.police], **when(14) | {"kind": kind})
        between = actions.call_meeting(by=here.coordinator, agencies=[here.police], **when(10) | {"kind": "steering"})
        actions.print_brief(between, by=here.coordinator)
        document = actions.print_brief(other, by=here.coordinator)
    html = copies_of(document, here.coordinator)[0].html
    assert ("Läget sedan underlaget" in html) == ("1 fler" in html) == compared


def test_no_brief_is_printed_for_a_meeting_that_was_held():
    here = scene()
    has_been_held(here, here.meeting)
    with pytest.raises(NotNow, match="Mötet har hållits"):
        here.print()


def test_a_call_in_that_is_over_before_the_meeting_is_not_the_next_one():
    here = scene()
    with act_as(here.coordinator):
        later = actions.call_meeting(by=here.coordinator, agencies=[here.police], **when(30))
        document = actions.print_brief(later, by=here.coordinator)
    assert "Kommunhuset, sal B" in copies_of(here.print(), here.coordinator)[0].html
    assert "Kommunhuset, sal B" not in copies_of(document, here.coordinator)[0].html


def test_numbers_are_compared_with_the_brief_before_where_it_counted_the_same():
    here = scene()
    here.print()
    has_been_held(here, here.meeting)
    make.put(Group, here.police, reach=Reach.CORE, name="Ny grupp")
    with act_as(here.coordinator):
        other = actions.call_meeting(by=here.coordinator, agencies=[here.police], **when(14))
        document = actions.print_brief(other, by=here.coordinator)
    html = copies_of(document, here.coordinator)[0].html
    assert "Läget sedan underlaget" in html
    assert "1 fler" in html
    assert "oförändrat" in html


def test_a_narrower_paper_is_not_compared_with_a_wider_one():
    here = scene()
    here.print()
    has_been_held(here, here.meeting)
    outside = make.agency(here.place, "region", "Regionen")
    with act_as(here.coordinator):
        other = actions.call_meeting(by=here.coordinator, agencies=[here.police, outside], **when(14))
        document = actions.print_brief(other, by=here.coordinator)
    html = copies_of(document, here.coordinator)[0].html
    assert "Läget i siffror" in html
    assert "färre" not in html


def test_what_is_settled_is_not_asked_again():
    here = scene()
    with act_as(here.coordinator):
        for item in AgendaItem.objects.filter(kind="decision"):
            actions.settle_item(item, by=here.coordinator, outcome="Ja")
    assert "Inget beslut är anmält." in copies_of(here.print(), here.coordinator)[0].html


def test_an_empty_partnership_still_gets_a_paper(tmp_path):
    place = make.partnership()
    coordination, police = make.agency(place, "coordination", "Samordningen"), make.agency(place, "police", "Polisen")
    by = make.user(coordination, Role.COORDINATOR)
    with act_as(by):
        meeting = actions.call_meeting(by=by, agencies=[police], **when())
        document = actions.print_brief(meeting, by=by)
    made, texts = text_of(copies_of(document, by)[0].html, document.number, tmp_path)
    assert page.validate_pdf_bytes(made.pdf, profile=page.ValidationProfile.PDF_UA_1).is_compliant
    assert (made.pages, "Inget datum är satt." in texts[0]) == (1, True)


def test_text_from_people_cannot_become_markup():
    here = scene()
    with act_as(here.coordinator):
        markup = '<img src="http://127.0.0.1:9/x">'
        item: dict[str, Any] = {"kind": "decision", "text": markup, "options": "<b>Ja</b> & nej"}
        actions.add_item(here.meeting, by=here.coordinator, **item)
        agenda(here.coordinator, Meeting.objects.get(pk=here.meeting.pk))
    document, html = first_copy(here)
    assert "<img" not in html
    assert pdf.render([html], number=document.number).pages >= 1


def test_the_figures_on_the_paper_are_kept_with_it():
    here = scene()
    document = here.print()
    with act_as(here.coordinator):
        kept = Document.objects.get(pk=document.pk).figures
    assert kept == {"groups": 4, "codes": 5, "seats": 5, "invited": 12, "came": 8}
