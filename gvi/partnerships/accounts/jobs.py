"""Work in the background: the mail of an invitation, and of a link to a new password."""

from uuid import UUID

from gvi.access.principal import Principal
from gvi.jobs.queue import job
from gvi.partnerships.accounts import invitation_links, password_links
from gvi.partnerships.accounts.actions import MAIL_INVITATION, MAIL_PASSWORD_LINK
from gvi.partnerships.models import AccountInvitation, Affiliation


@job(MAIL_INVITATION)
def mail_invitation(target: UUID, by: Principal) -> None:
    """Send the link as it is now, unless the invitation has been withdrawn, accepted or has expired."""
    invitation = AccountInvitation.objects.select_related("owner").get(pk=target)
    if invitation.is_usable:
        invitation_links.mail(invitation)


@job(MAIL_PASSWORD_LINK)
def mail_password_link(target: UUID, by: Principal) -> None:
    """Send the link, made now, unless the person has left."""
    affiliation = (
        Affiliation.objects.in_force().select_related("user").filter(public_id=target, agency=by.agency).first()
    )
    if affiliation:
        password_links.mail(affiliation.user)
