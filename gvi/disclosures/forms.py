"""Forms about disclosures and legal grounds."""

from datetime import timedelta
from typing import Any, cast
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gvi.access.principal import Principal
from gvi.disclosures.models import DisclosedRecord, LegalGround
from gvi.disclosures.presenters import person_name
from gvi.disclosures.protection import check_protection
from gvi.disclosures.queries import confirmations, receivers
from gvi.disclosures.registry import Candidate, Occasion, disclosable, occasions
from gvi.disclosures.rules import check_decision
from gvi.pages.fields import DateField, DateTimeField, LongText, needed_at_times
from gvi.pages.forms import ActForm, CleanForm, offer_choices, offer_rows
from gvi.partnerships.models import Agency

DECISION_FIELDS = (
    "purpose", "valid_until", "ground", "reasons", "consent_on", "cooperation_on", "cooperation_reference",
    "decided_by",
)  # fmt: skip
OWN_WORDS = "assessment_"  # a field for each chosen person, with the id of the row
DEFAULT_VALIDITY = timedelta(days=1)  # if there is no occasion to end with


class AgencyChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # takes none when it runs
    """A choice among agencies by their short names."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.short_name)


class GroundChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # takes none when it runs
    """A choice among grounds. Each says who may use it and when, and whether the agency's lawyer has confirmed it."""

    confirmed: frozenset[int] = frozenset()

    def label_from_instance(self, obj: Any) -> str:
        word = _("confirmed") if obj.pk in self.confirmed else _("not confirmed by a lawyer")
        return format_html('{} – {}<br><span class="gvi-quiet">{}</span>', obj, word, obj.help_text)


