"""Work in the background: the mail of an invitation."""

from uuid import UUID

from gvi.access.principal import Principal
from gvi.jobs.queue import job
from gvi.partnerships.accounts import invitation_links
from gvi.partnerships.accounts.actions import MAIL_INVITATION
from gvi.partnerships.models import AccountInvitation


@job(MAIL_INVITATION)
def mail_invitation(target: UUID, by: Principal) -> None:
    """Send the link as it is now, unless the invitation has been withdrawn, accepted or has expired."""
    invitation = AccountInvitation.objects.select_related("owner").get(pk=target)
    if invitation.is_usable:
        invitation_links.mail(invitation)
