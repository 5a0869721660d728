"""What is typed when an outcome is corrected."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from callins.models import Attendance
from gvi.access.guarded import Guarded
from gvi.pages.forms import ActForm


class CorrectOutcomeForm(ActForm):
    """The new outcome, and why."""

    outcome = forms.ChoiceField(label=_("New outcome"), choices=[("", _("Choose")), *Attendance.choices])
    reason = forms.CharField(
        label=_("Why"), max_length=200, help_text=_("Read by your own agency only, together with what stood there.")
    )

    def saved(self, instance: Guarded | None) -> dict[str, Any]:
        return {}
