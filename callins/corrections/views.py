"""The page on which an outcome is corrected."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from callins.corrections import actions
from callins.corrections.forms import CorrectOutcomeForm
from callins.models import Invitation
from callins.presenters import callin_name
from callins.views import SECTION
from gvi.pages.act_page import ActPage
from gvi.pages.base import Crumb


class CorrectOutcome(ActPage):
    """The outcome that stands there, and the one that is to hold."""

    act = actions.correct_outcome
    section = SECTION
    form_class = CorrectOutcomeForm
    submit = gettext_lazy("Correct the outcome")
    notice = gettext_lazy(
        "The counts of the call-in follow the new outcome, here, on new papers and in the figures. What stood there is "
        "kept with who corrected it, when and why."
    )
    log = gettext_lazy("read a call-in's seats")

    def get_queryset(self) -> QuerySet[Invitation]:
        return Invitation.objects.select_related("person_code", "callin")

    def get_heading(self) -> str:
        return _("Correct the outcome of %(code)s") % {"code": self.object.person_code}

    def get_parents(self) -> list[Crumb]:
        return [SECTION.crumb(), Crumb(callin_name(self.object.callin), self.object.get_absolute_url())]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lead = _("Registered now: %(outcome)s") % {"outcome": self.object.get_outcome_display()}
        return super().get_context_data(**{"lead": lead} | kwargs)

    def get_success_url(self) -> str:
        return str(self.object.get_absolute_url())

    def get_receipt_url(self, receipt: Any) -> str:
        return self.get_success_url()
