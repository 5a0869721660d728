"""A paper holds what is on it: no word runs over its cell or the page, and every sign is drawn by a font of ours."""

import re
import subprocess
from pathlib import Path

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

LONG = {
    "one word": "W" * 160,
    "an address": "fornamn.efternamn.med.mycket.langt.namn@samordningen.exempelkommunen.se" * 2,
    "a web address": "https://www.exempelkommunen.se/kommun-och-politik/tryggt/gvi-gruppvaldsintervention.html?sida=12"
    * 2,
    "a compound": "Gruppvåldsinterventionssamordningsmöteslokalbokningsansvarig" * 3,
}
TEXT = re.compile(r">([^<>]*[a-zåäö][^<>]*)<")
CELL = re.compile(r"(<(?:td|th|p|li|h1|b|small|div class=\"run-copy\")[^>]*>)([^<]*\w[^<]*)(?=<)")
PAGE_WIDTH = 595.3  # points: A4
MARGIN_RIGHT = 18 * 72 / 25.4
MARGIN_LEFT = 20 * 72 / 25.4


def sheet_of(kind: str) -> str:
    """A paper of this kind as it is composed for its owner."""
    model = apps.get_model(MATRIX["routes"][papers[kind].place]["object"])
    owner = next(agency for agency in World.made().agencies.values() if may_own(model, agency))
    subject = seed.row(model, owner)
    with act_as(make.user(owner)):
        paper = Document(kind=kind, subject_id=subject.pk, number="2026-001", title="Prov", readers=[], owner=owner)
        return compose(paper, [owner], ["Provläsare"])[1][0].html


def words_of(made: bytes, folder: Path) -> list[tuple[float, float, str]]:
    """Each word on the pages: where it begins, where it ends, and what it says."""
    file = folder / "a.pdf"
    file.write_bytes(made)
    told = subprocess.run(["pdftotext", "-bbox", str(file), "-"], capture_output=True, text=True, check=True).stdout
    boxes = re.findall(r'<word xMin="([\d.-]+)" yMin="[\d.-]+" xMax="([\d.-]+)" yMax="[\d.-]+">(.*?)</word>', told)
    return [(float(left), float(right), text) for left, right, text in boxes]


def filled(html: str, text: str) -> str:
    """The paper with the text in every cell and paragraph."""
    return CELL.sub(lambda found: f"{found[1]}{text} ", html)


@pytest.mark.django_db
@pytest.mark.parametrize("text", LONG.values(), ids=LONG)
@pytest.mark.parametrize("kind", sorted(paper.kind for paper in papers))
def test_no_word_runs_over_the_edge_of_its_page(kind: str, text: str, tmp_path: Path) -> None:
    html = filled(sheet_of(kind), text)
    assert text in html
    words = words_of(pdf.render([html], number="2026-001").pdf, tmp_path)
    beyond = [word for left, right, word in words if right > PAGE_WIDTH - MARGIN_RIGHT + 1 or left < 0]
    assert beyond == []


def cells(width: str) -> str:
    """A row of two cells, of which the first holds the long text and the second begins at half the width."""
    return (
        '<table class="rows"><colgroup><col style="width: 50%"><col></colgroup><tbody>'
        f"<tr><td>{width}</td><td>Granne</td></tr></tbody></table>"
    )


@pytest.mark.parametrize("text", LONG.values(), ids=LONG)
def test_a_word_stays_in_its_cell(text: str, tmp_path: Path) -> None:
    page = f'<!doctype html><html lang="sv"><head><title>1</title></head><body>{cells(text)}</body></html>'
    words = words_of(pdf.render([page], number="1").pdf, tmp_path)
    (neighbour,) = [left for left, _right, word in words if word == "Granne"]
    own = [right for left, right, word in words if left < neighbour - 1]
    assert max(own) <= neighbour


SIGNS = {
    "Arabic": "مرحبا بالعالم",
    "Hebrew": "שלום עולם",
    "Greek": "Γειά σου Κόσμε",
    "Greek with accents": "Ἀθῆναι",
    "Cyrillic": "Привет мир",
    "Cyrillic of others": "Ђорђе Қазақ",
    "Turkish and Polish": "İbrahim Łódź Đorđe",
    "signs": "€ § ½ • – — … ™ ← → ↑ ↓ ✓ ✔ ☐ ☑ ★ ♥ ⚠ ☎",
}


@pytest.mark.parametrize("text", SIGNS.values(), ids=SIGNS)
def test_the_scripts_people_write_here_are_drawn_by_our_own_fonts(text: str, tmp_path: Path) -> None:
    assert pdf.unshowable(f"<p>{text}</p>") == []
    page = (
        f'<!doctype html><html lang="sv"><head><title>1</title></head><body><p>{text} <b>{text}</b></p></body></html>'
    )
    file = tmp_path / "a.pdf"
    file.write_bytes(pdf.render([page], number="1").pdf)
    fonts = subprocess.run(["pdffonts", str(file)], capture_output=True, text=True, check=True).stdout
    names = {line.split()[0].split("+")[1].split("-")[0] for line in fonts.splitlines()[2:]}
    assert names
    assert all(name.startswith("Paper") for name in names), names


def test_what_cannot_be_shown_is_named_once_each_and_in_order() -> None:
    assert pdf.unshowable("<p>漢 &amp; 😀 漢 a\u00ad\u200bå</p><title>字</title>") == ["漢", "😀", "字"]
