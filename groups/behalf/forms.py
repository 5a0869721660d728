"""What is typed on another agency's word. All of it is read by the core agencies: no names, no numbers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from groups.forms import GroupForm
from groups.incidents.forms import AttributeForm, IncidentForm
from groups.models import Certainty, Group, GroupState, Side
from gvi.access.guarded import Guarded
from gvi.pages.forms import ActForm, offer_rows
from gvi.partnerships.models import Agency
from gvi.partnerships.on_behalf.forms import SourceForm
from gvi.text.swedish import Swedish

MOST_CODES = 60  # at a time


class RecordGroupForm(SourceForm, GroupForm):
    """A group's card as it was told."""

    open_texts = GroupForm.open_texts

    def offer(self) -> None:
        super().offer()
        for name in ("summary", "next_step"):
            self.fields[name].help_text = _("Without names: every core agency reads it.")

    def is_read_by_others(self) -> bool:
        return True


class RecordCodesForm(ActForm):
    """How many people the keeper of the key counts in the group."""

    count = forms.IntegerField(
        label=_("How many codes"),
        min_value=1,
        max_value=MOST_CODES,
        help_text=_("One for each person the partnership is to act on. Who they are is never written here."),
    )


class ToldIncidentForm(SourceForm, IncidentForm):
    """What happened, as it was told; the summary is read by all from the start."""

    open_texts = IncidentForm.open_texts

    def is_read_by_others(self) -> bool:
        return True

    def offer(self) -> None:
        super().offer()
        self.fields["summary"].required = True
        self.fields["summary"].help_text = _("No more than a newspaper could print. No names.")


class RecordIncidentForm(ToldIncidentForm):
    """The same, and the group it is laid to where one is said."""

    group = forms.ModelChoiceField(
        label=_("Laid to"),
        queryset=Group.objects.none(),
        required=False,
        empty_label=_("no group yet"),
    )
    side = forms.ChoiceField(label=_("Side"), choices=Side, initial=Side.PERPETRATOR)
    certainty = forms.ChoiceField(label=_("Certainty"), choices=Certainty, initial=Certainty.LIKELY)

    def offer(self) -> None:
        super().offer()
        known = Group.objects.exclude(state=GroupState.DISSOLVED).order_by(Swedish("name"), "pk")
        offer_rows(self, "group", known)


class ToldAttributeForm(SourceForm, AttributeForm):
    """Which group, as it was told."""


class KeySheetForm(ActForm):
    """Who fills the sheet in and keeps it."""

    keeper = forms.ModelChoiceField(
        label=_("Who keeps the key"),
        queryset=Agency.objects.none(),
        empty_label=None,
        help_text=_("They write the names in by pen and keep the sheet. It never comes back to you."),
    )

    def offer(self) -> None:
        keepers = Agency.objects.filter(partnership=self.by.partnership, keeps_dossiers=True)
        offer_rows(self, "keeper", keepers.order_by(Swedish("short_name")))

    def saved(self, row: Guarded | None) -> dict[str, Any]:
        """The agency on whose word the group is on the list."""
        return {"keeper": row.source_agency_id} if isinstance(row, Group) else {}
