"""The coordinator's everyday on Min dag: what was promised, and what has just happened."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from groups.models import Incident
from gvi.access.principal import Principal
from gvi.commitments.models import Commitment
from gvi.commitments.queries import DUE_SOON
from gvi.portal.duty import Duty

MOST_PROMISES = 8


def promises_due(by: Principal, today: date) -> Iterator[Duty]:
    """Promises that are late or due within a week: everybody's for whoever keeps the list, else the own agency's.

    One's own is kept in one press (domain 2.10).
    """
    due = Commitment.objects.open().due_first().filter(due_on__lte=today + DUE_SOON)
    if not by.may("commitments.keep_list"):
        due = due.filter(agency=by.agency)
    found = list(due)
    for one in found[:MOST_PROMISES]:
        who = one.agency.short_name + (f", {one.function}" if one.function else "")
        press = reverse("commitments:keep", args=[one.pk]) + "?dag" if one.agency_id == by.agency.pk else ""
        yield Duty(
            f"{one.text} ({who})",
            one.get_absolute_url(),
            pgettext("button", "Kept") if press else _("Open the action"),
            one.due_on,
            late=one.due_on < today,
            press=press,
            icon="check",
        )
    if left := len(found[MOST_PROMISES:]):
        text = ngettext("and %(n)s action more", "and %(n)s actions more", left) % {"n": left}
        yield Duty(text, reverse("commitments:commitments"), _("Show the list"))


def fresh_incidents(by: Principal, today: date) -> Iterator[Duty]:
    """What has just happened and nobody has called a quick check-in about (domain 1.2)."""
    for incident in Incident.objects.fresh().exclude(items__isnull=False).order_by("published_at", "pk"):
        text = _("Quick check-in within 24 hours: %(incident)s") % {"incident": incident}
        url = reverse("meetings:call_quick", args=[incident.pk])
        yield Duty(text, url, _("Call the meeting"), timezone.localtime(incident.fresh_until).date())
