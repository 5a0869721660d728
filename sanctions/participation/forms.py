"""What is typed about participation. It is read by the core agencies and by the one that is invited."""

from django import forms
from django.utils.translation import gettext_lazy as _

from gvi.pages.forms import ActForm, WarnsOfNames, offer_choices, offer_rows
from gvi.partnerships.models import Agency
from sanctions.forms import short_text
from sanctions.participation.queries import agencies_to_invite, levers_to_ask_for

NO_NAMES = _("Without names: the core agencies and the invited agency can read it.")


class InviteAgencyForm(WarnsOfNames, ActForm):
    """Which agency, and what is asked of it."""

    open_texts = ("request", "message")

    receiver = forms.ModelChoiceField(
        label=_("Agency"),
        queryset=Agency.objects.none(),
        empty_label=_("Choose"),
        help_text=_("It gets to see the name of the group, the time and what you write here, and nothing else."),
    )
    asked = forms.MultipleChoiceField(
        label=_("Measures that you ask for"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("The agency decides itself, by its own law, what it does."),
    )
    request = short_text(_("What you ask of the agency"), 300, help_text=NO_NAMES)
    message = short_text(_("What the group has been told"), 300, required=False, help_text=NO_NAMES)

    def offer(self) -> None:
        agencies = agencies_to_invite()
        offer_rows(self, "receiver", agencies)
        offer_choices(self, "asked", levers_to_ask_for(agencies))


class DeclineForm(WarnsOfNames, ActForm):
    """Why the agency has no measure."""

    open_texts = ("decline_reason",)

    decline_reason = short_text(
        _("Why your agency has no measure"), 200, help_text=_("Without names: every core agency can read it.")
    )
