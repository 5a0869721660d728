"""What is typed about whose word a fact is."""

from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gvi.access.forms import ActForm, day_input, offer_rows
from gvi.access.rows import Guarded
from gvi.access.sorting import Swedish
from gvi.partnerships.behalf import How, OnBehalf, Told, silent
from gvi.partnerships.models import Agency

TOLD = ("according_to", "told_on", "told_how")


class ToldAgainForm(ActForm):
    """When and how the row's own speaker told it. Put it before the form of the act; the act is called with `told`."""

    told_on = forms.DateField(label=_("Told on"), widget=day_input(), initial=timezone.localdate)
    told_how = forms.ChoiceField(label=_("How"), choices=How, initial=How.ORALLY)

    def offer(self) -> None:
        super().offer()
        self.order_fields(TOLD)
        if isinstance(self.row, OnBehalf):
            sentence = gettext("The day when %(agency)s told it.")
            self.fields["told_on"].help_text = sentence % {"agency": self.row.speaker.short}

    def saved(self, row: Guarded | None) -> dict[str, Any]:
        """Each change is told anew: when and how are never taken over from the last time."""
        return {name: value for name, value in super().saved(row).items() if name not in TOLD}

    def facts(self) -> dict[str, Any]:
        facts = super().facts()
        speaker = facts.pop("according_to", None) or cast(OnBehalf, self.row).speaker
        return facts | {"told": Told(speaker, facts.pop("told_on"), facts.pop("told_how"))}


class ToldForm(ToldAgainForm):
    """According to whom, too."""

    according_to = forms.ModelChoiceField(
        label=_("According to"),
        queryset=Agency.objects.none(),
        empty_label=_("Choose"),
        help_text=_("Agencies that do not log in. The others record their own facts."),
    )

    def offer(self) -> None:
        super().offer()
        self.fields["told_on"].help_text = ""
        named = self.row.according_to_id if isinstance(self.row, OnBehalf) else None
        known = (silent() | Agency.objects.filter(pk__in=[named] if named else [])).order_by("circle", Swedish("short"))
        offer_rows(self, "according_to", known)
        if named or len(known) == 1:
            self.initial["according_to"] = named or known[0].pk
