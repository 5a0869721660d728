"""Forms of groups."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from groups.models import Group
from gvi.access.row_security import column
from gvi.pages.fields import DateField
from gvi.pages.forms import ActForm, WarnsOfNames, offer_rows
from gvi.partnerships.on_behalf.forms import SourceForm


def group_field(name: str, **kwargs: Any) -> Any:
    """The form field of a column of Group."""
    return column(Group, name).formfield(**kwargs)


class GroupForm(WarnsOfNames, ActForm):
    """A group's card."""

    open_texts = ("name", "area", "municipality", "summary", "next_step")

    name = group_field("name")
    kind = group_field("kind")
    state = group_field("state")
    area = group_field("area")
    municipality = group_field("municipality")
    size_low = group_field("size_low", label=gettext_lazy("Size, at least"), min_value=0, max_value=1000)
    size_high = group_field("size_high", label=gettext_lazy("Size, at most"), min_value=0, max_value=1000)
    violence = group_field("violence")
    known_since = group_field("known_since", form_class=DateField, latest=timezone.localdate)
    summary = group_field("summary", help_text=gettext_lazy("Without names. Shared together with the group."))
    next_step = group_field(
        "next_step", help_text=gettext_lazy("What is to be done, and by whom. Shared together with the group.")
    )
    review_on = group_field("review_on", form_class=DateField)

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


class SourcedGroupForm(SourceForm, GroupForm):
    """A group's card and the agency that the facts come from. The core agencies read it from the start."""

    open_texts = GroupForm.open_texts

    def offer(self) -> None:
        super().offer()
        for name in ("summary", "next_step"):
            self.fields[name].help_text = _("Without names: every core agency can read it.")

    def is_read_by_others(self) -> bool:
        return True


class PublishGroupsForm(WarnsOfNames, ActForm):
    """The agency's own groups that nobody else sees yet."""

    groups = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Groups to share"),
        queryset=Group.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one group.")},
    )

    def offer(self) -> None:
        offer_rows(self, "groups", Group.objects.filter(owner=self.by.agency).unpublished().by_name())

    def texts(self, cleaned: dict[str, Any]) -> dict[str, str]:
        chosen = cleaned.get("groups") or []
        texts = [str(getattr(group, name)) for group in chosen for name in GroupForm.open_texts]
        return {"groups": " | ".join(texts)}

    def facts(self) -> dict[str, Any]:
        facts = super().facts()
        return facts | {"groups": [group.pk for group in facts["groups"]]}
