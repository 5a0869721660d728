"""A page that is not sound is not passed over, and one that was looked at is known again."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.architecture.source import ROOT
from tests.journeys.conftest import Visitor
from tests.journeys.looking import ALL, COLOURS, Looked, kind, violations

PAGE = '<html lang="sv"><head><title>Prov</title></head><body><main id="main"><h1>Prov</h1>{}</main></body></html>'
ROW = '<p class="row"><a href="/x/{0}/" id="a{0}">Rad {0}</a></p>'
BROWSER = pytest.mark.browser


@pytest.fixture
def visitor(visit) -> Visitor:
    return visit("")


@pytest.fixture
def is_known(visitor: Visitor, tmp_path: Path) -> Callable[[str], bool]:
    """Whether all parts of a page with this body were looked at in this test, and they are from now on."""
    looked = Looked(tmp_path)

    def ask(body: str) -> bool:
        visitor.page.set_content(PAGE.format(body))
        parts = looked.parts(visitor.page, "/prov/")
        known = all(part.exists() for part in parts)
        for part in parts:
            part.touch()
        return known

    return ask


@BROWSER
def test_other_words_and_more_rows_of_the_same_shape_are_the_same_page(is_known) -> None:
    assert not is_known(ROW.format(1) + ROW.format(2))
    assert is_known(ROW.format(3) + ROW.format(4))
    assert is_known("".join(map(ROW.format, range(5, 9))))


@BROWSER
@pytest.mark.parametrize(
    "body",
    [
        ROW.format(1),  # many rows can be wrong where one is right
        ROW.format(1) + ROW.format(2).replace("Rad 2", ""),
        ROW.format(1) + ROW.format(2).replace('class="row"', 'class="other"'),
        ROW.format(1) + ROW.format(2).replace("<a", '<a aria-current="page"'),
        ROW.format(1) + ROW.format(2).replace('href="/x/2/"', 'href=""'),
        ROW.format(1) + ROW.format(2) + "<h3>Rubrik</h3>",
    ],
)
def test_another_shape_is_another_page(is_known, body: str) -> None:
    is_known(ROW.format(1) + ROW.format(2))
    assert not is_known(body)


@BROWSER
def test_axe_finds_a_field_without_a_name_and_pale_words_in_either_scheme(visitor: Visitor) -> None:
    page: Page = visitor.page
    page.set_content(PAGE.format("<input>"))
    assert "label" in violations(page, ALL)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.set_content(PAGE.format('<p style="color: #777; background: #888">Blekt</p>'))
        assert "color-contrast" in violations(page, COLOURS)


@BROWSER
def test_a_page_that_is_not_sound_stays_new(visitor: Visitor) -> None:
    for _time in range(2):
        visitor.page.set_content(PAGE.format("<section><input></section>"))
        with pytest.raises(AssertionError, match="label"):
            visitor.look()


def test_pages_of_one_kind_differ_in_their_row_only() -> None:
    assert kind("/grupper/0a0a0a0a-0000-4000-8000-000000000000/andra/?x=1#y") == "/grupper/*/andra/"


def test_the_dark_scheme_changes_colours_and_nothing_else() -> None:
    """Otherwise axe would have to check everything in the dark theme too."""
    theme = (ROOT / "static" / "vendor" / "designsystemet-theme" / "gvi-theme.css").read_text()
    layers = re.findall(r"@layer ds\.theme\.color-scheme\.dark \{(.*?)\n\}", theme, re.DOTALL)
    names = {name for layer in layers for name in re.findall(r"^\s*([a-z-]+)\s*:", layer, re.MULTILINE)}
    assert layers
    assert [name for name in names if "color" not in name] == []
    assert "prefers-color-scheme" not in (ROOT / "static" / "gvi.css").read_text()
