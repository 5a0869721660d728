"""How allauth makes accounts and second factors here."""

from datetime import timedelta
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY as METHODS
from allauth.mfa.adapter import DefaultMFAAdapter
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from gvi.partnerships.accounts import limits, sign_in_log
from gvi.partnerships.accounts.sign_in_log import Event
from gvi.text.national_ids import seal, unseal

# The same whether or not there is such an account.
WRONG_LOGIN = _l(
    "The e-mail address or the password is wrong: check both and try again, or press “Forgotten your password?”."
)
WRONG_PASSWORD = _l("The password is wrong: type the one you log in with now.")


class AccountAdapter(DefaultAccountAdapter):
    """An agency's system manager makes the accounts; nobody signs up. A closed one answers like a wrong password."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": WRONG_LOGIN,
        "invalid_login": WRONG_LOGIN,
        "incorrect_password": WRONG_PASSWORD,
        "enter_current_password": WRONG_PASSWORD,
        "too_many_login_attempts": _l("Too many attempts. Wait a quarter of an hour and try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        """Count a password given now as a reauthentication, so that the next page does not ask for it again."""
        for record in request.session.get(METHODS, []):
            record["reauthenticated"] = record["method"] == "password"
        request.session.modified = True
        return super().post_login(request, user, **kwargs)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the attempt. Raises ValidationError, whether the account exists or not, that says until when."""
        email = credentials.get("email", "")
        try:
            self._attempt = limits.begin(request, email)
        except limits.TooMany as refusal:
            if refusal.is_first:
                sign_in_log.record_failure(Event.LOCKED, email, request)
            until = date_format(timezone.localtime(refusal.until) + timedelta(minutes=1), "TIME_FORMAT")
            sentence = _("Too many attempts. Nobody can try again here before %(time)s.")
            raise ValidationError(sentence % {"time": until}) from refusal

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """An attempt with the right password does not count. A demo account has none where DEMO is off."""
        user: Any = super().authenticate(request, **credentials)
        if user is None or not user.is_active or not user.exists_here:
            return None
        self._attempt.take_back()
        return user

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        sign_in_log.record_failure(Event.WRONG_PASSWORD, credentials.get("email", ""), request)

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Show no messages about signing in and out."""


class SecondFactorAdapter(DefaultMFAAdapter):
    """Stores the secrets encrypted, and names the account in the authenticator app without the agency."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _l(
            "The code is not right, or has been used already. Wait for the next one in the app. If that is refused "
            "too, check that the telephone sets its clock by itself."
        )
    }

    def get_totp_label(self, user: Any) -> str:
        return str(user.email)

    def encrypt(self, text: str) -> str:
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(encrypted_text)
