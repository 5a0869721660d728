"""Forms of meetings."""

import datetime
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gvi.access.guarded import Guarded
from gvi.acts.afterwards import earliest_held
from gvi.meetings.models import AgendaItem, Attendee, ItemKind, Meeting, MeetingKind
from gvi.meetings.queries import attendance_version
from gvi.meetings.rules import check_hours
from gvi.pages.fields import DateField
from gvi.pages.forms import ActForm, WarnsOfNames, offer_rows
from gvi.partnerships.models import Agency
from gvi.text.swedish import Alphabetical

NAMES = "names_"  # one field per agency
MAX_NAMES = 12


class TimeInput(forms.TimeInput):
    """A time of day, as the browser's own time picker expects it."""

    input_type = "time"

    def format_value(self, value: Any) -> Any:
        return value.strftime("%H:%M") if hasattr(value, "strftime") else value


class MeetingForm(WarnsOfNames, ActForm):
    """When, where and what kind."""

    open_texts: tuple[str, ...] = ("venue",)
    field_order = ("kind", "date", "starts_at", "ends_at", "venue", "agencies", "anyway")

    kind = forms.ChoiceField(label=_("Kind"), choices=MeetingKind, initial=MeetingKind.WORKING)
    date = DateField(label=_("Date"))
    starts_at = forms.TimeField(label=_("Starts"), widget=TimeInput)
    ends_at = forms.TimeField(label=_("Ends"), widget=TimeInput)
    venue = forms.CharField(label=_("Place"), max_length=120)

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        if facts.get("starts_at") and facts.get("ends_at"):
            check_hours(facts["starts_at"], facts["ends_at"])
        return facts


class CallForm(MeetingForm):
    """A new meeting, and who is to come."""

    agencies = forms.ModelMultipleChoiceField(
        label=_("At the table"),
        queryset=Agency.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_(
            "Your own agency always is. The core sees every meeting; if one from outside is there, all agencies see it."
        ),
    )

    def offer(self) -> None:
        others = Agency.objects.filter(partnership=self.by.partnership).exclude(pk=self.by.agency.pk)
        offer_rows(self, "agencies", others.order_by("needed_reach", Alphabetical("short_name")))

    def clean_date(self) -> datetime.date:
        date: datetime.date = self.cleaned_data["date"]
        if date < timezone.localdate():
            raise forms.ValidationError(_("Choose a day that has not passed."))
        return date


class HeldForm(CallForm):
    """A meeting that was held: its day has passed, or is today; and who was there."""

    date = DateField(label=_("Date"), earliest=earliest_held, latest=timezone.localdate)

    def clean_date(self) -> datetime.date:
        date: datetime.date = self.cleaned_data["date"]
        return date


class QuickForm(CallForm):
    """A meeting now. Everything is filled in beforehand, so that one press calls it."""

    open_texts = ("venue", "text")
    kind = None  # type: ignore[assignment]  # always a quick check-in
    field_order = ("date", "starts_at", "ends_at", "venue", "text", "agencies", "anyway")

    text = forms.CharField(
        label=_("What the table is asked"), max_length=200, help_text=_("Without names. It is printed on the agenda.")
    )


@dataclass(frozen=True)
class AgencyFields:
    """The two fields of one agency."""

    agency: Agency
    comes: forms.BoundField
    names: forms.BoundField


