"""What took place before it was written down: the mark that such a row bears, and which days can be entered."""

import datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gvi.access.guarded import Guarded
from gvi.acts.validators import check_not_in_future

YEARS_BACK = 10  # what is older is a slip of the year


class EnteredAfterwards(Guarded):
    """A row that says when it was entered, if that was after what it tells of. Who entered it stands in the log."""

    entered_at = models.DateTimeField(gettext_lazy("entered afterwards"), null=True, editable=False)

    class Meta:
        abstract = True

    @property
    def entered_label(self) -> str:
        """That it was entered afterwards, and on which day; empty for everything else."""
        return _("Entered afterwards, %(day)s") % {"day": self._entered_day} if self.entered_at else ""

    @property
    def entered_facts(self) -> list[tuple[str, str]]:
        """The same for the strip of facts below a heading."""
        return [(_("Entered afterwards"), self._entered_day)] if self.entered_at else []

    @property
    def _entered_day(self) -> str:
        return date_format(timezone.localdate(self.entered_at), "j F Y")


def earliest_held() -> datetime.date:
    """The first day that can be entered afterwards."""
    return datetime.date(timezone.localdate().year - YEARS_BACK, 1, 1)


def check_has_begun(date: datetime.date, starts_at: datetime.time) -> None:
    """What is entered as held has begun, at most ten years back. Raises ValidationError on the day or the hour."""
    check_not_in_future("date", date)
    if date < earliest_held():
        first = date_format(earliest_held(), "DATE_FORMAT")
        raise ValidationError({"date": _("Choose %(first)s or later.") % {"first": first}})
    now = timezone.localtime()
    if (date, starts_at) > (now.date(), now.time()):
        raise ValidationError({"starts_at": _("It has not begun yet: it cannot have been held.")})
