"""Pages of disclosures: what was received and what was handed over, and one of them."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import pgettext, pgettext_lazy

from gvi.access.policy import Right
from gvi.disclosures import actions, queries
from gvi.disclosures.models import DisclosedRecord, Disclosure
from gvi.disclosures.presenters import assessments_of, disclosure_rows, person_columns, person_rows, status_of
from gvi.pages.base import Crumb, Section
from gvi.pages.detail import DetailPage
from gvi.pages.lists import Column, ListPage

SECTION = Section(_l("Disclosures"), "disclosures:disclosures")
RECEIVED, GIVEN = "mottaget", "utlamnat"  # the values of ?visa=


class Disclosures(ListPage):
    """What was received, or what was handed over; the newest first."""

    needs = Right.DISCLOSURES_SEE
    model = Disclosure
    order = ("-decided_at", "pk")
    template_name = "disclosures/disclosures.html"
    heading = _l("Disclosures")
    lead = _l("Agencies cannot read each other's records. They hand over information by one decision at a time.")
    acts = (actions.hand_over,)

    @cached_property
    def shows_given(self) -> bool:
        """What the address asks for; otherwise what was received, unless there is nothing and something was given."""
        asked = self.request.GET.get("visa")
        if asked is not None:
            return asked == GIVEN
        given = Disclosure.objects.filter(owner=self.by.agency)
        return not queries.received(self.by).exists() and given.exists()

    def get_queryset(self) -> QuerySet[Disclosure]:
        if self.shows_given:
            return Disclosure.objects.filter(owner=self.by.agency).select_related("owner", "receiver", "ground")
        return queries.received(self.by).select_related("owner", "receiver", "ground")

    def get_columns(self) -> Sequence[Column]:
        other = pgettext_lazy("disclosure", "To") if self.shows_given else pgettext_lazy("disclosure", "From")
        return (
            Column(_l("What for")),
            Column(other),
            Column(_l("People"), numeric=True),
            Column(_l("State")),
            Column(_l("Valid until")),
            Column(_l("Legal ground")),
            Column(_l("Decided")),
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        address, given = reverse("disclosures:disclosures"), self.shows_given
        return super().get_context_data(**kwargs) | {
            "disclosures": disclosure_rows(self.rows),
            "shows_given": self.shows_given,
            "tabs": [
                {
                    "label": pgettext("disclosure", "Received"),
                    "url": f"{address}?visa={RECEIVED}",
                    "current": not given,
                },
                {"label": _("Handed over"), "url": f"{address}?visa={GIVEN}", "current": given},
            ],
            "may_confirm": self.by.may(Right.DISCLOSURES_CONFIRM_GROUND),
        }


class DisclosurePage(DetailPage):
    """The decision, and the copies. One that is over and was accepted is open to the receiver's register only."""

    needs = Right.DISCLOSURES_SEE
    log = _l("read a disclosure")
    model = Disclosure
    section = SECTION
    template_name = "disclosures/disclosure.html"
    acts = (
        actions.accept,
        actions.withdraw,
        actions.withdraw_person,
        actions.give_back,
        actions.dispose,
        actions.print_decision,
    )

    def get_queryset(self) -> QuerySet[Disclosure]:
        return queries.given_or_received(self.by).select_related("owner", "receiver", "ground", "accepted_by")

    def get_heading(self) -> str:
        if self.object.is_mine:
            return _("To %(agency)s") % {"agency": self.object.receiver.short_name}
        return _("From %(agency)s") % {"agency": self.object.owner.short_name}

    def get_breadcrumbs(self) -> list[Crumb]:
        return [*self.get_parents(), Crumb(self.object.purpose)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        records = DisclosedRecord.objects.filter(disclosure=self.object).order_by("code", "pk")
        return super().get_context_data(**kwargs) | {
            "lead": self.object.purpose,
            "status": status_of(self.object),
            "assessments": assessments_of(self.object),
            "people": person_rows(self.object.fields, records),
            "person_columns": person_columns(self.object.fields),
        }
