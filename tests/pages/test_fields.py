"""Days and times that are typed: a floor, a ceiling, the nights when the clock changes. Long texts and their limit."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone, translation

from gvi.pages.fields import DateField, DateTimeField, LongText
from gvi.pages.forms import CleanForm

TOO_OLD = ["0001-01-01", "0026-03-01", "1899-12-31"]


@pytest.mark.parametrize("typed", TOO_OLD)
def test_a_year_that_cannot_be_right_is_refused(typed: str) -> None:
    for field, value in (
        (DateField(), typed),
        (DateTimeField(), f"{typed}T00:00"),
        (DateTimeField(), f"{typed} 10:15"),
    ):
        with pytest.raises(ValidationError) as refused:
            field.clean(value)
        assert refused.value.error_list[0].code == "too_early"


def test_what_has_happened_is_not_ahead() -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    with pytest.raises(ValidationError) as refused:
        DateField(latest=timezone.localdate).clean(tomorrow.isoformat())
    assert refused.value.error_list[0].code == "too_late"
    assert DateField().clean(tomorrow.isoformat()) == tomorrow
    with pytest.raises(ValidationError):
        DateField().clean("2260-01-01")


def test_the_widget_shows_the_bounds_of_today() -> None:
    class Typed(forms.Form):
        day = DateField(earliest=date(2020, 1, 1), latest=timezone.localdate)
        at = DateTimeField(latest=timezone.localdate)

    today = timezone.localdate().isoformat()
    assert f'min="2020-01-01" max="{today}"' in " ".join(str(Typed()["day"]).split())
    assert f'min="1900-01-01T00:00" max="{today}T23:59"' in " ".join(str(Typed()["at"]).split())


def test_of_an_hour_that_comes_twice_it_is_the_first() -> None:
    found = DateTimeField().clean("2026-10-25T02:30")
    assert found is not None
    assert found.astimezone(UTC) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert timezone.localtime(found).strftime("%H:%M") == "02:30"


@pytest.mark.parametrize("typed", ["2026-03-29T02:00", "2026-03-29T02:30", "2027-03-28T02:59"])
def test_an_hour_that_there_is_not_is_refused_in_words(typed: str) -> None:
    with pytest.raises(ValidationError) as refused:
        DateTimeField().clean(typed)
    assert refused.value.error_list[0].code == "skipped_hour"


def test_other_times_are_read_as_before() -> None:
    field = DateTimeField(required=False)
    assert field.clean("") is None
    found = field.clean("2026-07-01T09:05")
    assert found is not None
    assert found.astimezone(UTC) == datetime(2026, 7, 1, 7, 5, tzinfo=UTC)
    with pytest.raises(ValidationError):
        field.clean("igår")


class Noted(CleanForm):
    note = LongText(label="Note", max_length=300, help_text="No names.")
    more = LongText(label="More", max_length=4000, required=False)


def test_a_limited_text_says_its_limit_in_words_and_to_the_page_that_counts() -> None:
    with translation.override("en"):
        form = Noted()
        assert form["note"].help_text == "No names. At most 300 characters."
        assert form["more"].help_text == "At most 4\xa0000 characters."
        shown = form["note"].as_field_group()
    assert "At most 300 characters." in shown
    assert 'data-gvi-limit="300"' in shown
    assert 'aria-describedby="id_note_helptext"' in shown
    assert "maxlength" not in shown, "the browser would cut off what is pasted without a word"


def test_a_text_that_is_too_long_comes_back_whole_with_the_number_of_its_characters() -> None:
    with translation.override("en"):
        form = Noted({"note": "å" * 312})
        assert form.errors == {"note": ["At most 300 characters, and this is 312. Shorten it."]}
        assert "å" * 312 in form["note"].as_field_group()
    assert Noted({"note": "å" * 299 + "\r\n" + "🙂"}).errors, "301 as we count, one for each line break"
    assert not Noted({"note": "å" * 298 + "\r\n" + "🙂"}).errors
