"""Fields of forms: days and times with a floor and a ceiling, texts with a limit, and which fields may be left empty.

A slip of the year is refused and never kept.
"""

import datetime
from collections.abc import Callable
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gvi.text.days import OLDEST

YEARS_AHEAD = 20  # how far ahead a day may be, where the form does not say
Bound = datetime.date | Callable[[], datetime.date]
AnyField = TypeVar("AnyField", bound=forms.Field)


def needed_at_times(field: AnyField) -> AnyField:
    """A field that a rule demands in some cases. Its label or help text says in which ones."""
    field.required = False
    field.needed_at_times = True  # type: ignore[attr-defined]
    return field


def emptiness(field: forms.BoundField) -> str:
    """What the label says of leaving the field empty; nothing where it never may be."""
    if field.field.required:
        return ""
    return _("(needed in some cases)") if hasattr(field.field, "needed_at_times") else _("(may be left empty)")


def far_ahead() -> datetime.date:
    """The last day that a form takes which does not say anything else."""
    return datetime.date(timezone.localdate().year + YEARS_AHEAD, 12, 31)


class LongText(forms.CharField):
    """A text of several lines with a limit. The help text says it, and the page counts what is left (static/gvi.js).

    The browser cuts nothing off: what is too long comes back whole, with a sentence.
    """

    def __init__(self, *, max_length: int, rows: int = 3, **kwargs: Any) -> None:
        self.limit = max_length
        super().__init__(max_length=max_length, widget=forms.Textarea({"rows": rows}), **kwargs)
        self.error_messages["max_length"] = gettext_lazy(
            "At most %(limit_value)s characters, and this is %(show_value)s. Shorten it."
        )

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        attrs: dict[str, Any] = super().widget_attrs(widget)
        attrs.pop("maxlength", None)
        return attrs | {
            "data-gvi-limit": self.limit,
            "data-gvi-left": gettext_lazy("Characters left: {n}"),
            "data-gvi-over": gettext_lazy("Characters too many: {n}"),
        }

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> forms.BoundField:
        """The field in a form, with its limit in the help text."""
        bound = super().get_bound_field(form, field_name)
        limit = _("At most %(n)s characters.") % {"n": number_format(self.limit, force_grouping=True)}
        bound.help_text = f"{bound.help_text} {limit}".strip()
        return bound


class _Bounded(forms.Field):
    """A field with `earliest` and `latest`, days or functions that give them; the widget shows them too.

    `latest=timezone.localdate` is for what has happened.
    """

    shown: str  # how the widget writes a bound

    def __init__(self, *args: Any, earliest: Bound = OLDEST, latest: Bound = far_ahead, **kwargs: Any) -> None:
        self.earliest, self.latest = earliest, latest
        super().__init__(*args, **kwargs)

    def bounds(self) -> tuple[datetime.date, datetime.date]:
        """The first and the last day that may be chosen."""
        earliest, latest = (bound() if callable(bound) else bound for bound in (self.earliest, self.latest))
        return earliest, latest

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> forms.BoundField:
        """The field in a form, with the bounds as they are today."""
        earliest, latest = self.bounds()
        self.widget.attrs |= {
            "min": datetime.datetime.combine(earliest, datetime.time.min).strftime(self.shown),
            "max": datetime.datetime.combine(latest, datetime.time.max).strftime(self.shown),
        }
        return super().get_bound_field(form, field_name)

    def check(self, day: datetime.date) -> None:
        """Raises ValidationError for a day that is out of bounds."""
        earliest, latest = self.bounds()
        if day < earliest:
            sentence = _("The year cannot be right. Choose a day from %(day)s or later.")
            raise ValidationError(sentence % {"day": date_format(earliest, "j F Y")}, code="too_early")
        if day > latest == timezone.localdate():
            raise ValidationError(_("This day has not come yet."), code="too_late")
        if day > latest:
            sentence = _("The year cannot be right. Choose a day no later than %(day)s.")
            raise ValidationError(sentence % {"day": date_format(latest, "j F Y")}, code="too_late")


class DateField(_Bounded, forms.DateField):
    """A day, as the browser's own picker wants it."""

    shown = "%Y-%m-%d"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["widget"] = forms.DateInput(format=self.shown, attrs={"type": "date"})
        super().__init__(*args, **kwargs)

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is not None:
            self.check(value)


class DateTimeField(_Bounded, forms.DateTimeField):
    """A day with a time in Stockholm. Of an hour that comes twice in autumn it is the first one."""

    shown = "%Y-%m-%dT%H:%M"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["widget"] = forms.DateTimeInput(format=self.shown, attrs={"type": "datetime-local"})
        super().__init__(*args, **kwargs)

    def to_python(self, value: Any) -> datetime.datetime | None:
        """The time with its zone. Raises ValidationError."""
        typed = parse_typed(value)
        moment = super().to_python(value) if typed is None else in_stockholm(typed)
        if moment is not None:
            self.check(moment.date())
        return moment


def parse_typed(value: Any) -> datetime.datetime | None:
    """The wall clock that a browser sent, or None."""
    try:
        typed = parse_datetime(value.strip()) if isinstance(value, str) else None
    except ValueError:
        return None
    return typed if typed is not None and timezone.is_naive(typed) else None


def in_stockholm(typed: datetime.datetime) -> datetime.datetime:
    """The moment of a wall clock: of two the first. Raises ValidationError for one that the clock jumps over."""
    moment = typed.replace(tzinfo=timezone.get_current_timezone(), fold=0)
    if typed.date() >= OLDEST and timezone.localtime(moment.astimezone(datetime.UTC)).replace(tzinfo=None) != typed:
        sentence = _("There is no such time: the clock goes forward that night. Choose a time before 2 or after 3.")
        raise ValidationError(sentence, code="skipped_hour")
    return moment
