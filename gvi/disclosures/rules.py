"""Who may do what with a disclosure, and when (domain 2.11 rule 16; 4.2)."""

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from gvi.access.principal import Principal
from gvi.acts.requires import NotNow
from gvi.acts.validators import check_not_in_future
from gvi.disclosures import queries
from gvi.disclosures.models import Disclosure, GroundConfirmation, LegalGround
from gvi.partnerships.models import Agency
from gvi.text.shared_text import refuse_national_ids

MAX_VALIDITY = timedelta(days=366)  # a disclosure is for an occasion or a time, never for good (domain 4.1 rule 12)


def is_giver(disclosure: Disclosure, by: Principal) -> None:
    """Raises PermissionDenied for any agency but the giver."""
    if disclosure.owner_id != by.agency.pk:
        raise PermissionDenied("disclosures: only its giver")


def is_receiver(disclosure: Disclosure, by: Principal) -> None:
    """Raises PermissionDenied for any agency but the receiver."""
    if disclosure.receiver_id != by.agency.pk:
        raise PermissionDenied("disclosures: only its receiver")


def is_valid(disclosure: Disclosure, by: Principal) -> None:
    """Its time is not up, and it has not been withdrawn or given back. Raises NotNow."""
    if not disclosure.is_valid:
        raise NotNow(_("It is over: it is no longer valid."))


def is_not_accepted(disclosure: Disclosure, by: Principal) -> None:
    """The receiver has not accepted it. Raises NotNow."""
    if disclosure.accepted_at is not None:
        raise NotNow(_("This is accepted already."))


def is_over_and_accepted(disclosure: Disclosure, by: Principal) -> None:
    """It was accepted and is over, so the receiver decides on disposal. Raises NotNow."""
    if disclosure.is_valid or disclosure.accepted_at is None:
        raise NotNow(_("It is still valid. Give it back if it is not needed."))
    if disclosure.disposed_at is not None:
        raise NotNow(_("It has already been disposed of."))


def is_in_force(confirmation: GroundConfirmation, by: Principal) -> None:
    """The confirmation has not been revoked. Raises NotNow."""
    if confirmation.revoked_on is not None:
        raise NotNow(_("This ground is not confirmed."))


def check_decision(
    *,
    by: Principal,
    receiver: Agency,
    purpose: str,
    valid_until: datetime,
    ground: LegalGround,
    reasons: str,
    consent_on: date | None,
    decided_by: str,
    cooperation_on: date | None = None,
    cooperation_reference: str = "",
    protection_reason: str = "",
) -> None:
    """Check that this can be decided, whichever people it concerns. Raises ValidationError on the wrong field."""
    if not queries.receivers(by).filter(pk=receiver.pk).exists():
        raise ValidationError(_("Choose another agency that logs in and can accept it."))
    _check_time(valid_until)
    if not LegalGround.objects.in_force().between(by.agency, receiver).filter(pk=ground.pk).exists():
        sentence = _("This ground does not cover handing over to %(agency)s.") % {"agency": receiver.short_name}
        raise ValidationError({"ground": sentence})
    _check_ground(ground, reasons=reasons.strip(), consent_on=consent_on)
    _check_cooperation(ground, cooperation_on, cooperation_reference.strip())
    texts = {"purpose": purpose, "reasons": reasons, "decided_by": decided_by}
    texts |= {"cooperation_reference": cooperation_reference, "protection_reason": protection_reason}
    for name, text in texts.items():
        refuse_national_ids(name, text)


def check_each(
    people: Collection[UUID], *, ground: LegalGround, assessed_each: bool, assessments: Mapping[UUID, str]
) -> None:
    """Each person has been assessed, not the list (JO 682-2014): said of all at once, or written for each.

    Raises ValidationError.
    """
    for text in assessments.values():
        refuse_national_ids("assessed_each", text)
    if assessed_each or len(people) <= 1 or (queries.is_confirmed(ground) and not ground.needs_assessment):
        return
    if any(not assessments.get(person, "").strip() for person in people):
        sentence = _("Assess each person: tick that you have, or write an assessment for each of them.")
        raise ValidationError({"assessed_each": sentence})


def _check_time(valid_until: datetime) -> None:
    now = timezone.now()
    if valid_until <= now:
        raise ValidationError({"valid_until": _("Choose a time in the future.")})
    if valid_until > now + MAX_VALIDITY:
        raise ValidationError({"valid_until": _("At most a year. Make a new decision if it is needed longer.")})


def _check_ground(ground: LegalGround, *, reasons: str, consent_on: date | None) -> None:
    """What the ground requires in writing (domain 4.2)."""
    if not reasons and not queries.is_confirmed(ground):
        raise ValidationError({"reasons": _("Your agency has not confirmed this ground: write down why it applies.")})
    if not reasons and ground.needs_assessment:
        raise ValidationError({"reasons": _("This ground requires an assessment: write it down.")})
    if ground.needs_consent and consent_on is None:
        raise ValidationError({"consent_on": _("This ground requires a written consent: say which day it was given.")})
    if consent_on is not None:
        check_not_in_future("consent_on", consent_on)


def _check_cooperation(ground: LegalGround, cooperation_on: date | None, cooperation_reference: str) -> None:
    """Lag (2016:774) holds only within a cooperation that was specially decided: which one, and when."""
    if ground.needs_cooperation and cooperation_on is None:
        raise ValidationError({"cooperation_on": _("This ground requires a decision on cooperation: say its day.")})
    if ground.needs_cooperation and not cooperation_reference:
        sentence = _("This ground requires a decision on cooperation: say its reference.")
        raise ValidationError({"cooperation_reference": sentence})
    if cooperation_on is not None:
        check_not_in_future("cooperation_on", cooperation_on)
