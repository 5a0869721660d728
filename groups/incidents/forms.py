"""Forms of incidents."""

from dataclasses import fields
from typing import Any, cast

from django import forms
from django.db.models import TextChoices
from django.db.models.fields import BLANK_CHOICE_DASH
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from groups.incidents.actions import IncidentFacts
from groups.models import Attribution, Certainty, Group, Incident, IncidentFile, IncidentKind, Side
from groups.models.incidents import AttributionQuerySet
from gvi.access.guarded import Guarded
from gvi.pages.fields import DateField, LongText, needed_at_times
from gvi.pages.forms import ActForm, WarnsOfNames, offer_rows
from gvi.partnerships.on_behalf.forms import SourceForm

IF_GROUP = _("Needed if it is linked to a group.")


def unchosen(choices: type[TextChoices]) -> list[tuple[str, Any]]:
    """The choices with none of them chosen: what accuses somebody is never filled in beforehand."""
    return [*BLANK_CHOICE_DASH, *choices.choices]


class IncidentForm(WarnsOfNames, ActForm):
    """What happened, where and when."""

    open_texts = ("area", "summary")

    happened_on = DateField(label=_("Date"), latest=timezone.localdate, initial=timezone.localdate)
    time = forms.TimeField(
        label=_("Time"), required=False, widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=unchosen(IncidentKind))
    area = forms.CharField(label=_("Area"), max_length=80)
    deaths = forms.IntegerField(label=_("Dead"), min_value=0, max_value=500, help_text=_("0 if nobody."))
    injured = forms.IntegerField(label=_("Injured"), min_value=0, max_value=500, help_text=_("0 if nobody."))
    summary = LongText(
        label=_("Public summary"),
        max_length=300,
        required=False,
        help_text=_("No more than a newspaper could print. No names. Shared together with the incident."),
    )

    def is_read_by_others(self) -> bool:
        return bool(self.instance and self.instance.is_open)

    def facts(self) -> dict[str, Any]:
        """What happened as one argument, beside the others."""
        facts = super().facts()
        happened = {field.name: facts.pop(field.name) for field in fields(IncidentFacts)}
        return facts | {"facts": IncidentFacts(**happened)}


class SourcedIncidentForm(SourceForm, IncidentForm):
    """What happened, and the agency that the facts come from. The core agencies read the summary from the start."""

    open_texts = IncidentForm.open_texts

    def is_read_by_others(self) -> bool:
        return True

    def offer(self) -> None:
        super().offer()
        self.fields["summary"].required = True
        self.fields["summary"].help_text = _("No more than a newspaper could print. No names.")


class RecordIncidentForm(SourcedIncidentForm):
    """The same, and the group that it is attributed to if that is known."""

    group = forms.ModelChoiceField(
        label=_("Linked to"),
        queryset=Group.objects.none(),
        required=False,
        empty_label=_("no group yet"),
    )
    side = needed_at_times(forms.ChoiceField(label=_("Side"), choices=unchosen(Side), help_text=IF_GROUP))
    certainty = needed_at_times(
        forms.ChoiceField(label=_("Certainty"), choices=unchosen(Certainty), help_text=IF_GROUP)
    )

    def offer(self) -> None:
        super().offer()
        offer_rows(self, "group", Group.objects.active().by_name())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for name in ("side", "certainty"):
            if cleaned.get("group") and not cleaned.get(name):
                self.add_error(name, self.fields[name].error_messages["required"])
        return cleaned

    def facts(self) -> dict[str, Any]:
        """Without a group there is no judgement."""
        facts = super().facts()
        return facts if facts["group"] else {k: v for k, v in facts.items() if k not in ("side", "certainty")}


class ReviewForm(ActForm):
    """When the review was held."""

    reviewed_on = DateField(label=_("Reviewed on"), latest=timezone.localdate, initial=timezone.localdate)

    def saved(self, instance: Guarded | None) -> dict[str, Any]:
        return {}


class AttributionForm(ActForm):
    """Which group, which side, how sure."""

    group = forms.ModelChoiceField(label=_("Group"), queryset=Group.objects.none(), empty_label=_("Choose"))
    side = forms.ChoiceField(label=_("Side"), choices=unchosen(Side))
    certainty = forms.ChoiceField(label=_("Certainty"), choices=unchosen(Certainty))

    def offer(self) -> None:
        super().offer()
        offer_rows(self, "group", Group.objects.active().by_name())


class SourcedAttributionForm(SourceForm, AttributionForm):
    """Which group, and the agency that says so."""


class JudgementsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # takes none when it runs
    """Judgements to tick: group, side, certainty."""

    def label_from_instance(self, obj: Attribution) -> str:
        unpublished = "" if obj.group.is_open else " · " + str(_("the group is not shared with the parties"))
        return f"{obj.group} · {obj.get_side_display()} · {obj.get_certainty_display()}{unpublished}"


class PublishIncidentForm(WarnsOfNames, ActForm):
    """What the others get to see: the summary, and the judgements that are ticked."""

    open_texts = ("summary",)

    summary = LongText(label=_("Public summary"), max_length=300)
    attributions = JudgementsField(
        label=_("Judgements to share"),
        queryset=Attribution.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("What is not ticked stays with your agency."),
    )

    def offer(self) -> None:
        offer_rows(self, "attributions", self._judgements().in_order())

    def saved(self, instance: Guarded | None) -> dict[str, Any]:
        """The summary, and what is published already; whoever publishes a judgement ticks it."""
        ticked = [attribution.pk for attribution in self._judgements() if attribution.is_open]
        return {"summary": cast(Incident, instance).summary, "attributions": ticked}

    def _judgements(self) -> AttributionQuerySet:
        """The judgements of the incident that hold today, with their groups."""
        current = Attribution.objects.current().filter(incident=cast(Incident, self.instance))
        return current.select_related("group")

    def facts(self) -> dict[str, Any]:
        facts = super().facts()
        return facts | {"attributions": [attribution.pk for attribution in facts["attributions"]]}


class IncidentFileForm(ActForm):
    """The agency's own case number and notes."""

    case_number = forms.CharField(label=_("K number"), max_length=40, required=False)
    notes = LongText(
        label=_("Own notes"),
        max_length=4000,
        required=False,
        rows=8,
        help_text=_("Seen by your own agency only, also when the incident is shared."),
    )

    def saved(self, instance: Guarded | None) -> dict[str, Any]:
        """The file has a version of its own: two may write in it while nobody changes the incident."""
        file = IncidentFile.objects.filter(incident=cast(Incident, instance)).first()
        return {
            "case_number": file.case_number if file else "",
            "notes": file.notes if file else "",
            "version": file.version if file else 0,
        }

    def facts(self) -> dict[str, Any]:
        facts = super().facts()
        return facts | {"file_version": facts.pop("version")}
