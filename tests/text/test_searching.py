"""What a search finds: words by their beginning, alike in PostgreSQL and here, and days as people write them."""

from datetime import date

import pytest
from django.db import connection
from django.db.models import Q
from django.utils import translation

from groups.models import Group
from gvi.access.policy import Kind
from gvi.access.principal import act_as
from gvi.text.days import on_day
from gvi.text.swedish import begins_a_word, swedish, whose_words_begin
from tests import factories as make

VALUES = ["Åkerö", "Södra Åsen", "Ek-Lund", "ÅSEN", "Asen", "100 % av_allt", "İnce", "Grupp\\N", "O'Hara", "Å"]
SOUGHT = [
    "å",
    "ÅS",
    "as",
    "lund",
    "ek-l",
    "åsen söd",
    "södra",
    "%",
    "av_",
    "_",
    "i",
    "grupp\\",
    "o'",
    "hara",
    "ker",
    "",
]


@pytest.mark.django_db
@pytest.mark.parametrize("text", SOUGHT)
def test_both_sides_find_the_same_words(text: str) -> None:
    police = make.user(make.agency(make.partnership(), Kind.POLICE))
    for value in VALUES:
        make.put(Group, police.agency, name=value)
    words = swedish(text).split()
    here = {value for value in VALUES if words and all(begins_a_word(word, value) for word in words)}
    with act_as(police):
        found = whose_words_begin(Group.objects.all(), text, ["name"])
        assert {group.name for group in found} == here
    assert connection.vendor == "postgresql"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-12", Q(date=date(2026, 11, 12))),
        ("20261112", Q(date=date(2026, 11, 12))),
        ("mötet 12 november 2026", Q(date=date(2026, 11, 12))),
        ("12 NOV 2026", Q(date=date(2026, 11, 12))),
        ("torsdag 12 nov.", Q(date__month=11, date__day=12)),
        ("12/11", Q(date__month=11, date__day=12)),
        ("29/2", Q(date__month=2, date__day=29)),
        ("3 maj", Q(date__month=5, date__day=3)),
        ("29 februari 2026", None),
        ("32/1", None),
        ("12/13", None),
        ("2026-13-01", None),
        ("Lönn 27", None),
        ("27 lönnar", None),
        ("19900101-2385", None),
        ("199001012385", None),
        ("", None),
    ],
)
def test_a_day_is_read_as_people_write_it(text: str, expected: Q | None) -> None:
    with translation.override("sv"):
        assert on_day(text) == expected


def test_a_month_goes_by_its_name_in_the_language_of_the_page() -> None:
    with translation.override("en"):
        assert on_day("1 October") == Q(date__month=10, date__day=1)
        assert on_day("1 oktober") is None
