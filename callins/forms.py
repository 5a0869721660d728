"""What is typed about call-ins, invitations and seats."""

import datetime
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.forms import TimeInput
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from callins.models import Attendance, CallIn, Invitation, StrikeReason
from callins.queries import InvitationRow, invitable_codes, invitation_rows, invitations_to, published_groups
from callins.seat_changes import SeatChange, field_name
from groups.models import Group
from groups.people.queries import known_names
from gvi.acts.afterwards import earliest_held
from gvi.pages.fields import DateField
from gvi.pages.forms import ActForm, WarnsOfNames, offer_rows

LAST_MILLISECOND = 4_102_444_800_000  # the year 2100


class ByGroup(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # takes none when it runs
    """Groups to tick, each with its number of codes."""

    def label_from_instance(self, obj: Any) -> str:
        codes = ngettext("%(n)s code", "%(n)s codes", obj.codes) % {"n": obj.codes}
        return f"{obj.name} · {codes}"


class CallInForm(WarnsOfNames, ActForm):
    """A call-in's day, hours, place and groups."""

    open_texts = ("venue", "purpose")
    field_order = ("date", "starts_at", "ends_at", "venue", "purpose", "groups", "anyway")

    date = DateField(label=_("Date"))
    starts_at = forms.TimeField(label=_("Starts"), widget=TimeInput(format="%H:%M", attrs={"type": "time"}))
    ends_at = forms.TimeField(label=_("Ends"), widget=TimeInput(format="%H:%M", attrs={"type": "time"}))
    venue = forms.CharField(
        label=_("Venue"), max_length=120, help_text=_("Neutral ground, without ties to any of the groups.")
    )
    purpose = forms.CharField(
        label=_("Purpose"),
        max_length=200,
        required=False,
        help_text=_("One line. No names and no personal details: every core agency reads it."),
    )
    groups = ByGroup(
        label=_("Groups"),
        queryset=Group.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Only groups shared with the parties can be chosen."),
    )

    def offer(self) -> None:
        offer_rows(self, "groups", published_groups())

    def clean_date(self) -> datetime.date:
        """A new date that has passed is nearly always a mistake, except where the call-in is entered afterwards."""
        date: datetime.date = self.cleaned_data["date"]
        callin = self.instance if isinstance(self.instance, CallIn) else None
        may_pass = callin is not None and (callin.date == date or callin.entered_at is not None)
        if date < timezone.localdate() and not may_pass:
            raise ValidationError(_("This day has already passed."))
        return date


class HeldCallInForm(CallInForm):
    """A call-in that was held: its day has passed, or is today."""

    date = DateField(label=_("Date"), earliest=earliest_held, latest=timezone.localdate)

    def clean_date(self) -> datetime.date:
        date: datetime.date = self.cleaned_data["date"]
        return date


class ChangeForm(CallInForm):
    """The same, and groups to add: one that is in scope stays in the record."""

    groups = ByGroup(
        label=_("Add groups"),
        queryset=Group.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def offer(self) -> None:
        named = cast(CallIn, self.instance).scope.values("group")
        further = published_groups().exclude(pk__in=named)
        if further:
            offer_rows(self, "groups", further)
        else:
            del self.fields["groups"]


class InvitationsForm(ActForm):
    """The form of an act on invitations to a call-in. They may be several agencies', so the form writes no row."""

    def __init__(self, *args: Any, callin: CallIn, **kwargs: Any) -> None:
        self.callin = callin
        super().__init__(*args, **kwargs)

    def facts(self) -> dict[str, Any]:
        return {"key": self.cleaned_data.get("key")}


class InviteForm(InvitationsForm):
    """Codes to tick, one list per group, with names beside for the agency that holds them."""

    def offer(self) -> None:
        self.codes = {str(code.pk): code for code in invitable_codes(self.callin, self.by)}
        names = known_names(self.codes.values())
        lists: dict[Group, list[tuple[str, str]]] = {}
        for key, code in self.codes.items():
            label = f"{code.code} · {names[code.pk]}" if code.pk in names else code.code
            lists.setdefault(code.group, []).append((key, label))
        for group, choices in lists.items():
            self.fields[f"group_{group.pk.hex}"] = forms.MultipleChoiceField(
                label=group.name,
                choices=choices,
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )

    def lists(self) -> list[forms.BoundField]:
        """The list of each group."""
        return [self[name] for name in self.fields if name.startswith("group_")]

    def clean(self) -> dict[str, Any]:
        if not self.errors and not self._ticked():
            raise ValidationError(_("Tick at least one code."))
        return self.cleaned_data

    def _ticked(self) -> list[str]:
        return [key for name, keys in self.cleaned_data.items() if name.startswith("group_") for key in keys]

    def facts(self) -> dict[str, Any]:
        return super().facts() | {"person_codes": [self.codes[key] for key in self._ticked()]}


class SeatsForm(WarnsOfNames, InvitationsForm):
    """All invitations to a call-in on one page, each with seat, arrival and escort.

    Only those that differ from what was shown are sent on, each with the version that was shown.
    """

    NAMES = ("seat", "slot", "escort")
    open_texts = ("escort_",)

    def offer(self) -> None:
        self.rows = invitation_rows(self.callin, self.by, invitations_to(self.callin).standing())
        for row in self.rows:
            if row.may_seat:
                self._add(row)

    def _add(self, row: InvitationRow) -> None:
        invitation, code = row.invitation, row.code.code
        number = forms.NumberInput(attrs={"min": 1, "max": 400, "inputmode": "numeric"})
        time = TimeInput(format="%H:%M", attrs={"type": "time"})
        fields = {
            "seat": forms.IntegerField(label=_("Seat of %s") % code, min_value=1, max_value=400, widget=number),
            "slot": forms.TimeField(label=_("Arrival of %s") % code, required=False, widget=time),
            "escort": forms.CharField(label=_("Escort of %s") % code, required=False, max_length=80),
        }
        for name, field in fields.items():
            field.initial, field.show_hidden_initial = getattr(invitation, name), True
            self.fields[field_name(invitation, name)] = field
        version = forms.IntegerField(initial=invitation.version, widget=forms.HiddenInput)
        self.fields[field_name(invitation, "version")] = version

    def rows_with_fields(self) -> list["SeatRow"]:
        """The invitations with their fields; without fields if this agency may only read."""
        return [SeatRow(row, self._bound(row)) for row in self.rows]

    def _bound(self, row: InvitationRow) -> dict[str, forms.BoundField]:
        names = (*self.NAMES, "version") if row.may_seat else ()
        return {name: self[field_name(row.invitation, name)] for name in names}

    def facts(self) -> dict[str, Any]:
        return super().facts() | {"changes": self._changes()}

    def _changes(self) -> dict[UUID, SeatChange]:
        found = {row.invitation.pk: self._change(row.invitation) for row in self.rows}
        return {pk: change for pk, change in found.items() if change is not None}

    def _change(self, invitation: Invitation) -> SeatChange | None:
        changed = [name for name in self.NAMES if field_name(invitation, name) in self.changed_data]
        if not changed:
            return None
        facts = {name: self.cleaned_data[field_name(invitation, name)] for name in changed}
        return SeatChange(self.cleaned_data[field_name(invitation, "version")], facts)

    def show_stale(self) -> None:
        """Show what is saved now beside each line that somebody else changed; saving again is against that."""
        changes = self._changes()
        fresh: dict[str, Any] = {}
        for row in invitation_rows(self.callin, self.by, invitations_to(self.callin).standing()):
            invitation = row.invitation
            if invitation.pk in changes and changes[invitation.pk].version != invitation.version:
                self.add_error(field_name(invitation), _changed_meanwhile(invitation))
                fresh[field_name(invitation, "version")] = invitation.version
        self.replace_typed(fresh)


@dataclass(frozen=True)
class SeatRow:
    """An invitation with its form fields by name."""

    row: InvitationRow
    fields: dict[str, forms.BoundField]


def _changed_meanwhile(invitation: Invitation) -> str:
    return _("Somebody changed this line meanwhile. Saved now: seat %(seat)s, arrives %(slot)s, escort %(escort)s.") % {
        "seat": invitation.seat,
        "slot": time_format(invitation.slot) if invitation.slot else "–",
        "escort": invitation.escort or "–",
    }


class StrikeForm(ActForm):
    """Why a person is struck from the evening."""

    reason = forms.ChoiceField(
        label=_("Reason"),
        choices=[("", _("Choose")), *StrikeReason.choices],
        help_text=_("Read only by the agency whose code it is. Write nothing about it elsewhere."),
    )


class AttendanceForm(ActForm):
    """One tap. `shown` is the outcome that the page showed when it was pressed.

    `tapped_at` is when, in milliseconds since 1970 by our clock: the page has compared the tablet's with it. Without
    JavaScript it is empty, and the tap is of this moment.
    """

    outcome = forms.ChoiceField(choices=Attendance.choices)
    shown = forms.CharField(required=False, widget=forms.HiddenInput)
    tapped_at = forms.IntegerField(required=False, min_value=0, max_value=LAST_MILLISECOND, widget=forms.HiddenInput)

    def facts(self) -> dict[str, Any]:
        tapped_at = self.cleaned_data["tapped_at"]
        return {
            "key": self.cleaned_data.get("key"),
            "outcome": self.cleaned_data["outcome"],
            "tapped_at": datetime.datetime.fromtimestamp(tapped_at / 1000, datetime.UTC) if tapped_at else None,
        }
