"""What is typed about support cases, contacts and follow-ups. Not knowing is an answer everywhere."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from callins.support_requests.forms import AboutPersonForm, yes_no_unknown
from gvi.pages.forms import ActForm, offer_choices, offer_rows
from gvi.partnerships.models import User
from support.actions import colleagues
from support.models import ANSWERS, CLOSED, WAYS, CaseState, Consent, Ending, Help, Reached, Way

DATE = {"type": "date"}


def day(label: Any, **more: Any) -> forms.DateField:
    """A date as browsers take it."""
    return forms.DateField(label=label, widget=forms.DateInput(format="%Y-%m-%d", attrs=DATE), **more)


class OpenForm(AboutPersonForm):
    """A request that came straight to the social services."""

    reference = forms.CharField(
        label=_("Reference in your own system"),
        max_length=40,
        required=False,
        help_text=_("Only the number. The case file itself is kept there."),
    )
    field_order = ("who", "safe_way", "channel", "asker")


class ChangeForm(AboutPersonForm):
    """The facts of a case."""

    reference = forms.CharField(label=_("Reference in your own system"), max_length=40, required=False)
    consent = forms.ChoiceField(label=_("Consent"), choices=Consent.choices)
    needs = forms.MultipleChoiceField(
        label=_("Needs"), choices=Help.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    measures = forms.MultipleChoiceField(
        label=_("Measures"), choices=Help.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    next_step = forms.CharField(
        label=_("Next step"),
        max_length=140,
        required=False,
        help_text=_("One line about what you do next. Nothing about health or crimes."),
    )
    next_on = day(_("By when"), required=False)
    field_order = ("next_step", "next_on", "reference", "consent", "needs", "measures", "who", "safe_way")


class ContactForm(ActForm):
    """An attempt to reach the person."""

    reached = forms.ChoiceField(label=_("Whom did you reach?"), choices=Reached.choices, widget=forms.RadioSelect)
    way = forms.ChoiceField(label=_("How?"), choices=Way.choices)
    at = forms.DateTimeField(
        label=_("When?"),
        widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}),
    )

    def saved(self, row: Any) -> dict[str, Any]:
        return {"at": timezone.localtime()}


class MoveForm(ActForm):
    """Where the case goes from here."""

    to = forms.ChoiceField(label=_("New state"), widget=forms.RadioSelect)
    on = day(_("From"))
    ending = forms.ChoiceField(
        label=_("How it ended"),
        choices=[("", "–"), *Ending.choices],
        required=False,
        help_text=_("Only when the case ends or is broken off."),
    )

    def offer(self) -> None:
        ways = WAYS[self.instance.state]  # type: ignore[union-attr]
        offer_choices(self, "to", [(one.value, one.label) for one in ways])
        if not set(ways) & set(CLOSED):
            del self.fields["ending"]

    def saved(self, row: Any) -> dict[str, Any]:
        return {"on": timezone.localdate()}

    def clean(self) -> dict[str, Any]:
        facts = self.cleaned_data
        if facts.get("to") in (CaseState.ENDED, CaseState.ABORTED) and not facts.get("ending"):
            raise ValidationError({"ending": _("Say how it ended. “Do not know” is an answer too.")})
        return facts


class AssignForm(ActForm):
    """Who answers for the case."""

    worker = forms.ModelChoiceField(label=_("Assigned worker"), queryset=User.objects.none())

    def offer(self) -> None:
        offer_rows(self, "worker", User.objects.filter(pk__in=colleagues(self.by).values("user")).order_by("full_name"))

    def saved(self, row: Any) -> dict[str, Any]:
        return {"worker": self.by.user.pk}


class FollowUpForm(ActForm):
    """What a follow-up found. Only whom one reached must be said; the rest is "do not know" until it is known."""

    reached = forms.ChoiceField(label=_("Whom did you reach?"), choices=Reached.choices, widget=forms.RadioSelect)
    on = day(_("Date"))
    alive = yes_no_unknown(_("Alive"))
    unhurt = yes_no_unknown(_("Unhurt since last time"))
    victim = yes_no_unknown(_("Exposed to new crime"))
    housing = yes_no_unknown(_("Safe housing"))
    occupation = yes_no_unknown(_("Occupation"))
    goal = yes_no_unknown(_("On the way to the own goal"))

    def saved(self, row: Any) -> dict[str, Any]:
        known = {name: getattr(row, name) or "unknown" for name in ANSWERS}
        return known | {"on": row.done_on or timezone.localdate(), "reached": row.reached or Reached.SELF}
