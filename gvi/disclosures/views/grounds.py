"""Pages of legal grounds: which the law gives, and which the agency's lawyer has confirmed."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import pgettext_lazy

from gvi.access.policy import Right
from gvi.acts.models import Receipt
from gvi.disclosures import actions, queries
from gvi.disclosures.forms import ConfirmGroundForm
from gvi.disclosures.models import LegalGround
from gvi.disclosures.presenters import GroundRow
from gvi.disclosures.views.pages import SECTION
from gvi.pages.act_page import ActPage
from gvi.pages.base import Crumb, Page
from gvi.pages.forms import ActForm
from gvi.pages.lists import Column


class Grounds(Page):
    """The grounds on which the law lets the agency disclose persons, and its confirmations of them."""

    needs = Right.DISCLOSURES_CONFIRM_GROUND
    section = SECTION
    template_name = "disclosures/grounds.html"
    heading = _l("Legal grounds")
    lead = _l(
        "Each agency confirms the grounds it uses. Without a confirmation every hand-over needs written reasons. "
        "The list is working material: no lawyer has read it, and some provisions are not checked in their present "
        "words."
    )
    columns = (
        Column(_l("Ground")),
        Column(_l("Statute")),
        Column(_l("Asks for")),
        Column(pgettext_lazy("ground", "Confirmed")),
        Column(_l("Change"), hidden=True),
    )

    def get(self, request: HttpRequest) -> HttpResponse:
        confirmed = queries.confirmations()
        grounds = LegalGround.objects.in_force().from_agency(self.by.agency).order_by("pk")
        rows = [GroundRow(ground, confirmed.get(ground.pk)) for ground in grounds]
        return self.render_to_response(self.get_context_data(grounds=rows, columns=self.columns))


class GroundActPage(ActPage):
    """An act about a ground; it leads back to the list of grounds."""

    section = SECTION

    def get_parents(self) -> list[Crumb]:
        return [SECTION.crumb(), Crumb(Grounds.heading, reverse("disclosures:grounds"))]

    def get_success_url(self) -> str:
        return reverse("disclosures:grounds")

    def get_receipt_url(self, receipt: Receipt) -> str:
        return reverse("disclosures:grounds")

    def get_cancel_url(self) -> str:
        return reverse("disclosures:grounds")


class ConfirmGround(GroundActPage):
    act = actions.confirm_ground
    form_class = ConfirmGroundForm

    @cached_property
    def ground(self) -> LegalGround:
        return get_object_or_404(LegalGround.objects.in_force(), pk=self.kwargs["pk"])

    def perform(self, form: ActForm) -> Any:
        return actions.confirm_ground(by=self.by, ground=self.ground, **form.facts())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"lead": str(self.ground)}


class RevokeGround(GroundActPage):
    act = actions.revoke_ground
    submit = _l("Take back")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"lead": str(self.object.ground)}
