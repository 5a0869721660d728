"""The link by which somebody who has forgotten the password chooses a new one: signed, never stored, for an hour.

It holds a fingerprint of what a session must hold: a new password, or a reset of the second factor, ends it. It opens
nothing by itself; signing in still takes the second factor.
"""

from uuid import uuid4

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from gvi.acts import timed_values
from gvi.jobs import queue
from gvi.partnerships.accounts import sign_in_log
from gvi.partnerships.accounts.actions import MAIL_PASSWORD_LINK
from gvi.partnerships.accounts.devices import mark_of
from gvi.partnerships.accounts.invitation_links import KEY
from gvi.partnerships.accounts.queries import system_principal
from gvi.partnerships.models import Affiliation, User

SALT = "gvi.partnerships.password"
VALIDITY = 60 * 60  # seconds
MAILS_AN_HOUR = 3  # to one address


def path(user: User) -> str:
    """The address where the person chooses a new password. It reveals nothing about anyone."""
    code = signing.dumps([user.pk, _fingerprint(user)], salt=SALT, compress=True)
    return f"{reverse('account_new_password')}?{KEY}={code}"


def opened(code: str) -> User | None:
    """The account that a link opens. None for one that is forged, expired or used, or of somebody who has left."""
    try:
        number, fingerprint = signing.loads(code, salt=SALT, max_age=VALIDITY)
        user = User.objects.filter(pk=number, is_active=True, is_system=False).first()
    except (signing.BadSignature, ValueError, TypeError):
        return None
    if user is None or not constant_time_compare(_fingerprint(user), str(fingerprint)):
        return None
    return user if user.affiliations.in_force().exists() else None


def _fingerprint(user: User) -> str:
    return user.get_session_auth_hash()[:32]


def ask_for_mail(email: str, request: HttpRequest) -> None:
    """Have a link sent to the address, if it is somebody's, once the answer has been sent: its time tells nothing."""

    def order() -> None:
        number, _until = timed_values.count(f"password mail {mark_of(email)}", seconds=60 * 60)
        in_force = Affiliation.objects.in_force().for_principal().order_by("pk")
        affiliation = in_force.filter(user__email=email.strip().lower(), user__is_system=False).first()
        if affiliation is None or number > MAILS_AN_HOUR:
            return
        sign_in_log.record(sign_in_log.Event.PASSWORD_ASKED, affiliation.user, request=request)
        by = system_principal(affiliation.agency)
        queue.order(MAIL_PASSWORD_LINK, affiliation.public_id, by=by, once=uuid4().hex)

    sign_in_log.after_answer(order)


def mail(user: User) -> None:
    """Send the link. The mail does not say what the system is used for."""
    lines = [
        _("Somebody has asked for a new password for your account. Choose it within an hour. The link works once:"),
        settings.SITE_URL.rstrip("/") + path(user),
        _("If it was not you, throw the message away: your password is as it was."),
    ]
    EmailMessage(_("A new password"), "\n\n".join(lines), to=[user.email]).send()
