"""What is typed about support cases, contacts and follow-ups. Not knowing is an answer everywhere."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from callins.support_requests.forms import AboutPersonForm, yes_no_unknown
from gvi.access.guarded import Guarded
from gvi.pages.fields import DateField, DateTimeField, needed_at_times
from gvi.pages.forms import ActForm, offer_choices
from gvi.partnerships.accounts.namesakes import offer_users
from gvi.partnerships.models import User
from support.models import ANSWERS, CLOSED, Consent, ContactChannel, Ending, FollowUp, Help, Reached, SupportCase
from support.queries import colleagues
from support.rules import latest_stand_in


class OpenForm(AboutPersonForm):
    """A request that came straight to the social services."""

    reference = forms.CharField(
        label=_("Reference in your own system"),
        max_length=40,
        required=False,
        help_text=_("Only the number. The case file itself is kept there."),
    )
    field_order = ("person_note", "safe_way", "channel", "asker")


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
    next_on = DateField(label=_("By when"), required=False)
    field_order = ("next_step", "next_on", "reference", "consent", "needs", "measures", "person_note", "safe_way")


class ContactForm(ActForm):
    """An attempt to reach the person."""

    reached = forms.ChoiceField(label=_("Whom did you reach?"), choices=Reached.choices, widget=forms.RadioSelect)
    channel = forms.ChoiceField(label=_("How?"), choices=ContactChannel.choices)
    happened_at = DateTimeField(label=_("When?"), latest=timezone.localdate)
    before_request = forms.BooleanField(
        label=_("The contact was before the request"),
        required=False,
        help_text=_("Tick it only if you had contact before the person asked. The case then says so."),
    )

    def saved(self, instance: Guarded | None) -> dict[str, Any]:
        return {"happened_at": timezone.localtime()}


class ChildCaseForm(ActForm):
    """When the need of protection was assessed and the case taken up as a child's case."""

    date = DateField(label=_("Assessed and taken up on"), latest=timezone.localdate)

    def saved(self, instance: Guarded | None) -> dict[str, Any]:
        return {"date": timezone.localdate()}


class StateForm(ActForm):
    """The next state of the case."""

    state = forms.ChoiceField(label=_("New state"), widget=forms.RadioSelect)
    date = DateField(label=_("From"), latest=timezone.localdate)
    ending = needed_at_times(
        forms.ChoiceField(
            label=_("How it ended"),
            choices=[("", "–"), *Ending.choices],
            help_text=_("Needed when the case ends or is broken off, and only then."),
        )
    )

    def offer(self) -> None:
        states = cast(SupportCase, self.instance).next_states
        offer_choices(self, "state", [(state.value, state.label) for state in states])
        if not set(states) & set(CLOSED):
            del self.fields["ending"]

    def saved(self, instance: Guarded | None) -> dict[str, Any]:
        return {"date": timezone.localdate()}

    def clean(self) -> dict[str, Any]:
        facts = self.cleaned_data
        if facts.get("state") in CLOSED and not facts.get("ending"):
            raise ValidationError({"ending": _("Say how it ended. “Do not know” is an answer too.")})
        return facts


def _offer_others(form: ActForm) -> None:
    """Those who may be given the case, but for its present worker."""
    case = cast(SupportCase, form.instance)
    given = User.objects.filter(pk__in=colleagues(form.by).values("user"))
    offer_users(form, "worker", given.exclude(pk=case.worker.pk) if case.worker else given)


class AssignForm(ActForm):
    """Who answers for the case."""

    worker = forms.ModelChoiceField(label=_("Assigned worker"), queryset=User.objects.none())

    def offer(self) -> None:
        _offer_others(self)

    def saved(self, instance: Guarded | None) -> dict[str, Any]:
        return {"worker": self.by.user.pk}


class StandInForm(ActForm):
    """Who stands in for the worker of a case, and until when."""

    worker = forms.ModelChoiceField(label=_("Stand-in"), queryset=User.objects.none())
    ends_on = DateField(label=_("Last day"), latest=latest_stand_in, help_text=_("Choose yesterday to end it at once."))

    def offer(self) -> None:
        _offer_others(self)


class FollowUpForm(ActForm):
    """What a follow-up found. Only who was reached must be said; the rest is "do not know" until it is known."""

    reached = forms.ChoiceField(label=_("Whom did you reach?"), choices=Reached.choices, widget=forms.RadioSelect)
    date = DateField(label=_("Date"), latest=timezone.localdate)
    alive = yes_no_unknown(_("Alive"))
    unhurt = yes_no_unknown(_("Unhurt since last time"))
    victim = yes_no_unknown(_("Exposed to new crime"))
    housing = yes_no_unknown(_("Safe housing"))
    occupation = yes_no_unknown(_("Occupation"))
    goal = yes_no_unknown(_("Making progress towards their goal"))

    def saved(self, instance: Guarded | None) -> dict[str, Any]:
        follow_up = cast(FollowUp, instance)
        known = {name: getattr(follow_up, name) or "unknown" for name in ANSWERS}
        date = follow_up.done_on or timezone.localdate()
        return known | {"date": date, "reached": follow_up.reached or Reached.SELF}
