"""Every kind of paper becomes a PDF that a program finds accessible: a new kind is under test the day it is."""

import page
import pytest
from django.apps import apps

import gvi.urls  # noqa: F401  the apps declare their papers when their pages are loaded
from gvi.access.principal import act_as
from gvi.documents import pdf
from gvi.documents.composition import compose
from gvi.documents.models import Document
from gvi.documents.registry import papers
from tests import factories as make
from tests.walls import seed
from tests.walls.routes import MATRIX, World
from tests.walls.seed import may_own


def sheets_of(kind: str) -> list[str]:
    """A paper of this kind as it is composed for its owner."""
    model = apps.get_model(MATRIX["routes"][papers[kind].place]["object"])
    owner = next(agency for agency in World.made().agencies.values() if may_own(model, agency))
    subject = seed.row(model, owner)
    with act_as(make.user(owner)):
        paper = Document(kind=kind, subject_id=subject.pk, number="2026-001", title="Prov", readers=[], owner=owner)
        return [sheet.html for sheet in compose(paper, [owner], ["Provläsare"])[1]]


@pytest.mark.django_db
@pytest.mark.parametrize("kind", sorted(paper.kind for paper in papers))
def test_a_paper_of_this_kind_is_pdf_ua(kind: str) -> None:
    made = pdf.render(sheets_of(kind), number="2026-001")
    assert page.validate_pdf_bytes(made.pdf, profile=page.ValidationProfile.PDF_UA_1).is_compliant


@pytest.mark.django_db
@pytest.mark.parametrize("kind", sorted(paper.kind for paper in papers))
def test_only_a_meetings_paper_is_handed_back_after_the_meeting(kind: str) -> None:
    (sheet,) = sheets_of(kind)
    assert ("efter mötet" in sheet) == papers[kind].place.startswith("meetings:")
