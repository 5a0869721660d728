"""Disclosures to accept, and copies to dispose of."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from gvi.access.principal import Principal
from gvi.disclosures.queries import received, to_dispose_of
from gvi.portal.todo.item import TodoItem


def disclosures_to_accept(by: Principal, today: date) -> Iterator[TodoItem]:
    """What others have handed to the agency and nobody has accepted yet."""
    for each in received(by).filter(accepted_at=None).select_related("owner").order_by("valid_until"):
        if not each.is_valid:
            continue
        yield TodoItem(
            _("From %(agency)s: %(what)s") % {"agency": each.owner.short_name, "what": each.purpose},
            each.get_absolute_url(),
            _("Accept"),
            timezone.localtime(each.valid_until).date(),
            press=reverse("disclosures:accept", args=[each.pk]),
            icon="check",
        )


def disclosures_to_dispose_of(by: Principal, today: date) -> Iterator[TodoItem]:
    """Accepted copies that are over: the register decides whether they are kept (architecture 3)."""
    for each in to_dispose_of(by).select_related("owner").order_by("valid_until"):
        yield TodoItem(
            _("Decide on disposal: %(what)s") % {"what": each.purpose},
            each.get_absolute_url(),
            _("Open the disclosure"),
            timezone.localtime(each.valid_until).date(),
        )
