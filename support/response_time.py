"""The response time in words: how long, how much of it in office hours, and whether it is within 24 hours."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from support.urgency import Urgency
from support.working_hours import AT_ONCE, MAX_WAIT, elapsed_time, hours, working_time


@dataclass(frozen=True)
class ResponseTime:
    """From the request to the first human contact, or to now while there is none.

    `urgencies` are why it cannot wait a day: then the clock says what is done at once, counts no 24 hours, and is late
    after one.
    """

    asked_at: datetime
    contact_at: datetime | None
    urgencies: Sequence[Urgency] = ()

    @property
    def _end(self) -> datetime:
        return self.contact_at or timezone.now()

    @property
    def length(self) -> timedelta:
        return elapsed_time(self.asked_at, self._end)

    @property
    def late(self) -> bool:
        return self.length > (AT_ONCE if self._is_urgent else MAX_WAIT)

    @property
    def _is_urgent(self) -> bool:
        return bool(self.urgencies) and self.contact_at is None

    @property
    def text(self) -> str:
        """For a line: "5 hours, 2 of them in office hours", or that the contact was before the request."""
        if self.contact_at is not None and self.contact_at < self.asked_at.replace(second=0, microsecond=0):
            return _("before the request")
        total, office = hours(self.length), hours(working_time(self.asked_at, self._end))
        waited = ngettext("%(n)s hour", "%(n)s hours", total) % {"n": total}
        return _("%(waited)s, %(office)s of them in office hours") % {"waited": waited, "office": office}

    @property
    def verdict(self) -> str:
        """What it means, in words and never by colour alone."""
        if self.contact_at is not None:
            return _("contact after more than 24 hours") if self.late else _("contact within 24 hours")
        if self._is_urgent:
            waited = hours(self.length)
            words = ngettext("%(what)s: no contact for %(n)s hour", "%(what)s: no contact for %(n)s hours", waited)
            return words % {"what": self.urgencies[0].at_once, "n": waited}
        if self.late:
            return _("no contact yet, more than 24 hours")
        left = hours(MAX_WAIT - self.length)
        return ngettext("no contact yet, %(n)s hour left of 24", "no contact yet, %(n)s hours left of 24", left) % {
            "n": left
        }

    @property
    def color(self) -> str:
        if self._is_urgent:
            return "danger"
        if self.late:
            return "danger" if self.contact_at is None else "warning"
        return "success" if self.contact_at else "info"
