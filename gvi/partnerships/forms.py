"""What is typed about whose word a fact is."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gvi.access.forms import ActForm, offer_rows
from gvi.access.rows import Guarded
from gvi.access.sorting import Swedish
from gvi.partnerships.behalf import How, OnBehalf, Told, silent
from gvi.partnerships.models import Agency

TOLD = ("according_to", "told_on", "told_how")


class ToldForm(ActForm):
    """According to whom, when and how. Put it before the form of the act; the act is called with `told`."""

    according_to = forms.ModelChoiceField(
        label=_("According to"),
        queryset=Agency.objects.none(),
        help_text=_("Agencies that do not log in. The others record their own facts."),
    )
    told_on = forms.DateField(
        label=_("Told on"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        initial=timezone.localdate,
    )
    told_how = forms.ChoiceField(label=_("How"), choices=How, initial=How.ORALLY)

    def offer(self) -> None:
        super().offer()
        known = silent().order_by("circle", Swedish("short"))
        offer_rows(self, "according_to", known)
        if len(known) == 1:
            self.fields["according_to"].initial = known[0]

    def saved(self, row: Guarded | None) -> dict[str, Any]:
        """The same agency as before, but told anew: the day and how are never taken over."""
        kept = {name: value for name, value in super().saved(row).items() if name not in TOLD}
        return kept | ({"according_to": row.according_to_id} if isinstance(row, OnBehalf) else {})

    def facts(self) -> dict[str, Any]:
        facts = super().facts()
        return facts | {"told": Told(*(facts.pop(name) for name in TOLD))}
