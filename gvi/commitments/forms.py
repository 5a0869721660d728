"""What is typed about commitments. Other agencies read it, so it names a function and never a person."""

import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from gvi.access.guarded import Guarded
from gvi.commitments.models import Commitment, CommitmentKind, CommitmentState
from gvi.pages.fields import DateField, needed_at_times
from gvi.pages.forms import ActForm, CleanForm, WarnsOfNames, offer_choices, offer_rows
from gvi.partnerships.models import Agency
from gvi.text.swedish import Alphabetical

OUTCOMES = (CommitmentState.KEPT, CommitmentState.NOT_KEPT, CommitmentState.DROPPED)


def in_two_weeks() -> datetime.date:
    """The usual due date of an action: it is followed up at the meeting after the next."""
    return timezone.localdate() + datetime.timedelta(weeks=2)


class CommitmentForm(WarnsOfNames, ActForm):
    """Who must do what by when."""

    open_texts: tuple[str, ...] = ("text", "function")

    text = forms.CharField(
        label=_("What is to be done"),
        max_length=200,
        help_text=_("One sentence, without names: others read it, and it is printed on the paper."),
    )
    agency = forms.ModelChoiceField(
        label=_("Agency that is to do it"),
        queryset=Agency.objects.none(),
        empty_label=None,
        help_text=_("If you choose one outside the core, every agency of the partnership reads it."),
    )
    function = forms.CharField(
        label=_("Function"),
        max_length=80,
        required=False,
        help_text=_("Who there, by function and never by name: “local police, group 2”."),
    )
    due_on = DateField(label=_("Done by"), initial=in_two_weeks)
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=CommitmentKind,
        widget=forms.RadioSelect,
        initial=CommitmentKind.ACTION,
        help_text=_(
            "A promise is given to a group or its members; an agreement is made among the agencies; a task is "
            "given to somebody."
        ),
    )
    origin = forms.CharField(widget=forms.HiddenInput, required=False)
    origin_id = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def offer(self) -> None:
        there = Agency.objects.filter(partnership=self.by.partnership)
        offer_rows(self, "agency", there.order_by("needed_reach", Alphabetical("short_name")))
        self.fields["agency"].initial = self.by.agency.pk


class ChangeForm(CommitmentForm):
    """The same, with the reason for a new due date."""

    open_texts = ("text", "function", "reason")
    origin = None  # type: ignore[assignment]  # where it came from is not changed
    origin_id = None  # type: ignore[assignment]
    field_order = ("text", "agency", "function", "due_on", "reason", "kind", "anyway")

    reason = needed_at_times(forms.CharField(label=_("If the day is moved: why"), max_length=200))

    def saved(self, instance: Guarded | None) -> dict[str, Any]:
        agency = {"agency": instance.agency_id} if isinstance(instance, Commitment) else {}
        return super().saved(instance) | agency


class SettleForm(WarnsOfNames, ActForm):
    """What came of it."""

    open_texts = ("note",)

    state = forms.ChoiceField(label=_("How did it go?"), widget=forms.RadioSelect)
    settled_on = DateField(label=_("Day"), latest=timezone.localdate, initial=timezone.localdate)
    note = needed_at_times(
        forms.CharField(
            label=_("What came of it, or why not"),
            max_length=200,
            help_text=_("Must be filled in when it was not kept or is dropped. Without names."),
        )
    )

    def offer(self) -> None:
        states = [(state.value, capfirst(state.label)) for state in OUTCOMES]
        offer_choices(self, "state", states)

    def saved(self, instance: Guarded | None) -> dict[str, Any]:
        return {}


class ReopenForm(WarnsOfNames, ActForm):
    """Why it is open again."""

    open_texts = ("reason",)

    reason = forms.CharField(label=_("Why it is opened again"), max_length=200)


class AgencyFilter(CleanForm):
    """The commitments of one agency."""

    visa = forms.CharField(widget=forms.HiddenInput, required=False)
    organisation = forms.ModelChoiceField(
        label=_("Agency"), queryset=Agency.objects.none(), empty_label=_("All"), required=False
    )

    def __init__(self, *args: Any, partnership: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_rows(
            self,
            "organisation",
            Agency.objects.filter(partnership=partnership).order_by("needed_reach", Alphabetical("short_name")),
        )
