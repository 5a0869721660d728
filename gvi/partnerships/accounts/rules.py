"""When a user's access may be decided about, and by whom (domain 2.11 rule 21; product 16)."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from gvi.access.policy import roles_of
from gvi.access.principal import Principal
from gvi.acts.requires import NotNow
from gvi.partnerships.accounts.queries import is_responsible_for
from gvi.partnerships.models import AccountInvitation, Affiliation, AffiliationStatus, FactorReset, ResetKind, Unit


def is_someone_else(affiliation: Affiliation, by: Principal) -> None:
    """Nobody decides about their own access. Raises NotNow."""
    if affiliation.user_id == by.user.pk:
        raise NotNow(_("You cannot decide about your own access. Ask another system manager, or your manager."))


def has_not_ended(affiliation: Affiliation, by: Principal) -> None:
    """The access has not ended. Raises NotNow."""
    if affiliation.status == AffiliationStatus.ENDED:
        raise NotNow(_("This access has ended. Invite the person again."))


def is_suspended(affiliation: Affiliation, by: Principal) -> None:
    """The account is closed. Raises NotNow."""
    if affiliation.status != AffiliationStatus.SUSPENDED:
        raise NotNow(_("The account is not closed."))


def is_not_suspended(affiliation: Affiliation, by: Principal) -> None:
    """The account is not closed. Raises NotNow."""
    if affiliation.status == AffiliationStatus.SUSPENDED:
        raise NotNow(_("The account is closed already."))


def has_signed_in_here(affiliation: Affiliation, by: Principal) -> None:
    """The person has signed in for the agency, which learns nothing about the account before. Raises NotNow."""
    here = Affiliation.objects.filter(user=affiliation.user_id, agency=affiliation.agency_id)
    if not here.exclude(last_signed_in_at=None).exists():
        raise NotNow(_("The person has not signed in here yet. Send an invitation."))


def may_be_reset(affiliation: Affiliation, by: Principal) -> None:
    """The access is in force, and the agency is responsible for the account. Raises NotNow."""
    if affiliation.status != AffiliationStatus.IN_FORCE:
        raise NotNow(_("The access is not in force, so there is nothing to reset."))
    if not is_responsible_for(affiliation.agency, affiliation.user):
        raise NotNow(_("Another agency is responsible for this account. The person has to ask there."))


def can_be_reset(reset: FactorReset, by: Principal) -> None:
    """What held of the affiliation when the reset was requested still holds. Raises NotNow."""
    for precondition in (is_someone_else, has_signed_in_here, may_be_reset):
        precondition(reset.affiliation, by)


def is_about_factor(reset: FactorReset, by: Principal) -> None:
    """The request is about a second factor. Raises NotNow."""
    if reset.kind != ResetKind.FACTOR:
        raise NotNow(_("This request is about a password."))


def is_about_password(reset: FactorReset, by: Principal) -> None:
    """The request is about a password. Raises NotNow."""
    if reset.kind != ResetKind.PASSWORD:
        raise NotNow(_("This request is about a second factor."))


def is_second_person(reset: FactorReset, by: Principal) -> None:
    """Neither the one who requested the reset nor the one it is for, and within 24 hours. Raises NotNow."""
    if by.user.pk in (reset.requested_by_id, reset.affiliation.user_id):
        raise NotNow(_("Somebody else has to confirm: not the one who asked, and not the one it is for."))
    if not reset.is_pending:
        raise NotNow(_("The request is older than 24 hours. Make a new one."))


def is_usable(invitation: AccountInvitation, by: Principal) -> None:
    """The link of the invitation still works. Raises NotNow."""
    if not invitation.is_usable:
        raise NotNow(_("The link no longer works. Ask for a new one."))


def check_terms(
    by: Principal, *, role: str, unit: Unit | None, starts_on: date, ends_on: date | None, title: str = ""
) -> None:
    """The role exists at this kind of agency, the unit is its own, the days are in order. Raises ValidationError."""
    if role not in roles_of(by.agency.kind):
        raise ValidationError({"role": _("This role does not exist at your agency.")})
    if unit is not None and unit.agency_id != by.agency.pk:
        raise ValidationError({"unit": _("Choose a unit of your own agency.")})
    if ends_on and ends_on < max(starts_on, timezone.localdate()):
        raise ValidationError({"ends_on": _("The last day cannot be before the first, nor before today.")})