class StartForm(CleanForm):
    """The receiver and the occasion. What can be chosen afterwards depends on both."""

    till = AgencyChoice(
        label=gettext_lazy("Receiver"), queryset=Agency.objects.none(), empty_label=gettext_lazy("Choose")
    )
    tillfalle = forms.ChoiceField(
        label=gettext_lazy("Occasion"),
        required=False,
        help_text=gettext_lazy("An occasion brings its people and its end. Without one you choose yourself."),
    )

    def __init__(self, *args: Any, by: Principal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = occasions()
        self.fields["till"].queryset = receivers(by)  # type: ignore[attr-defined]
        choices = [("", _("no occasion")), *((occasion.key, occasion.name) for occasion in self.known.values())]
        self.fields["tillfalle"].choices = choices  # type: ignore[attr-defined]

    @property
    def receiver(self) -> Agency | None:
        """The chosen receiver, if it may be chosen."""
        return self.cleaned_data.get("till") if self.is_valid() else None

    @property
    def occasion(self) -> Occasion | None:
        """The chosen occasion, or none."""
        return self.known.get(self.cleaned_data.get("tillfalle") or "") if self.is_valid() else None


class HandOverForm(ActForm):
    """The decision. The people and the grounds to choose from depend on the receiver and the occasion."""

    people = forms.TypedMultipleChoiceField(
        label=gettext_lazy("People"),
        coerce=UUID,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "gvi-options--many"}),
        error_messages={"required": gettext_lazy("Choose at least one person.")},
    )
    for_protection = forms.BooleanField(
        label=gettext_lazy("The duty to report or protection asks for it"),
        required=False,
        help_text=gettext_lazy(
            "Needed for everybody under 18, relatives and people with protected identity, and only for them. It is "
            "marked here, with the receiver and on the decision."
        ),
    )
    protection_reason = needed_at_times(
        LongText(
            label=gettext_lazy("What asks for it"),
            max_length=300,
            rows=2,
            help_text=gettext_lazy(
                "Needed where the duty to report or protection asks for it: which duty, or what they are protected "
                "from. The receiver reads it."
            ),
        )
    )
    information = forms.MultipleChoiceField(
        label=gettext_lazy("Information"),
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("No more than the receiver needs."),
        error_messages={"required": gettext_lazy("Choose which information.")},
    )
    purpose = forms.CharField(label=gettext_lazy("What for"), max_length=200)
    valid_until = DateTimeField(
        label=gettext_lazy("Valid until"),
        help_text=gettext_lazy("Then it disappears from the receiver's screens by itself. What is printed remains."),
    )
    ground = GroundChoice(
        label=gettext_lazy("Legal ground"),
        queryset=LegalGround.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose a ground.")},
    )
    reasons = needed_at_times(
        LongText(
            label=gettext_lazy("Assessment"),
            max_length=1000,
            help_text=gettext_lazy(
                "Needed where the ground asks for it, and where your agency has not confirmed the ground."
            ),
        )
    )
    consent_on = needed_at_times(
        DateField(
            latest=timezone.localdate,
            label=gettext_lazy("Written consent given on"),
            help_text=gettext_lazy("Needed where the ground is consent, and only there."),
        )
    )
    cooperation_on = needed_at_times(
        DateField(
            latest=timezone.localdate,
            label=gettext_lazy("Decision on cooperation, day"),
            help_text=gettext_lazy("Needed where the ground is a specially decided cooperation, and only there."),
        )
    )
    cooperation_reference = needed_at_times(
        forms.CharField(
            label=gettext_lazy("Decision on cooperation, reference"),
            max_length=80,
            help_text=gettext_lazy("The number by which the decision is found. Needed together with its day."),
        )
    )
    decided_by = forms.CharField(
        label=gettext_lazy("Decided by"),
        max_length=120,
        help_text=gettext_lazy("Function, for example a head of unit by delegation. Your own name is in the log."),
    )
    assessed_each = forms.BooleanField(
        label=gettext_lazy("The assessment has been made for each person"), required=False
    )

    def offer_to(self, receiver: Agency, occasion: Occasion | None, candidates: list[Candidate]) -> None:
        """Set the choices for this receiver, and fill in what follows from the occasion."""
        self.receiver, self.candidates = receiver, candidates
        if not any(candidate.refusal for candidate in candidates):
            del self.fields["for_protection"], self.fields["protection_reason"]
        groups: dict[str, list[tuple[str, str]]] = {}
        for candidate in candidates:
            choice = (str(candidate.row), _label(candidate))
            groups.setdefault(_heading(candidate), []).append(choice)
        offer_choices(self, "people", groups.items())
        offer_choices(self, "information", disclosable().fields.items())
        offer_rows(self, "ground", LegalGround.objects.in_force().between(self.by.agency, receiver).order_by("pk"))
        self.fields["ground"].confirmed = frozenset(confirmations())  # type: ignore[attr-defined]
        self.initial.setdefault("valid_until", occasion.ends_at if occasion else timezone.now() + DEFAULT_VALIDITY)
        if occasion:
            self.initial.setdefault("purpose", occasion.name)
        self._offer_own_words(candidates)

    def _offer_own_words(self, candidates: list[Candidate]) -> None:
        """A field for each chosen person: what the assessment says of that person alone."""
        chosen = set(cast(QueryDict, self.data).getlist("people")) if self.is_bound else set()
        for candidate in candidates:
            if str(candidate.row) in chosen:
                self.fields[f"{OWN_WORDS}{candidate.row}"] = needed_at_times(
                    LongText(label=_label(candidate), max_length=300, rows=2)
                )

    @property
    def own_words(self) -> list[forms.BoundField]:
        """The fields for the chosen persons."""
        return [self[name] for name in self.fields if name.startswith(OWN_WORDS)]

    def clean(self) -> dict[str, Any]:
        """Check before the preview what the act would refuse."""
        if not self.errors:
            decided = {name: self.cleaned_data[name] for name in DECISION_FIELDS}
            reason = self.cleaned_data.get("protection_reason", "")
            check_decision(by=self.by, receiver=self.receiver, protection_reason=reason, **decided)
            check_protection(
                [candidate for candidate in self.candidates if candidate.row in self.cleaned_data["people"]],
                receiver=self.receiver, ground=decided["ground"], reason=reason,
                marked=self.cleaned_data.get("for_protection", False),
            )  # fmt: skip
        return self.cleaned_data

    def facts(self) -> dict[str, Any]:
        facts = super().facts()
        own_words = {name: facts.pop(name) for name in list(facts) if name.startswith(OWN_WORDS)}
        assessments = {UUID(name.removeprefix(OWN_WORDS)): text for name, text in own_words.items()}
        return facts | {"fields": facts.pop("information"), "assessments": assessments}


def _label(candidate: Candidate) -> str:
    """The name and code by which the giver recognises a person in the list, and what protects that person."""
    return " · ".join(str(part) for part in (candidate.name, candidate.code, candidate.refusal) if part)


def _heading(candidate: Candidate) -> str:
    """What a person is listed under: the group, or that the marked way is the only one."""
    if candidate.refusal:
        return _("Only where the duty to report or protection asks for it")
    return candidate.group_name or _("in no group")


class WithdrawPersonForm(ActForm):
    """Which of the people is taken back."""

    record = forms.TypedChoiceField(label=gettext_lazy("Person"), coerce=UUID, empty_value=None)

    def offer(self) -> None:
        disclosure = self.instance.pk if self.instance else None
        left = DisclosedRecord.objects.in_force().filter(disclosure=disclosure).order_by("code", "pk")
        offer_choices(self, "record", [("", _("Choose")), *((str(each.pk), person_name(each)) for each in left)])


class ConfirmGroundForm(ActForm):
    """Who confirmed a ground, and when."""

    confirmed_by = forms.CharField(
        label=gettext_lazy("Confirmed by"),
        max_length=120,
        help_text=gettext_lazy("Function, for example the agency's lawyer."),
    )
    confirmed_on = DateField(label=gettext_lazy("Confirmed on"), latest=timezone.localdate, initial=timezone.localdate)
