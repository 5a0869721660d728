"""Forms about the users of an agency. Only that agency reads what is typed."""

from typing import Any, cast

from allauth.account import forms as account
from allauth.mfa.base import forms as factor
from allauth.mfa.totp import forms as totp
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gvi.access.policy import Role, roles_of
from gvi.pages.fields import DateField, LongText
from gvi.pages.forms import ActForm, CleanForm, offer_choices, offer_rows
from gvi.partnerships.accounts.handovers import waiting
from gvi.partnerships.accounts.namesakes import offer_users
from gvi.partnerships.accounts.second_factor import UsedOnce
from gvi.partnerships.models import Affiliation, Unit, User
from gvi.text.emails import check_domain
from gvi.text.swedish import Alphabetical, alphabetical

SUCCESSOR = "successor_"  # the fields that ask who takes over begin so


class LoginForm(CleanForm, account.LoginForm):
    """The address, cleaned, and the password as it was typed."""


class AuthenticateForm(UsedOnce, factor.AuthenticateForm):
    """A code of the second factor."""


class ReauthenticateForm(UsedOnce, factor.ReauthenticateForm):
    """A code of the second factor, asked for again."""


class ActivateTOTPForm(CleanForm, totp.ActivateTOTPForm):
    """The first code of a new authenticator app."""


class AccessForm(ActForm):
    """The role, unit, function and dates of an access. `roles` are those that may be given; the page describes them."""

    roles: list[Role]
    role = forms.ChoiceField(label=gettext_lazy("Role"), help_text=gettext_lazy("The role decides what one may do."))
    title = forms.CharField(
        label=gettext_lazy("Function"),
        max_length=80,
        required=False,
        help_text=gettext_lazy("As others call it: social worker, head of unit."),
    )
    unit = forms.ModelChoiceField(
        label=gettext_lazy("Unit"),
        queryset=Unit.objects.none(),
        required=False,
        empty_label=gettext_lazy("No unit"),
    )
    starts_on = DateField(label=gettext_lazy("From"), initial=timezone.localdate)
    ends_on = DateField(
        label=gettext_lazy("Last day"),
        required=False,
        help_text=gettext_lazy("For a temporary post. May be left empty."),
    )

    def offer(self) -> None:
        self.roles = sorted(roles_of(self.by.agency.kind), key=lambda role: alphabetical(str(role.label)))
        choices = [(role.value, capfirst(str(role.label))) for role in self.roles]
        offer_choices(self, "role", [("", _("Choose")), *choices])
        units = Unit.objects.filter(agency=self.by.agency).order_by(Alphabetical("name"))
        offer_rows(self, "unit", units)
        if not units:
            self.fields.pop("unit")

    def facts(self) -> dict[str, Any]:
        return {"unit": None} | super().facts()


class InvitationForm(AccessForm):
    """The invited person, and the terms."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"), help_text=gettext_lazy("The one at work."), validators=[check_domain]
    )
    field_order = ("version", "key", "name", "email")


class ReasonForm(ActForm):
    """The reason for a decision."""

    reason = LongText(
        label=gettext_lazy("Reason"),
        max_length=300,
        rows=2,
        help_text=gettext_lazy("Only your own agency's system managers and managers read it."),
    )


class EndForm(ReasonForm):
    """The last day, the reason, and who takes over what the person answers for: a field for each kind of it."""

    ends_on = DateField(
        label=gettext_lazy("Last day"),
        help_text=gettext_lazy("Today or earlier means this minute: the person is signed out and jobs are stopped."),
    )
    field_order = ("version", "key", "ends_on", "reason")

    def offer(self) -> None:
        for name, handover, count in waiting(cast(Affiliation, self.instance)):
            takers = handover.takers(cast(Affiliation, self.instance))
            self.fields[SUCCESSOR + name] = forms.ModelChoiceField(
                takers,
                label=handover.question(count),
                required=False,
                empty_label=gettext_lazy("Nobody yet: all colleagues see them as without a worker"),
                help_text=gettext_lazy("Handed over at once. Whoever takes over is told on My day."),
            )
            offer_users(self, SUCCESSOR + name, takers)

    def saved(self, instance: Any) -> dict[str, Any]:
        return {"ends_on": instance.ends_on or timezone.localdate()}

    def facts(self) -> dict[str, Any]:
        facts = super().facts()
        chosen = {name: facts.pop(name) for name in list(facts) if name.startswith(SUCCESSOR)}
        return facts | {"successors": {name.removeprefix(SUCCESSOR): user for name, user in chosen.items() if user}}


class PasswordForm(CleanForm):
    """A password of `user`, typed twice."""

    password = forms.CharField(
        label=gettext_lazy("Password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
        help_text=gettext_lazy("At least 15 characters. A sentence is easier to remember than signs."),
    )
    again = forms.CharField(
        label=gettext_lazy("The same password again"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, self.user)
        return password

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        first, second = typed.get("password"), typed.get("again")
        if first and second and first != second:
            raise ValidationError({"again": _("The two are not the same.")})
        return typed


class ForgottenForm(CleanForm):
    """Where to send the link."""

    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
        validators=[check_domain],
    )
