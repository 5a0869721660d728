"""A wait in words: how long, how much of it in office hours, and whether it is within the 24 hours."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from support import clock


@dataclass(frozen=True)
class Wait:
    """From the request to the first human contact, or to now while there is none."""

    asked: datetime
    contact: datetime | None

    @property
    def _end(self) -> datetime:
        return self.contact or timezone.now()

    @property
    def length(self) -> timedelta:
        return clock.wall_time(self.asked, self._end)

    @property
    def late(self) -> bool:
        return self.length > clock.TARGET

    @property
    def text(self) -> str:
        """For a line: "5 hours, 2 of them in office hours"."""
        hours, office = clock.hours(self.length), clock.hours(clock.working_time(self.asked, self._end))
        waited = ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}
        return _("%(waited)s, %(office)s of them in office hours") % {"waited": waited, "office": office}

    @property
    def verdict(self) -> str:
        """What it means, in words and never by colour alone."""
        if self.contact is not None:
            return _("contact after more than 24 hours") if self.late else _("contact within 24 hours")
        if self.late:
            return _("no contact yet, more than 24 hours")
        left = clock.hours(clock.TARGET - self.length)
        return ngettext("no contact yet, %(n)s hour left of 24", "no contact yet, %(n)s hours left of 24", left) % {
            "n": left
        }

    @property
    def color(self) -> str:
        if self.late:
            return "danger" if self.contact is None else "warning"
        return "success" if self.contact else "info"
