"""What is typed about whose word a fact is."""

from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gvi.access.guarded import Guarded
from gvi.pages.forms import ActForm, day_input, offer_rows
from gvi.partnerships.behalf import OnBehalf, Source, SourceChannel, agencies_not_logging_in
from gvi.partnerships.models import Agency
from gvi.text.swedish import Swedish

TOLD = ("source_agency", "source_date", "source_channel")


class RenewedSourceForm(ActForm):
    """When and how the row's own speaker told it. Put it before the form of the act; the act is called with `told`."""

    source_date = forms.DateField(label=_("Told on"), widget=day_input(), initial=timezone.localdate)
    source_channel = forms.ChoiceField(label=_("How"), choices=SourceChannel, initial=SourceChannel.ORALLY)

    def offer(self) -> None:
        super().offer()
        self.order_fields(TOLD)
        if isinstance(self.instance, OnBehalf):
            sentence = gettext("The day when %(agency)s told it.")
            self.fields["source_date"].help_text = sentence % {"agency": self.instance.source_or_owner.short_name}

    def saved(self, row: Guarded | None) -> dict[str, Any]:
        """Each change is told anew: when and how are never taken over from the last time."""
        return {name: value for name, value in super().saved(row).items() if name not in TOLD}

    def facts(self) -> dict[str, Any]:
        facts = super().facts()
        source_or_owner = facts.pop("source_agency", None) or cast(OnBehalf, self.instance).source_or_owner
        return facts | {"told": Source(source_or_owner, facts.pop("source_date"), facts.pop("source_channel"))}


class SourceForm(RenewedSourceForm):
    """According to whom, too."""

    source_agency = forms.ModelChoiceField(
        label=_("According to"),
        queryset=Agency.objects.none(),
        empty_label=_("Choose"),
        help_text=_("Agencies that do not log in. The others record their own facts."),
    )

    def offer(self) -> None:
        super().offer()
        self.fields["source_date"].help_text = ""
        named = self.instance.source_agency_id if isinstance(self.instance, OnBehalf) else None
        known = (agencies_not_logging_in() | Agency.objects.filter(pk__in=[named] if named else [])).order_by(
            "circle", Swedish("short_name")
        )
        offer_rows(self, "source_agency", known)
        if named or len(known) == 1:
            self.initial["source_agency"] = named or known[0].pk
