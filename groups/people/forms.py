"""Forms of codes, dossiers and their readers."""

from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from groups.models import Dossier, DossierReader, Group, Membership, RetractionReason
from gvi.access.guarded import Guarded
from gvi.pages.forms import ActForm, CleanForm, offer_choices, offer_rows
from gvi.partnerships.accounts.namesakes import user_labels
from gvi.partnerships.models import Agency, User
from gvi.text import national_ids
from gvi.text.national_ids import NationalId
from gvi.text.swedish import Alphabetical

MAX_CODES_AT_A_TIME = 60


class PublishCodesForm(ActForm):
    """People of one published group who may get a code. The page offers their memberships."""

    group = forms.UUIDField(widget=forms.HiddenInput)
    people = forms.TypedMultipleChoiceField(
        label=gettext_lazy("People who get a code"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one person.")},
    )

    def offer_people(self, memberships: list[Membership]) -> None:
        """Let the user choose among these people."""
        offer_choices(self, "people", [(str(member.dossier_id), person_label(member)) for member in memberships])


def person_label(membership: Membership) -> str:
    """A person as the agency that holds the dossier recognises them."""
    dossier = membership.dossier
    parts = [str(dossier), str(dossier.birth_year or ""), str(membership.get_role_display())]
    return ", ".join([part for part in parts if part] + [str(membership.get_certainty_display())])


class RecordCodesForm(ActForm):
    """How many people the agency that keeps the key counts in the group."""

    count = forms.IntegerField(
        label=gettext_lazy("How many codes"),
        min_value=1,
        max_value=MAX_CODES_AT_A_TIME,
        help_text=gettext_lazy("One for each person the partnership is to act on. Who they are is never written here."),
    )


class KeySheetForm(ActForm):
    """Which agency fills the sheet in and keeps it."""

    keeper = forms.ModelChoiceField(
        label=gettext_lazy("Who keeps the key"),
        queryset=Agency.objects.none(),
        empty_label=None,
        help_text=gettext_lazy("They write the names in by pen and keep the sheet. It never comes back to you."),
    )

    def offer(self) -> None:
        keepers = Agency.objects.filter(partnership=self.by.partnership, keeps_dossiers=True)
        offer_rows(self, "keeper", keepers.order_by(Alphabetical("short_name")))

    def saved(self, instance: Guarded | None) -> dict[str, Any]:
        """The agency that is the source of the group."""
        return {"keeper": instance.source_agency_id} if isinstance(instance, Group) else {}


class NationalIdField(forms.CharField):
    """A national id, read into its parts."""

    def clean(self, value: Any) -> NationalId | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            return national_ids.parse(text)
        except national_ids.NotANationalId as error:
            raise ValidationError(str(error)) from error


class LinkCodeForm(ActForm):
    """Who a code is, from a key on paper."""

    given_name = forms.CharField(label=pgettext_lazy("person", "First name"), max_length=60)
    family_name = forms.CharField(label=gettext_lazy("Surname"), max_length=60, required=False)
    national_id = NationalIdField(
        label=gettext_lazy("National identity number"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    protected = forms.BooleanField(
        label=gettext_lazy("The person has protected identity"),
        help_text=gettext_lazy("Then only you, and those you name, can open it."),
        required=False,
    )

    def typed_name(self) -> str:
        """The name that was typed."""
        return f"{self.cleaned_data['given_name']} {self.cleaned_data['family_name']}".strip()


class CorrectNameForm(ActForm):
    """Who a record is about."""

    given_name = forms.CharField(label=pgettext_lazy("person", "First name"), max_length=60)
    family_name = forms.CharField(label=gettext_lazy("Surname"), max_length=60, required=False)
    birth_year = forms.IntegerField(
        label=gettext_lazy("Year of birth"),
        min_value=1900,
        max_value=2100,
        required=False,
        help_text=gettext_lazy("Without it nothing can be handed over: nobody knows that the person is an adult."),
    )

    def offer(self) -> None:
        self.fields["birth_year"].required = isinstance(self.instance, Dossier) and bool(self.instance.national_id)


class RetractCodeForm(ActForm):
    """Why a code is taken back."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Reason"),
        choices=[("", gettext_lazy("Choose")), *RetractionReason.choices],
        help_text=gettext_lazy("Only your agency reads it."),
    )


class AddReaderForm(ActForm):
    """A colleague who may read a protected person."""

    reader = forms.TypedChoiceField(label=gettext_lazy("Colleague"), coerce=int, empty_value=None)

    def offer(self) -> None:
        readers = DossierReader.objects.filter(content_object=self.instance).values_list("user_id", flat=True)
        colleagues = User.objects.filter(
            pk__in=self.by.agency.affiliations.in_force().values("user"), is_system=False
        ).exclude(pk__in=list(readers))
        choices = user_labels(colleagues.order_by(Alphabetical("full_name"), "pk"))
        offer_choices(self, "reader", [("", _("Choose a colleague")), *choices])


class FindPersonForm(CleanForm):
    """A person in the agency's own dossiers. Sent by POST, so that no name is ever in an address."""

    q = forms.CharField(
        label=gettext_lazy("Name or national identity number"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class LongSelect(forms.Select):
    """A select with many options, written without a template for each option: that costs more than a list's rows."""

    OPTION = '\n<option value="{}"{}>{}</option>'
    SELECTED = flatatt({"selected": True})

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> Any:
        facts = self.build_attrs({"class": "ds-input", "name": name}, attrs)
        chosen = str(value or "")
        options = ((key, self.SELECTED if key == chosen else "", label) for key, label in self.choices)
        return format_html("<select{}>{}</select>", flatatt(facts), format_html_join("", self.OPTION, options))


class GroupFilter(CleanForm):
    """One group of those that can be seen."""

    group = forms.ChoiceField(label=gettext_lazy("Group"), required=False, widget=LongSelect)

    def __init__(self, *args: Any, groups: dict[UUID, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(pk), name) for pk, name in groups.items()]
        offer_choices(self, "group", [("", _("All groups")), *choices])