class AttendanceForm(WarnsOfNames, ActForm):
    """Who comes, agency by agency: one name or function on each line."""

    open_texts = (NAMES,)

    def offer(self) -> None:
        agencies = Agency.objects.filter(partnership=self.by.partnership).order_by(
            "needed_reach", Alphabetical("short_name")
        )
        self.agencies = {agency.pk: agency for agency in agencies}
        names = self._names(self.instance)
        for agency in agencies:
            self._add(agency, names.get(agency.pk))

    def saved(self, instance: Guarded | None) -> dict[str, Any]:
        """Who comes as it is saved now, with a version of its own."""
        if not isinstance(instance, Meeting):
            return {}
        names = {f"{NAMES}{agency}": "\n".join(filter(None, found)) for agency, found in self._names(instance).items()}
        return names | {"version": attendance_version(instance)}

    @staticmethod
    def _names(meeting: Guarded | None) -> dict[int, list[str]]:
        """The names of those who come, by agency."""
        coming = Attendee.objects.filter(meeting=meeting.pk, comes=True) if meeting else Attendee.objects.none()
        names: dict[int, list[str]] = {}
        for attendee in coming.order_by(Alphabetical("name")):
            names.setdefault(attendee.agency_id, []).append(attendee.name)
        return names

    def _add(self, agency: Agency, names: list[str] | None) -> None:
        self.fields[f"comes_{agency.pk}"] = forms.BooleanField(
            label=_("Is at the table"),
            required=False,
            initial=names is not None or agency == self.by.agency,
            disabled=agency == self.by.agency,
        )
        self.fields[f"{NAMES}{agency.pk}"] = forms.CharField(
            label=_("Who comes for %(agency)s") % {"agency": agency.short_name},
            required=False,
            initial="\n".join(name for name in names or [] if name),
            widget=forms.Textarea(attrs={"rows": 2}),
        )

    def agency_fields(self) -> list[AgencyFields]:
        """Each agency with its two fields, for the template."""
        return [AgencyFields(agency, self[f"comes_{pk}"], self[f"{NAMES}{pk}"]) for pk, agency in self.agencies.items()]

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        attendance = {}
        for pk, agency in self.agencies.items():
            names = self._names_on(f"{NAMES}{pk}", facts)
            if names or facts.get(f"comes_{pk}") or agency == self.by.agency:
                attendance[agency] = names
        return {name: facts.get(name) for name in ("version", "key")} | {"attendance": attendance}

    def facts(self) -> dict[str, Any]:
        facts = super().facts()
        return facts | {"shown_version": facts.pop("version")}

    def _names_on(self, field: str, facts: dict[str, Any]) -> list[str]:
        names = list(dict.fromkeys(line.strip() for line in facts.get(field, "").splitlines() if line.strip()))
        if len(names) > MAX_NAMES or any(len(name) > 80 for name in names):
            self.add_error(field, _("At most 12 lines of 80 characters each."))
        return names


class CorrectItemForm(WarnsOfNames, ActForm):
    """The words of an item of the agenda. What it asks for stays."""

    open_texts = ("text", "options")

    text = forms.CharField(
        label=_("What it is about"),
        max_length=200,
        help_text=_(
            "One sentence. No names or other facts about persons: it is printed on the paper that everybody at the "
            "table gets."
        ),
    )
    options = forms.CharField(
        label=_("Choices"),
        max_length=80,
        required=False,
        initial=_("Yes / No"),
        help_text=_("For a decision: boxes to tick on the paper, with / between."),
    )


class ItemForm(CorrectItemForm):
    """A new item of the agenda: what it asks for, and its words."""

    field_order = ("kind", "text", "options")

    kind = forms.ChoiceField(
        label=_("What is asked for"), choices=ItemKind, widget=forms.RadioSelect, initial=ItemKind.DECISION
    )


class SharedItemForm(ItemForm):
    """The same, at a meeting with agencies from outside the core: whether they can see the item."""

    for_all = forms.BooleanField(
        label=_("Also for the agencies outside the core that are at the table"), required=False
    )


class OutcomeForm(WarnsOfNames, ActForm):
    """What came of an item."""

    open_texts = ("outcome",)

    outcome = forms.CharField(label=_("Outcome"), max_length=200, help_text=_("The decision, not the talk. No names."))

    def saved(self, instance: Guarded | None) -> dict[str, Any]:
        return {"outcome": instance.outcome} if isinstance(instance, AgendaItem) else {}
