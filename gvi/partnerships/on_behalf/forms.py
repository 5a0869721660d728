"""Form fields for the source of a fact."""

from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gvi.access.guarded import Guarded
from gvi.pages.fields import DateField
from gvi.pages.forms import ActForm, offer_rows
from gvi.partnerships.models import Agency
from gvi.partnerships.on_behalf.models import OnBehalf, Source, SourceChannel
from gvi.partnerships.on_behalf.queries import agencies_not_logging_in
from gvi.text.swedish import Alphabetical

SOURCE_FIELDS = ("source_agency", "source_date", "source_channel")


class RenewedSourceForm(ActForm):
    """When and how the row's own source gave the facts.

    Put it before the form of the act among the bases. The act is called with `source`.
    """

    source_date = DateField(label=_("Told on"), latest=timezone.localdate, initial=timezone.localdate)
    source_channel = forms.ChoiceField(label=_("How"), choices=SourceChannel, initial=SourceChannel.ORALLY)

    def offer(self) -> None:
        super().offer()
        self.order_fields(SOURCE_FIELDS)
        if isinstance(self.instance, OnBehalf):
            sentence = gettext("The day when %(agency)s told it.")
            self.fields["source_date"].help_text = sentence % {"agency": self.instance.source_or_owner.short_name}

    def saved(self, row: Guarded | None) -> dict[str, Any]:
        """The row's values without those of its source: each change has a date and a channel of its own."""
        return {name: value for name, value in super().saved(row).items() if name not in SOURCE_FIELDS}

    def facts(self) -> dict[str, Any]:
        facts = super().facts()
        agency = facts.pop("source_agency", None) or cast(OnBehalf, self.instance).source_or_owner
        return facts | {"source": Source(agency, facts.pop("source_date"), facts.pop("source_channel"))}


class SourceForm(RenewedSourceForm):
    """The source of the facts, also which agency it is."""

    source_agency = forms.ModelChoiceField(
        label=_("According to"),
        queryset=Agency.objects.none(),
        empty_label=_("Choose"),
        help_text=_("Agencies that do not log in. The others record their own facts."),
    )

    def offer(self) -> None:
        super().offer()
        self.fields["source_date"].help_text = ""
        present = self.instance.source_agency_id if isinstance(self.instance, OnBehalf) else None
        known = agencies_not_logging_in() | Agency.objects.filter(pk__in=[present] if present else [])
        known = known.order_by("needed_reach", Alphabetical("short_name"))
        offer_rows(self, "source_agency", known)
        if present or len(known) == 1:
            self.initial["source_agency"] = present or known[0].pk
