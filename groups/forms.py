"""Forms of groups and people."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from groups.models import DossierReader, Group, Membership
from gvi.access.policy import Reach
from gvi.access.row_security import column
from gvi.pages.forms import ActForm, WarnsOfNames, day_input, offer_choices, offer_rows
from gvi.partnerships.models import User
from gvi.text import national_ids
from gvi.text.swedish import Swedish


def of_group(name: str, **kwargs: Any) -> Any:
    """The form field of a group's column."""
    return column(Group, name).formfield(**kwargs)


class GroupForm(WarnsOfNames, ActForm):
    """A group's card."""

    open_texts = ("name", "area", "municipality", "summary", "next_step")

    name = of_group("name")
    kind = of_group("kind")
    state = of_group("state")
    area = of_group("area")
    municipality = of_group("municipality")
    size_low = of_group("size_low", label=gettext_lazy("Size, at least"), min_value=0, max_value=1000)
    size_high = of_group("size_high", label=gettext_lazy("Size, at most"), min_value=0, max_value=1000)
    violence = of_group("violence")
    known_since = of_group("known_since", widget=day_input())
    summary = of_group("summary", help_text=gettext_lazy("Without names. Goes along when the group is published."))
    next_step = of_group(
        "next_step", help_text=gettext_lazy("What is to be done, and by whom. Goes along when published.")
    )
    review_on = of_group("review_on", widget=day_input())

    field_order = (
        "name", "kind", "state", "area", "municipality", "size_low", "size_high", "violence", "known_since",
        "summary", "next_step", "review_on", "anyway",
    )  # fmt: skip

    def is_read_by_others(self) -> bool:
        return bool(self.instance and self.instance.is_open)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        low, high = cleaned.get("size_low"), cleaned.get("size_high")
        if low is not None and high is not None and high < low:
            self.add_error("size_high", _("The larger number must not be smaller than the other."))
        return cleaned


class PublishGroupsForm(WarnsOfNames, ActForm):
    """Own groups that nobody else sees yet."""

    groups = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Groups to publish"),
        queryset=Group.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one group.")},
    )

    def offer(self) -> None:
        own = Group.objects.filter(owner=self.by.agency, reach=Reach.OWN).order_by(Swedish("name"))
        offer_rows(self, "groups", own)

    def texts(self, cleaned: dict[str, Any]) -> dict[str, str]:
        chosen = cleaned.get("groups") or []
        return {"groups": " | ".join(text for group in chosen for text in self._card(group))}

    @staticmethod
    def _card(group: Group) -> list[str]:
        return [str(getattr(group, name)) for name in GroupForm.open_texts]

    def facts(self) -> dict[str, Any]:
        facts = super().facts()
        return facts | {"groups": [group.pk for group in facts["groups"]]}


class PublishCodesForm(ActForm):
    """People of one published group who may get a code. `offered` are their memberships, set by the page."""

    group = forms.UUIDField(widget=forms.HiddenInput)
    people = forms.TypedMultipleChoiceField(
        label=gettext_lazy("People who get a code"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one person.")},
    )

    def offer_people(self, offered: list[Membership]) -> None:
        """Only those who may have a code are there to be ticked."""
        offer_choices(self, "people", [(str(m.dossier_id), person_line(m)) for m in offered])


def person_line(membership: Membership) -> str:
    """A person as the owner recognises them in a list of ticks."""
    dossier = membership.dossier
    parts = [str(dossier), str(dossier.birth_year or ""), str(membership.get_role_display())]
    return ", ".join([part for part in parts if part] + [str(membership.get_certainty_display())])


class NationalIdField(forms.CharField):
    """A national id, read into its parts."""

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        try:
            return national_ids.parse(text)
        except national_ids.NotANationalId as error:
            raise ValidationError(
                _("The number is not right. Write it as YYYYMMDD-NNNN, or leave it empty.")
            ) from error


class LinkCodeForm(ActForm):
    """Who a code is, from a key on paper."""

    given_name = forms.CharField(label=pgettext_lazy("person", "First name"), max_length=60)
    family_name = forms.CharField(label=gettext_lazy("Surname"), max_length=60, required=False)
    number = NationalIdField(
        label=gettext_lazy("National identity number"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    protected = forms.BooleanField(
        label=gettext_lazy("The person has protected identity"),
        help_text=gettext_lazy("Then only you, and those you name, can open it."),
        required=False,
    )


class AddReaderForm(ActForm):
    """A colleague who may read a protected person."""

    reader = forms.TypedChoiceField(label=gettext_lazy("Colleague"), coerce=int, empty_value=None)

    def offer(self) -> None:
        held = DossierReader.objects.filter(content_object=self.instance).values_list("user_id", flat=True)
        colleagues = User.objects.filter(
            pk__in=self.by.agency.affiliations.in_force().values("user"), is_system=False
        ).exclude(pk__in=list(held))
        choices = [(user.pk, user.full_name) for user in colleagues.order_by(Swedish("full_name"))]
        offer_choices(self, "reader", [("", _("Choose a colleague")), *choices])

    def saved(self, row: Any) -> dict[str, Any]:
        return {}


class FindPersonForm(forms.Form):
    """The beginning of a name, in the agency's own dossiers. Sent by POST: a name is never in an address."""

    q = forms.CharField(label=gettext_lazy("Name begins with"), max_length=60, required=False)


class LongSelect(forms.Select):
    """A select with many options, written out in one go: a template for each costs more than the rows of a list."""

    OPTION = '\n<option value="{}">{}</option>'
    CHOSEN = '\n<option value="{}" selected>{}</option>'

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> Any:
        facts = self.build_attrs({"class": "ds-input", "name": name}, attrs)
        options = [
            (format_html(self.CHOSEN if key == str(value or "") else self.OPTION, key, label),)
            for key, label in self.choices
        ]
        return format_html("<select{}>{}</select>", flatatt(facts), format_html_join("", "{}", options))


class GroupFilter(forms.Form):
    """One group of those that can be seen."""

    group = forms.ChoiceField(label=gettext_lazy("Group"), required=False, widget=LongSelect)

    def __init__(self, *args: Any, groups: list[Group], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(group.pk), group.name) for group in groups]
        offer_choices(self, "group", [("", _("All groups")), *choices])
