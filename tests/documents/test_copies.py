"""A copy is personal: who fetches it, what its file is called, and whose number it bears."""

from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from gvi.access.policy import Kind, Reach, Role
from gvi.access.principal import act_as
from gvi.documents.models import COMBINED, Copy, Document
from tests import factories as make
from tests.meetings.scene import scene
from tests.signed_in import browser

pytestmark = pytest.mark.django_db


def issued(owner, agency):
    """A paper with one copy for an agency and the pile, both ready."""
    facts = {"kind": "meetings.brief", "title": "Underlag", "subject_id": uuid4(), "readers": []}
    document = make.put(Document, owner, reach=Reach.CORE, number="2026-001", **facts)
    ready = {"document": document, "pdf": b"%PDF", "pages": 1, "ready_at": timezone.now()}
    copy = make.put(Copy, owner, reach=Reach.CORE, number=1, addressee="Kim", agency=agency, **ready)
    pile = make.put(Copy, owner, reach=Reach.CORE, number=COMBINED, addressee="", **ready)
    return document, copy, pile


@pytest.fixture
def w():
    place = make.partnership()
    kinds = {"coordination": Kind.COORDINATION, "police": Kind.POLICE, "social": Kind.SOCIAL_SERVICES}
    return {name: make.agency(place, kind, name.capitalize()) for name, kind in kinds.items()}


def test_a_copy_is_fetched_by_issuer_and_addressee_and_the_pile_by_the_issuer(w):
    document, copy, pile = issued(w["coordination"], w["police"])
    got, offered = {}, {}
    for name, agency in w.items():
        client = browser(make.user(agency))
        urls = [reverse("documents:copy", args=[paper.pk]) for paper in (copy, pile)]
        got[name] = tuple(client.get(url).status_code for url in urls)
        page = client.get(document.get_absolute_url()).content.decode()
        offered[name] = tuple(url in page for url in urls)
        assert "Kim" in page  # the register says who has one
    assert got == {"coordination": (200, 200), "police": (200, 403), "social": (403, 403)}
    assert offered == {"coordination": (True, True), "police": (True, False), "social": (False, False)}


def test_printing_a_brief_notes_whose_copy_each_is():
    here = scene()
    document = here.print()
    with act_as(here.coordinator):
        copies = Copy.objects.filter(document=document).select_related("agency")
        assert all((copy.agency is None) == (copy.number == COMBINED) for copy in copies)
        assert all(copy.addressee.endswith(copy.agency.short_name) for copy in copies if copy.agency)


def test_two_papers_with_one_number_are_told_apart(w):
    for owner in ("coordination", "police"):
        issued(w[owner], w["social"])
    client = browser(make.user(w["social"], Role.REGISTRAR))
    page = client.get(reverse("documents:documents")).content.decode()
    assert all(f">{w[owner].short_name}</td>" in page for owner in ("coordination", "police"))
    with act_as(make.user(w["social"])):
        names = {copy.file_name for copy in Copy.objects.filter(number=1).select_related("document__owner")}
    assert names == {"coordination-2026-001-1.pdf", "police-2026-001-1.pdf"}
