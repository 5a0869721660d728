"""Handing over, accepting, giving back, withdrawing, disposing; and which grounds one's own lawyer has confirmed."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from gvi.access.principal import Principal
from gvi.acts.act import NotNow, act
from gvi.disclosures import standing
from gvi.disclosures.models import (
    ON_AND_ON,
    DisclosedRecord,
    Disclosure,
    DisclosureSource,
    EndReason,
    GroundConfirmation,
    LegalGround,
)
from gvi.disclosures.offers import Candidate, offered
from gvi.documents.actions import issue
from gvi.documents.compose import LANGUAGE
from gvi.documents.models import Document
from gvi.partnerships.models import Agency
from gvi.text.shared_text import refuse_national_ids

DECISION = "disclosures.decision"  # the paper
LONGEST = timedelta(days=366)  # a hand-over is for an occasion or a time, never for good (domain 4.1 rule 12)
# PostgreSQL lets nobody change a row out of his own sight; so what a receiver gives up goes a moment later.
MOMENT = timedelta(seconds=1)


@act("disclosures.hand_over")
def hand_over(
    *,
    by: Principal,
    receiver: Agency,
    people: Collection[UUID],
    fields: Collection[str],
    ground: LegalGround,
    purpose: str,
    valid_until: datetime,
    decided_by: str,
    reasons: str = "",
    consent_on: date | None = None,
) -> Disclosure:
    """Copy the chosen fields of the ticked people to another agency, for a time (domain 2.11 rule 16; 4.2).

    Never a minor or somebody with protected identity (rules 15, 18). The ground must cover the two agencies today; one
    that the agency's lawyer has not confirmed takes written reasons. Raises ValidationError.
    """
    decision: dict[str, Any] = {
        "ground": ground,
        "reasons": reasons,
        "consent_on": consent_on,
        "decided_by": decided_by,
    }
    check_decision(by=by, receiver=receiver, purpose=purpose, valid_until=valid_until, **decision)
    chosen = _chosen(by, people, fields)
    disclosure = Disclosure(receiver=receiver, purpose=purpose, fields=list(fields), people=len(chosen), **decision)
    disclosure.ground_confirmed = is_confirmed(ground)
    disclosure.valid_until = disclosure.readable_until = disclosure.decided_until = valid_until
    disclosure.save()
    _copy(disclosure, chosen)
    return disclosure


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
) -> None:
    """Whether it can be decided so, whoever it is about. Raises ValidationError on the field that is wrong."""
    if not standing.receivers(by).filter(pk=receiver.pk).exists():
        raise ValidationError(_("Choose another agency that logs in and can accept it."))
    _check_time(valid_until)
    if not LegalGround.objects.in_force().between(by.agency, receiver).filter(pk=ground.pk).exists():
        told = _("This ground does not cover handing over to %(agency)s.") % {"agency": receiver.short_name}
        raise ValidationError({"ground": told})
    _check_grounds(ground, reasons=reasons.strip(), consent_on=consent_on)
    for name, text in (("purpose", purpose), ("reasons", reasons), ("decided_by", decided_by)):
        refuse_national_ids(name, text)


def is_confirmed(ground: LegalGround) -> bool:
    """Whether one's own agency has confirmed the ground."""
    return GroundConfirmation.objects.filter(ground=ground, revoked_on=None).exists()


def _check_time(valid_until: datetime) -> None:
    now = timezone.now()
    if valid_until <= now:
        raise ValidationError({"valid_until": _("Choose a time that lies ahead.")})
    if valid_until > now + LONGEST:
        raise ValidationError({"valid_until": _("At most a year. Decide anew if it is needed longer.")})


def _check_grounds(ground: LegalGround, *, reasons: str, consent_on: date | None) -> None:
    """What the ground asks for in writing (domain 4.2)."""
    if not reasons and not is_confirmed(ground):
        raise ValidationError({"reasons": _("Your agency has not confirmed this ground: write down why it applies.")})
    if not reasons and ground.needs_assessment:
        raise ValidationError({"reasons": _("This ground takes an assessment: write it down.")})
    if ground.needs_consent and consent_on is None:
        raise ValidationError({"consent_on": _("This ground takes a written consent: say which day it was given.")})
    if consent_on is not None and consent_on > timezone.localdate():
        raise ValidationError({"consent_on": _("This day has not come yet.")})


def _chosen(by: Principal, people: Collection[UUID], fields: Collection[str]) -> list[Candidate]:
    """The ticked ones as they stand now. Raises ValidationError where one of them must not be handed over."""
    if not set(fields) or set(fields) - offered().fields.keys():
        raise ValidationError({"fields": _("Choose which information.")})
    ticked = set(people)
    chosen = [one for one in offered().candidates(by) if one.row in ticked and not one.why_not]
    if not ticked or len(chosen) != len(ticked):
        raise ValidationError({"people": _("One of those chosen can no longer be handed over. Choose again.")})
    return [_with(one, fields) for one in chosen]


