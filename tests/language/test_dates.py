"""Dates and times are written as the reader's language writes them, on every page and in every sentence."""

import ast
import datetime
import re
from itertools import product

import pytest
from django.template import Context, Template
from django.utils import timezone, translation

from gvi.pages.templatetags.components import register
from gvi.text.days import day_label
from tests.architecture import source

# A pattern that is the same in both languages: full names of days and months, and what machines read.
SAME_IN_BOTH = {"Y-m-d", "c", "D", "l", "j F", "j F Y", "l j F", "l j F Y", "H:i:s"}
NAMED = re.compile(r"[A-Z_]+_FORMAT")
MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]


@pytest.mark.parametrize("month", range(1, 13))
@pytest.mark.parametrize("this_year", [True, False])
def test_an_english_month_has_a_capital_and_a_swedish_one_has_none(month: int, this_year: bool) -> None:
    year = timezone.localdate().year - (not this_year)
    moment = datetime.datetime(year, month, 5, 18, 5, tzinfo=timezone.get_current_timezone())
    names = ("", "SHORT_DATE_FORMAT", "SHORT_DATETIME_FORMAT")
    for (language, sign), name in product((("en", ":"), ("sv", ".")), names):
        with translation.override(language):
            written = day_label(moment, *[name] * bool(name))
            in_page = Template("{{ at|day" + f":'{name}'" * bool(name) + " }}").render(Context({"at": moment}))
        assert written == in_page
        word = written.split()[1]
        assert (word[0].isupper(), word[0].islower()) == ((True, False) if language == "en" else (False, True)), written
        assert (str(year) in written) is not this_year
        assert (f"18{sign}05" in written) == ("TIME" in name), written
    with translation.override("en"):
        assert day_label(moment).split()[1].lower()[:3] == MONTHS[month - 1]


def _foreign(pattern: str) -> bool:
    return not NAMED.fullmatch(pattern) and pattern not in SAME_IN_BOTH


def test_no_page_writes_a_pattern_that_is_right_in_one_language_only() -> None:
    assert "day" in register.filters
    written = [
        (path, pattern)
        for path, text in source.templates()
        for pattern in re.findall(r"""\|(?:date|time|day):["']([^"']*)["']""", text)
    ]
    assert len(written) > 50
    assert [each for each in written if _foreign(each[1])] == []


def test_no_month_loses_its_capital_at_the_beginning_of_a_sentence() -> None:
    """`str.capitalize` makes all other letters small: "Saturday 28 november". Django's capfirst does not."""
    found = [
        module.at(node)
        for module in source.written()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute) and node.attr == "capitalize"
    ]
    assert found == []


def test_no_sentence_does_either() -> None:
    found = []
    for module in source.written():
        if "/formats/" in module.path or "/demo/" in module.path:
            continue
        for call, name in source.calls(module.tree):
            texts = [each.value for each in call.args if isinstance(each, ast.Constant) and isinstance(each.value, str)]
            if name in ("date_format", "time_format", "day_label") and any(map(_foreign, texts)):
                found.append(module.at(call))
            if name == "strftime" and "%b" in "".join(texts):
                found.append(module.at(call))
        if "%H.%M" in re.sub(r"INPUT_FORMATS.*", "", module.text):
            found.append(module.path)
    assert found == []
