"""Work in the background: the mail of an invitation."""

from uuid import UUID

from gvi.access.principal import Principal
from gvi.jobs.queue import job
from gvi.partnerships.models import AccountInvitation
from gvi.partnerships.users import links
from gvi.partnerships.users.actions import MAIL


@job(MAIL)
def mail_invite(target: UUID, by: Principal) -> None:
    """Send the link as it is now. One that was withdrawn, used or has run out is not sent."""
    invite = AccountInvitation.objects.select_related("owner").get(pk=target)
    if invite.is_usable:
        links.mail(invite)