def _with(one: Candidate, fields: Collection[str]) -> Candidate:
    """Without the fields that are not handed over, and without those that are empty."""
    facts = {name: one.facts[name] for name in fields if one.facts.get(name)}
    return Candidate(one.row, one.name, one.shelf, one.about, one.code, facts)


def _copy(disclosure: Disclosure, chosen: list[Candidate]) -> None:
    ends = {name: getattr(disclosure, name) for name in ("receiver", "valid_until", "readable_until")}
    extracts = [
        DisclosedRecord(disclosure=disclosure, about=one.about, code=one.code, facts=dict(one.facts), **ends)
        for one in chosen
    ]
    DisclosedRecord.objects.bulk_create(extracts)
    label = offered().label
    DisclosureSource.objects.bulk_create(
        [
            DisclosureSource(extract=extract, label=label, row=one.row)
            for extract, one in zip(extracts, chosen, strict=True)
        ]
    )


@act("disclosures.accept")
def accept(disclosure: Disclosure, *, by: Principal) -> Disclosure:
    """Make it one's own agency's record, to be used as long as it is valid (architecture 3). Raises NotNow."""
    standing.check_accept(disclosure, by)
    disclosure.accepted_at, disclosure.accepted_by = timezone.now(), by.user
    disclosure.readable_until = ON_AND_ON
    disclosure.save()
    return disclosure


@act("disclosures.give_back")
def give_back(disclosure: Disclosure, *, by: Principal) -> Disclosure:
    """Give it back before its time. What was accepted is the agency's record, to be disposed of. Raises NotNow."""
    standing.check_give_back(disclosure, by)
    disclosure.ended_as = EndReason.RETURNED
    disclosure.valid_until = timezone.now()
    if disclosure.accepted_at is None:
        disclosure.readable_until = disclosure.valid_until + MOMENT
    disclosure.save()
    return disclosure


@act("disclosures.withdraw")
def withdraw(disclosure: Disclosure, *, by: Principal) -> Disclosure:
    """Take it back: out of the receiver's lists, searches, papers and evenings at once (architecture 3).

    What was not accepted is gone for the receiver; what was is the receiver's record, to be disposed of. Raises NotNow.
    """
    standing.check_withdraw(disclosure, by)
    disclosure.ended_as = EndReason.WITHDRAWN
    disclosure.valid_until = timezone.now()
    if disclosure.accepted_at is None:
        disclosure.readable_until = disclosure.valid_until
    disclosure.save()
    return disclosure


@act("disclosures.dispose")
def dispose(disclosure: Disclosure, *, by: Principal) -> Disclosure:
    """The receiver's own decision that the accepted copies are not kept. From then on the giver alone reads them."""
    standing.check_dispose(disclosure, by)
    disclosure.disposed_at = timezone.now()
    disclosure.readable_until = disclosure.disposed_at + MOMENT
    disclosure.save()
    return disclosure


@act("disclosures.print_decision")
def print_decision(disclosure: Disclosure, *, by: Principal) -> Document:
    """The decision as the giver's own paper: to whom, what, how many, on which ground; codes and no names."""
    standing.check_giver(disclosure, by)
    with translation.override(LANGUAGE):
        title = _("Decision on disclosure %(day)s") % {
            "day": date_format(timezone.localdate(disclosure.decided_at), "j F Y")
        }
    return issue(
        by=by, kind=DECISION, subject=disclosure.pk, title=title, readers=[by.agency], addressees=[by.agency.short_name]
    )


@act("disclosures.confirm_ground")
def confirm_ground(*, by: Principal, ground: LegalGround, by_whom: str, on: date) -> GroundConfirmation:
    """Note that the agency's lawyer has confirmed a ground, by function and day. Raises ValidationError."""
    if on > timezone.localdate():
        raise ValidationError({"on": _("This day has not come yet.")})
    confirmation = GroundConfirmation(ground=ground, by_whom=by_whom, on=on)
    try:
        with transaction.atomic():
            confirmation.save()
    except IntegrityError as error:
        raise NotNow(_("This ground is confirmed already.")) from error
    return confirmation


@act("disclosures.revoke_ground")
def revoke_ground(confirmation: GroundConfirmation, *, by: Principal) -> GroundConfirmation:
    """Take a confirmation back. What was decided meanwhile stands. Raises NotNow."""
    check_standing(confirmation)
    confirmation.revoked_on = timezone.localdate()
    confirmation.save()
    return confirmation


def check_standing(confirmation: GroundConfirmation) -> None:
    """Whether it has not been taken back. Raises NotNow."""
    if confirmation.revoked_on is not None:
        raise NotNow(_("This ground is not confirmed."))
