"""What is typed about somebody who asks for support."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from callins.models import Asker, Channel, Known
from callins.queries import agencies_reading_requests
from gvi.pages.fields import LongText
from gvi.pages.forms import ActForm, offer_rows
from gvi.partnerships.models import Agency


class AgencyChoiceField(forms.ModelChoiceField):  # type: ignore[type-arg]  # takes none when it runs
    """Social services by their short name."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.short_name)


def yes_no_unknown(label: Any, help_text: Any = "") -> forms.ChoiceField:
    """A question to which not knowing is an answer."""
    return forms.ChoiceField(
        label=label,
        choices=Known.choices,
        initial=Known.UNKNOWN,
        widget=forms.RadioSelect({"class": "gvi-options--row"}),
        help_text=help_text,
    )


class AboutPersonForm(ActForm):
    """What is needed to reach somebody who asks for support, whoever writes it down."""

    person_note = forms.CharField(
        label=_("Who"),
        max_length=120,
        required=False,
        help_text=_("A name, what the person is called, or a code. Leave it empty if you do not know."),
    )
    safe_way = LongText(
        label=_("Safe way and time to reach the person"),
        max_length=300,
        rows=2,
        help_text=_("Which number or place, when, and who may answer. No message that others can read."),
    )
    language = forms.CharField(label=_("Language, if an interpreter is needed"), max_length=60, required=False)
    acute = yes_no_unknown(_("Acute danger"), _("If yes: call 112 first, then social services on duty."))
    children = yes_no_unknown(_("Children at home"))
    minor = yes_no_unknown(
        _("Under 18"),
        _("If yes, or if a child may be at risk: make a report of concern too. This form is none."),
    )
    asker = forms.ChoiceField(label=_("Who asks"), choices=Asker.choices, initial=Asker.SELF)
    channel = forms.ChoiceField(label=_("How it reached us"), choices=Channel.choices)


class SupportRequestForm(AboutPersonForm):
    """The same, and which social services it goes to. If there is only one it is chosen."""

    to = AgencyChoiceField(
        label=_("Where does the person live?"),
        queryset=Agency.objects.none(),
        help_text=_("It goes to the social services of that municipality."),
    )
    field_order = ("person_note", "safe_way", "to")

    def offer(self) -> None:
        agencies = agencies_reading_requests(self.by)
        offer_rows(self, "to", agencies)
        found = list(agencies[:2])
        if len(found) == 1:
            self.initial.setdefault("to", found[0].pk)
