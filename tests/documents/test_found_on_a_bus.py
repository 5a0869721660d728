"""What a lost paper tells: the sheet for a talk and the key sheet name nobody, no group, no agency and no case."""

import pytest

from tests.documents.test_nothing_overruns import sheet_of
from tests.walls.routes import World

pytestmark = pytest.mark.django_db


def test_the_sheet_for_a_talk_tells_neither_whose_it_is_nor_of_whom() -> None:
    sheet = sheet_of("support.follow_up")
    body = sheet.split("</head>")[1]
    world = World.made()
    for agency in world.agencies.values():
        assert agency.title not in body
        assert str(agency.partnership) not in body
    assert not {"GVI", "Sekretess", "Exemplar", "Provläsare", "kanarie", "SOC"} & {
        word for word in ("GVI", "Sekretess", "Exemplar", "Provläsare", "kanarie", "SOC") if word in body
    }
    assert "Har du varit trygg sedan sist?" in body
    assert "Lever" not in body
    assert body.count('class="box"') > 10


def test_the_key_sheet_carries_a_number_and_no_group() -> None:
    body = sheet_of("groups.key_sheet").split("</head>")[1]
    assert "2026-001" in body
    assert "GVI" not in body
    assert "kanarie" not in body
    assert "Skriv inte: någon under 18 år, skyddade personuppgifter, anhöriga." in body


def test_the_decision_has_room_for_what_the_register_needs() -> None:
    body = sheet_of("disclosures.decision")
    for asked in ("Diarienummer", "Mottagande enhet", "Underskrift och delegation", "på skärm", "muntligt"):
        assert asked in body
