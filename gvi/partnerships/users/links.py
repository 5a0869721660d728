"""The one-time link of an invitation: signed, never stored, dead when the row moves on.

It names the agency, the invitation and the invitation's version. The version is raised by every change of the row:
a new link, a withdrawal and an acceptance each kill the links before. The row says how old a link may be.
"""

from uuid import UUID

from django.conf import settings
from django.core import signing
from django.core.exceptions import ObjectDoesNotExist
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils.translation import gettext as _

from gvi.access.principal import Principal, act_as
from gvi.partnerships.actions import system_principal
from gvi.partnerships.models import AccountInvitation, Affiliation, Agency

SALT = "gvi.partnerships.invite"
KEY = "kod"


def path(invite: AccountInvitation) -> str:
    """Where the invited person joins. Nothing in it tells of anybody."""
    code = signing.dumps([invite.owner_id, invite.pk.hex, invite.version], salt=SALT, compress=True)
    return f"{reverse('account_accept_invite')}?{KEY}={code}"


def opened(code: str) -> tuple[AccountInvitation, Principal] | None:
    """The invitation that a link opens, and the system user that acts for its agency. None for every link that is
    wrong, old, used or withdrawn, or whose maker has left: the answer is the same for all.
    """
    try:
        agency, invite, version = signing.loads(code, salt=SALT)
        by = system_principal(Agency.objects.get(pk=agency))
    except (signing.BadSignature, ValueError, ObjectDoesNotExist):
        return None
    with act_as(by):
        found = AccountInvitation.objects.filter(pk=UUID(invite), version=version).select_related("owner").first()
    return (found, by) if found and found.is_usable and _answers(found) else None


def _answers(invite: AccountInvitation) -> bool:
    """Whether the one who invited may still do so: a link does not outlive its maker's access."""
    theirs = Affiliation.objects.in_force().for_principal().filter(user=invite.sent_by_id, agency=invite.owner_id)
    return any(Principal(one).may("partnerships.invite") for one in theirs)


def sends_mail() -> bool:
    """Whether the installation can send mail; else the one who invites hands the link over."""
    return bool(settings.EMAIL_URL and settings.SITE_URL)


def mail(invite: AccountInvitation) -> None:
    """Tell the invited person, and say nothing of what the system is used for."""
    lines = [
        _("You have been given an account in a system that %(agency)s uses.") % {"agency": invite.owner.title},
        _("Choose your password within 72 hours. The link works once:"),
        settings.SITE_URL.rstrip("/") + path(invite),
        _("If you did not expect this, throw the message away."),
    ]
    EmailMessage(_("Your account"), "\n\n".join(lines), to=[invite.email]).send()
