"""What is typed about incidents."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from groups.models import Attribution, Certainty, Group, GroupState, Incident, IncidentFile, IncidentKind, Side
from gvi.access.guarded import Guarded
from gvi.pages.forms import ActForm, WarnsOfNames, day_input, offer_rows
from gvi.text.swedish import Swedish


class IncidentForm(WarnsOfNames, ActForm):
    """What happened, where and when."""

    open_texts = ("area", "summary")

    happened_on = forms.DateField(label=_("Date"), widget=day_input(), initial=timezone.localdate)
    time = forms.TimeField(
        label=_("Time"), required=False, widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=IncidentKind)
    area = forms.CharField(label=_("Area"), max_length=80)
    deaths = forms.IntegerField(label=_("Dead"), min_value=0, max_value=500, initial=0)
    injured = forms.IntegerField(label=_("Injured"), min_value=0, max_value=500, initial=0)
    summary = forms.CharField(
        label=_("Public summary"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("No more than a newspaper could print. No names. Goes along when the incident is published."),
    )

    def is_read_by_others(self) -> bool:
        return bool(self.instance and self.instance.is_open)


class ReviewForm(ActForm):
    """When the review was held."""

    reviewed_on = forms.DateField(label=_("Reviewed on"), widget=day_input(), initial=timezone.localdate)

    def saved(self, row: Guarded | None) -> dict[str, Any]:
        return {}


class AttributeForm(ActForm):
    """Which group, which side, how sure."""

    group = forms.ModelChoiceField(label=_("Group"), queryset=Group.objects.none(), empty_label=_("Choose"))
    side = forms.ChoiceField(label=_("Side"), choices=Side)
    certainty = forms.ChoiceField(label=_("Certainty"), choices=Certainty, initial=Certainty.LIKELY)

    def offer(self) -> None:
        offer_rows(self, "group", Group.objects.exclude(state=GroupState.DISSOLVED).order_by(Swedish("name"), "pk"))


class ByJudgement(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # takes none when it runs
    """Judgements to tick: group, side, certainty."""

    def label_from_instance(self, obj: Any) -> str:
        shared = "" if obj.group.is_open else " · " + str(_("the group is not published"))
        return f"{obj.group} · {obj.get_side_display()} · {obj.get_certainty_display()}{shared}"


class PublishIncidentForm(WarnsOfNames, ActForm):
    """What the others get to see: the summary, and the judgements that are ticked."""

    open_texts = ("summary",)

    summary = forms.CharField(label=_("Public summary"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))
    attributions = ByJudgement(
        label=_("Judgements to publish"),
        queryset=Attribution.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("What is not ticked stays with your agency."),
    )

    def of(self, incident: Incident) -> None:
        """Offer the standing judgements of this incident."""
        standing = Attribution.objects.filter(incident=incident, closed_at=None).select_related("group")
        offer_rows(self, "attributions", standing.order_by("made_at"))


class FileForm(ActForm):
    """The own case number and notes."""

    number = forms.CharField(label=_("K number"), max_length=40, required=False)
    notes = forms.CharField(
        label=_("Own notes"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Seen by your own agency only, also when the incident is published."),
    )

    def saved(self, row: Any) -> dict[str, Any]:
        kept = IncidentFile.objects.filter(incident=row).first()
        return {"number": kept.number, "notes": kept.notes} if kept else {}
