"""What is typed about call-ins, invitations and seats."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import DateInput, TimeInput
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from callins.models import Attendance, CallIn, Invitation
from callins.places import Place, field_of
from callins.seats import Line, invitable, lines, published_groups
from groups.models import Group
from groups.names import names_beside
from gvi.pages.forms import ActForm, WarnsOfNames, offer_rows


class ByGroup(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # takes none when it runs
    """Groups to tick, each with its number of codes."""

    def label_from_instance(self, obj: Any) -> str:
        codes = ngettext("%(n)s code", "%(n)s codes", obj.codes) % {"n": obj.codes}
        return f"{obj.name} · {codes}"


class CallInForm(WarnsOfNames, ActForm):
    """A call-in's day, hours, place and groups."""

    open_texts = ("venue", "purpose")
    field_order = ("on", "starts", "ends", "venue", "purpose", "groups", "anyway")

    on = forms.DateField(label=_("Date"), widget=DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
    starts = forms.TimeField(label=_("Starts"), widget=TimeInput(format="%H:%M", attrs={"type": "time"}))
    ends = forms.TimeField(label=_("Ends"), widget=TimeInput(format="%H:%M", attrs={"type": "time"}))
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
        help_text=_("Only published groups can be chosen."),
    )

    def offer(self) -> None:
        offer_rows(self, "groups", published_groups())

    def clean_on(self) -> Any:
        """A day that has passed is nearly always a slip of the hand."""
        on = self.cleaned_data["on"]
        kept = self.instance is not None and self.instance.on == on  # type: ignore[attr-defined]
        if on < timezone.localdate() and not kept:
            raise ValidationError(_("This day has already passed."))
        return on


class ChangeForm(CallInForm):
    """The same, and groups to add: one that is named already stays in the record."""

    groups = ByGroup(
        label=_("Add groups"),
        queryset=Group.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def offer(self) -> None:
        named = self.instance.scope.values("group")  # type: ignore[union-attr]
        further = published_groups().exclude(pk__in=named)
        if further:
            offer_rows(self, "groups", further)
        else:
            del self.fields["groups"]


class OnCallIn(ActForm):
    """The form of an act on seats of a call-in. The rows may be several agencies', so the call-in is not the row."""

    def __init__(self, *args: Any, callin: CallIn, **kwargs: Any) -> None:
        self.callin = callin
        super().__init__(*args, **kwargs)

    def facts(self) -> dict[str, Any]:
        return {"key": self.cleaned_data.get("key"), "callin": self.callin}


class InviteForm(OnCallIn):
    """Codes to tick, one list per group, with names beside for the agency that holds them."""

    def offer(self) -> None:
        self.codes = {str(code.pk): code for code in invitable(self.callin, self.by)}
        names = names_beside(self.codes.values())
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


class SeatsForm(WarnsOfNames, OnCallIn):
    """All seats of a call-in on one page: a line each with seat, arrival and escort.

    Only lines that differ from what was shown are sent on, each with the version it showed.
    """

    NAMES = ("seat", "slot", "escort")
    open_texts = ("escort_",)

    def offer(self) -> None:
        self.lines = lines(self.callin, self.by)
        for line in self.lines:
            if line.places:
                self._add(line)

    def _add(self, line: Line) -> None:
        seat, code = line.seat, line.code.code
        number = forms.NumberInput(attrs={"min": 1, "max": 400, "inputmode": "numeric"})
        time = TimeInput(format="%H:%M", attrs={"type": "time"})
        fields = {
            "seat": forms.IntegerField(label=_("Seat of %s") % code, min_value=1, max_value=400, widget=number),
            "slot": forms.TimeField(label=_("Arrival of %s") % code, required=False, widget=time),
            "escort": forms.CharField(label=_("Escort of %s") % code, required=False, max_length=80),
        }
        for name, field in fields.items():
            field.initial, field.show_hidden_initial = getattr(seat, name), True
            self.fields[field_of(seat, name)] = field
        self.fields[field_of(seat, "version")] = forms.IntegerField(initial=seat.version, widget=forms.HiddenInput)

    def rows(self) -> list[tuple[Line, list[forms.BoundField]]]:
        """The lines with their fields; none where this agency may only read."""
        return [
            (line, [self[field_of(line.seat, n)] for n in (*self.NAMES, "version")] if line.places else [])
            for line in self.lines
        ]

    def facts(self) -> dict[str, Any]:
        return super().facts() | {"places": {line.seat.pk: p for line in self.lines if (p := self._place(line))}}

    def _place(self, line: Line) -> Place | None:
        changed = [n for n in self.NAMES if field_of(line.seat, n) in self.changed_data]
        if not changed:
            return None
        facts = {n: self.cleaned_data[field_of(line.seat, n)] for n in changed}
        return Place(self.cleaned_data[field_of(line.seat, "version")], facts)

    def tell_stale(self) -> None:
        """Put what is saved now beside each line that somebody else changed; saving again is against that."""
        places = self.facts()["places"]
        fresh: dict[str, Any] = {}
        for line in lines(self.callin, self.by):
            seat = line.seat
            if seat.pk in places and places[seat.pk].version != seat.version:
                self.add_error(field_of(seat), _changed_meanwhile(seat))
                fresh[field_of(seat, "version")] = seat.version
        self.replace_typed(fresh)


def _changed_meanwhile(seat: Invitation) -> str:
    return _("Somebody changed this line meanwhile. Saved now: seat %(seat)s, arrives %(slot)s, escort %(escort)s.") % {
        "seat": seat.seat,
        "slot": seat.slot.strftime("%H.%M") if seat.slot else "–",
        "escort": seat.escort or "–",
    }


class TickForm(ActForm):
    """One tap. `shown` is the outcome that the page showed when it was pressed."""

    outcome = forms.ChoiceField(choices=Attendance.choices)
    shown = forms.CharField(required=False, widget=forms.HiddenInput)

    def facts(self) -> dict[str, Any]:
        return {"key": self.cleaned_data.get("key"), "outcome": self.cleaned_data["outcome"]}
