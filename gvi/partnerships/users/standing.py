"""Who works at an agency, who may decide about whom, and what is due. Reads only."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.db.models import Case, CharField, Exists, F, OuterRef, Q, QuerySet, When
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from gvi.access.policy import Role, roles_of
from gvi.access.principal import Principal
from gvi.acts.act import NotNow
from gvi.partnerships.models import (
    AccountInvitation,
    Affiliation,
    AffiliationStatus,
    Agency,
    FactorReset,
    FactorResetState,
    Unit,
    User,
)
from gvi.text.swedish import Swedish

YEAR = timedelta(days=365)
# The name the own agency is shown, in SQL; the same rule as Affiliation.known_as.
KNOWN_AS = Case(
    When(Q(last_signed_in_at=None) & ~Q(invited_as=""), then=F("invited_as")),
    default=F("user__full_name"),
    output_field=CharField(),
)
BY_NAME = Swedish(KNOWN_AS)
REVIEWED = Coalesce("confirmed_on", "starts_on")


def people_of(agency: Agency) -> QuerySet[Affiliation]:
    """Everybody who has or has had an affiliation with the agency; never the system's own user."""
    here = Affiliation.objects.filter(agency=agency, user__is_system=False)
    factor = Authenticator.objects.filter(user=OuterRef("user"), type=Authenticator.Type.TOTP)
    return here.select_related("user", "unit", "agency").annotate(has_factor=Exists(factor))


def ended() -> Q:
    """The same rule as Affiliation.status, in SQL."""
    today = timezone.localdate()
    return Q(ends_on__lt=today) | Q(ends_on__lte=today, shut_at__isnull=False)


def not_ended(agency: Agency) -> QuerySet[Affiliation]:
    """Those who have access, will have it, or are closed for now: what the yearly review goes through."""
    return people_of(agency).exclude(Q(ends_on__isnull=False) & ended())


def late_since(today: date) -> date:
    """Whoever was reviewed on this day or earlier is late (product 16: once a year)."""
    return today - YEAR


def reviewed(affiliation: Affiliation) -> date:
    """When somebody last said that the access is right; at first the day it began."""
    return affiliation.confirmed_on or affiliation.starts_on


def to_review(agency: Agency) -> QuerySet[Affiliation]:
    """Those whose access nobody has confirmed for a year."""
    old = not_ended(agency).alias(reviewed=REVIEWED)
    return old.filter(reviewed__lte=late_since(timezone.localdate()))


def looks_after(agency: Agency, user: User) -> bool:
    """Whether the agency may decide about the account itself: the one whose affiliation in force is the oldest.

    Whoever works for two agencies has one password and one second factor. Were each to take it away, one agency's two
    people could weaken the other's door.
    """
    first = Affiliation.objects.in_force().filter(user=user).order_by("pk").first()
    return first is not None and first.agency_id == agency.pk


def require_another(affiliation: Affiliation, by: Principal) -> None:
    """Nobody decides about his own access. Raises NotNow."""
    if affiliation.user_id == by.user.pk:
        raise NotNow(_("Nobody decides about his own access. Ask another system manager, or your manager."))


def require_going(affiliation: Affiliation, by: Principal) -> None:
    """About another, and not ended. Raises NotNow."""
    require_another(affiliation, by)
    if affiliation.status == AffiliationStatus.ENDED:
        raise NotNow(_("This access has ended. Invite the person anew."))


def require_shut(affiliation: Affiliation) -> None:
    """Only what is closed is opened. Raises NotNow."""
    if affiliation.status != AffiliationStatus.SUSPENDED:
        raise NotNow(_("The account is not closed."))


def require_known(affiliation: Affiliation, by: Principal) -> None:
    """About another who has been in: before that nothing is told of an account. Raises NotNow."""
    require_another(affiliation, by)
    here = Affiliation.objects.filter(user=affiliation.user_id, agency=affiliation.agency_id)
    if not here.exclude(last_signed_in_at=None).exists():
        raise NotNow(_("The person has not signed in here yet. Send an invitation."))


def require_resettable(affiliation: Affiliation, by: Principal) -> None:
    """A second factor is taken from somebody who is in, by the agency that looks after the account. Raises NotNow."""
    require_known(affiliation, by)
    if affiliation.status != AffiliationStatus.IN_FORCE:
        raise NotNow(_("The access is not in force, so there is nothing to reset."))
    if not looks_after(affiliation.agency, affiliation.user):
        raise NotNow(_("The account is looked after elsewhere. The person has to ask there."))


def require_second_person(reset: FactorReset, by: Principal) -> None:
    """It takes two: not the one who asked, not the one it is for; and within 24 hours. Raises NotNow."""
    if by.user.pk in (reset.requested_by_id, reset.affiliation.user_id):
        raise NotNow(_("Somebody else has to confirm: not the one who asked, and not the one it is for."))
    if not reset.is_usable:
        raise NotNow(_("The request is older than 24 hours. Ask anew."))


def require_fitting(
    by: Principal, *, role: str, unit: Unit | None, starts_on: date, ends_on: date | None, title: str = ""
) -> None:
    """A role that exists at this kind of agency, a unit of its own, days in order. Raises ValidationError."""
    if role == Role.SYSTEM or role not in roles_of(by.agency.kind):
        raise ValidationError({"role": _("This role does not exist at your agency.")})
    if unit is not None and unit.agency_id != by.agency.pk:
        raise ValidationError({"unit": _("Choose a unit of your own agency.")})
    if ends_on and ends_on < max(starts_on, timezone.localdate()):
        raise ValidationError({"ends_on": _("The last day cannot lie before the first, nor before today.")})


def require_fresh(invite: AccountInvitation) -> None:
    """A link that still opens something. Raises NotNow."""
    if not invite.is_usable:
        raise NotNow(_("The link does not work any more. Ask for a new one."))


def is_resettable(affiliation: Affiliation, by: Principal) -> bool:
    """Whether to offer a reset at all."""
    return _holds(require_resettable, affiliation, by)


def is_second_person(reset: FactorReset, by: Principal) -> bool:
    """Whether this one can be the second."""
    return _holds(require_second_person, reset, by)


def _holds(require: Callable[..., None], *about: Any) -> bool:
    try:
        require(*about)
    except NotNow:
        return False
    return True


def open_resets() -> QuerySet[FactorReset]:
    """Requests that wait for a second person, the oldest first. Expired ones wait for nobody."""
    recent = timezone.now() - FactorReset.VALIDITY
    waiting = FactorReset.objects.filter(state=FactorResetState.REQUESTED, requested_at__gt=recent)
    return waiting.select_related("affiliation__user", "affiliation__agency", "requested_by").order_by("requested_at")


def snapshot(affiliation: Affiliation) -> dict[str, Any]:
    """How an affiliation stands, as a decision keeps it."""
    unit = affiliation.unit.name if affiliation.unit else ""
    return {"unit": unit} | {name: getattr(affiliation, name) for name in ("role", "title", "starts_on", "ends_on")}
