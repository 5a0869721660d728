"""The one-time link of an invitation: signed and never stored.

It names the agency, the invitation and the invitation's version. Every change of the invitation raises the version, so
a new link, a withdrawal and an acceptance each invalidate the earlier links. The row says how old a link may be.
"""

from uuid import UUID

from django.conf import settings
from django.core import signing
from django.core.exceptions import ObjectDoesNotExist
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils.translation import gettext as _

from gvi.access.policy import Right
from gvi.access.principal import Principal, act_as
from gvi.partnerships.accounts.queries import system_principal
from gvi.partnerships.models import AccountInvitation, Affiliation, Agency

SALT = "gvi.partnerships.invitation"
KEY = "kod"


def path(invitation: AccountInvitation) -> str:
    """The address where the invited person joins. It reveals nothing about anyone."""
    code = signing.dumps([invitation.owner_id, invitation.pk.hex, invitation.version], salt=SALT, compress=True)
    return f"{reverse('account_accept_invitation')}?{KEY}={code}"


def opened(code: str) -> tuple[AccountInvitation, Principal] | None:
    """The invitation that a link opens, and the system user that acts for its agency.

    None for every link that is forged, expired, used or withdrawn, or whose sender has left.
    """
    try:
        agency, invitation, version = signing.loads(code, salt=SALT)
        by = system_principal(Agency.objects.get(pk=agency))
    except (signing.BadSignature, ValueError, ObjectDoesNotExist):
        return None
    with act_as(by):
        found = AccountInvitation.objects.filter(pk=UUID(invitation), version=version).select_related("owner").first()
    return (found, by) if found and found.is_usable and _sender_may_invite(found) else None


def _sender_may_invite(invitation: AccountInvitation) -> bool:
    """True if the sender may still invite: a link does not outlive its sender's access."""
    in_force = Affiliation.objects.in_force().for_principal()
    affiliations = in_force.filter(user=invitation.sent_by_id, agency=invitation.owner_id)
    return any(Principal(affiliation).may(Right.PARTNERSHIPS_INVITE) for affiliation in affiliations)


def sends_mail() -> bool:
    """True if the installation can send mail; otherwise the sender hands the link over."""
    return bool(settings.EMAIL_URL and settings.SITE_URL)


def mail(invitation: AccountInvitation) -> None:
    """Send the link. The mail does not say what the system is used for."""
    lines = [
        _("You have been given an account in a system that %(agency)s uses.") % {"agency": invitation.owner.title},
        _("Choose your password within 72 hours. The link works once:"),
        settings.SITE_URL.rstrip("/") + path(invitation),
        _("If you did not expect this, throw the message away."),
    ]
    EmailMessage(_("Your account"), "\n\n".join(lines), to=[invitation.email]).send()
