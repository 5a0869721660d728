"""What is typed about sanctions and measures. Everything is read by the core agencies: no names, no numbers."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from groups.models import Attribution
from gvi.access import policy
from gvi.access.guarded import Guarded
from gvi.pages.fields import DateField, LongText, needed_at_times
from gvi.pages.forms import ActForm, WarnsOfNames, offer_choices, offer_rows
from gvi.partnerships.models import Agency
from gvi.partnerships.on_behalf.forms import RenewedSourceForm, SourceForm
from gvi.text.swedish import Alphabetical
from sanctions.models import Channel, EndReason, Measure, MeasureState
from sanctions.queries import levers_to_record, possible_triggers

NO_NAMES = _("Without names: every core agency can read it.")


def short_text(label: Any, length: int, *, required: bool = True, help_text: Any = NO_NAMES) -> forms.CharField:
    """A short text of a few lines."""
    return LongText(label=label, max_length=length, required=required, help_text=help_text)


def in_four_weeks() -> date:
    """The usual review date (domain 2.11 rule 6)."""
    return timezone.localdate() + policy.USUAL_TO_REVIEW


class ProposeForm(WarnsOfNames, ActForm):
    """What triggered it; the group follows from that."""

    open_texts = ("reason", "motive")

    trigger = forms.ModelChoiceField(
        label=_("Group and incident"),
        queryset=Attribution.objects.none(),
        empty_label=_("Choose"),
        help_text=_("Incidents shared with the parties, on the perpetrator's side, likely at least, newest first."),
    )
    reason = short_text(_("Reason"), 300)
    motive = needed_at_times(
        short_text(
            _("About the message"),
            300,
            help_text=_(
                "Needed where no call-in or talk before the incident is recorded: why it is right all the same."
            ),
        )
    )

    def offer(self) -> None:
        offer_rows(self, "trigger", possible_triggers())


class DecisionForm(WarnsOfNames, ActForm):
    """A decision: when, who took part, why."""

    open_texts: tuple[str, ...] = ("reason", "late_reason")

    decided_on = DateField(label=_("Decided on"), latest=timezone.localdate, initial=timezone.localdate)
    by_telephone = forms.BooleanField(label=_("Decided by telephone"), required=False)
    late_reason = needed_at_times(
        forms.CharField(label=_("If it was decided earlier: why it is noted only now"), max_length=200)
    )
    participants = forms.ModelMultipleChoiceField(
        label=_("Took part: your own agency, and those that do not log in"),
        queryset=Agency.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "The municipality, the police and the prison and probation service at least. "
            "Those that log in confirm their own part: they are asked on My day."
        ),
        error_messages={"required": _("Say who took part.")},
    )
    reason = short_text(_("Reason for the decision"), 300)

    def offer(self) -> None:
        there = Agency.objects.filter(partnership=self.by.partnership)
        mine = there.filter(Q(pk=self.by.agency.pk) | Q(logs_in=False))
        offer_rows(self, "participants", mine.order_by("needed_reach", Alphabetical("short_name")))

    def saved(self, instance: Guarded | None) -> dict[str, Any]:
        return {"participants": [self.by.agency.pk]}


class ConfirmPartForm(ActForm):
    """Who decided for the agency."""

    function = forms.CharField(
        label=_("Who decided for your agency"), max_length=80, help_text=_("A function, not a name.")
    )


class WithdrawForm(WarnsOfNames, ActForm):
    """When and why a decision is taken back."""

    open_texts = ("end_note",)

    ended_on = DateField(label=_("Withdrawn on"), latest=timezone.localdate)
    end_note = short_text(_("Why it is withdrawn"), 300)

    def saved(self, instance: Guarded | None) -> dict[str, Any]:
        return {"ended_on": timezone.localdate()}


class ExtendForm(DecisionForm):
    """A decision that sets a review date."""

    open_texts: tuple[str, ...] = ("reason", "late_reason", "review_reason")

    review_on = DateField(label=_("Follow up by"), initial=in_four_weeks, help_text=_("Four weeks is the usual time."))
    review_reason = needed_at_times(
        forms.CharField(label=_("If the review is later than four weeks: why"), max_length=200)
    )


class DecideForm(ExtendForm):
    """The first decision, with a motive where there are many groups in focus."""

    open_texts = ("reason", "late_reason", "review_reason", "motive")

    motive = needed_at_times(
        short_text(_("If several groups are in focus already"), 300, help_text=_("Why one more is right."))
    )


class EvaluateForm(WarnsOfNames, ActForm):
    """What came of it."""

    open_texts = ("evaluation",)

    evaluation = short_text(_("What the focus has led to"), 400)


class EndForm(WarnsOfNames, ActForm):
    """When and why it ends."""

    open_texts = ("end_note",)

    ended_on = DateField(label=_("Ends on"), latest=timezone.localdate)
    end_reason = forms.ChoiceField(label=_("End reason"), choices=EndReason)
    end_note = short_text(_("What was seen"), 300, required=False)

    def saved(self, instance: Guarded | None) -> dict[str, Any]:
        return {"ended_on": timezone.localdate()}


class InformGroupForm(ActForm):
    """When and how the group was informed."""

    informed_on = DateField(label=_("Informed on"), latest=timezone.localdate)
    informed_through = forms.ChoiceField(label=_("How"), choices=Channel)

    def saved(self, instance: Guarded | None) -> dict[str, Any]:
        return {"informed_on": timezone.localdate()}


class MeasureForm(WarnsOfNames, ActForm):
    """A measure of the agency itself."""

    open_texts = ("responsible", "note")

    lever = forms.ChoiceField(label=_("Measure"))
    responsible = forms.CharField(
        label=_("Responsible function"), max_length=80, help_text=_("A function, not a name: “local police, group 2”.")
    )
    starts_on = DateField(label=_("Starts"), initial=timezone.localdate)
    due_on = DateField(label=_("Ends"), initial=lambda: timezone.localdate() + timedelta(weeks=2))
    note = forms.CharField(label=_("Note"), max_length=200, required=False, help_text=NO_NAMES)

    def offer(self) -> None:
        offer_choices(self, "lever", policy.levers(self.by.agency.kind).items())


class RecordMeasureForm(SourceForm, MeasureForm):
    """A measure of an agency that does not log in."""

    open_texts = MeasureForm.open_texts

    def offer(self) -> None:
        super().offer()
        offer_choices(self, "lever", [("", _("Choose")), *levers_to_record().items()])


class ReportForm(WarnsOfNames, ActForm):
    """How it goes: status, and a count of what has been done."""

    open_texts = ("unit", "note")

    status = forms.ChoiceField(label=_("Status"), choices=MeasureState, widget=forms.RadioSelect)
    count = forms.IntegerField(label=_("Number so far"), min_value=0, max_value=100_000)
    unit = forms.CharField(
        label=_("Of what"), max_length=40, required=False, help_text=_("For example: controls, visits, inspections.")
    )
    note = forms.CharField(label=_("Note"), max_length=200, required=False, help_text=NO_NAMES)

    def saved(self, instance: Guarded | None) -> dict[str, Any]:
        return super().saved(instance) | ({"status": instance.state} if isinstance(instance, Measure) else {})


class SourcedReportForm(RenewedSourceForm, ReportForm):
    """How it goes, according to the agency that carries it out."""

    open_texts = ReportForm.open_texts
