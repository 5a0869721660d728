"""Pages of legal grounds: which the law gives, and which one's own lawyer has confirmed."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy

from gvi.access.guarded import Guarded
from gvi.acts.models import Receipt
from gvi.disclosures import actions
from gvi.disclosures.forms import ConfirmGroundForm
from gvi.disclosures.models import GroundConfirmation, LegalGround
from gvi.disclosures.views import crumbs
from gvi.pages.act_page import ActPage
from gvi.pages.base import Page
from gvi.pages.forms import ActForm


class Grounds(Page):
    """The grounds that the law gives for handing something from this agency, and which its lawyer has confirmed."""

    needs = "disclosures.confirm_ground"
    template_name = "disclosures/grounds.html"
    heading = gettext_lazy("Legal grounds")
    lead = gettext_lazy("Each agency confirms the grounds it uses. Without that every hand-over takes written reasons.")

    def get(self, request: HttpRequest) -> HttpResponse:
        confirmed = {one.ground_id: one for one in GroundConfirmation.objects.filter(revoked_on=None)}
        grounds = LegalGround.objects.in_force().from_agency(self.by.agency).order_by("pk")
        lines = [(ground, confirmed.get(ground.pk)) for ground in grounds]
        return self.page({"lines": lines, "breadcrumbs": crumbs(str(self.heading))})


class OnGrounds(ActPage):
    """What is noted about a ground leads back to the list of them."""

    def success_url(self, result: Any) -> str:
        return reverse("disclosures:grounds")

    def receipt_url(self, receipt: Receipt) -> str:
        return reverse("disclosures:grounds")

    def cancel_url(self, row: Guarded | None) -> str:
        return reverse("disclosures:grounds")


class ConfirmGround(OnGrounds):
    act = actions.confirm_ground
    form_class = ConfirmGroundForm
    heading = gettext_lazy("Confirm a ground")

    @cached_property
    def ground(self) -> LegalGround:
        return get_object_or_404(LegalGround.objects.in_force(), pk=self.kwargs["pk"])

    def perform(self, form: ActForm, row: Guarded | None) -> Any:
        return actions.confirm_ground(by=self.by, ground=self.ground, **form.facts())

    def extra(self, form: ActForm, row: Guarded | None) -> dict[str, Any]:
        return {"lead": str(self.ground)}


class LiftGround(OnGrounds):
    act = actions.revoke_ground
    model = GroundConfirmation
    heading = gettext_lazy("Take a confirmation back")
    submit = gettext_lazy("Take back")

    def ready(self, row: Any) -> None:
        actions.check_standing(row)

    def extra(self, form: ActForm, row: Any) -> dict[str, Any]:
        return {"lead": str(row.ground)}
