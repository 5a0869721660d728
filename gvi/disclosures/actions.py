"""What can be done with disclosures, and with the confirmations of legal grounds."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import pgettext_lazy

from gvi.access.principal import Principal
from gvi.acts.act import act
from gvi.acts.requires import NotNow
from gvi.acts.validators import check_not_in_future, constraint_raises
from gvi.disclosures import queries
from gvi.disclosures.models import (
    UNTIL_DISPOSAL,
    DisclosedRecord,
    Disclosure,
    DisclosureSource,
    EndReason,
    GroundConfirmation,
    LegalGround,
)
from gvi.disclosures.protection import check_protection
from gvi.disclosures.registry import Candidate, disclosable
from gvi.disclosures.rules import (
    check_decision,
    check_each,
    is_giver,
    is_in_force,
    is_not_accepted,
    is_over_and_accepted,
    is_receiver,
    is_valid,
)
from gvi.documents.actions import Addressee, issue
from gvi.documents.models import Document
from gvi.documents.registry import LANGUAGE
from gvi.partnerships.models import Agency

DECISION = "disclosures.decision"  # the kind of paper
# Row security forbids an update that would make the row invisible to the updater, so a receiver's access ends one
# second later.
ONE_SECOND = timedelta(seconds=1)


@act("disclosures.hand_over", label=_l("Hand over information"), icon="share", log=_l("handed information over"))
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
    assessed_each: bool = False,
    assessments: Mapping[UUID, str] | None = None,
    for_protection: bool = False,
    protection_reason: str = "",
    consent_on: date | None = None,
    cooperation_on: date | None = None,
    cooperation_reference: str = "",
) -> Disclosure:
    """Copy the chosen fields of the chosen people to another agency, for a time (domain 2.11 rule 16; 4.2).

    A minor, a relative or a person with protected identity goes to nobody but those who must protect them, marked and
    with a reason (rules 15, 18; gvi/disclosures/protection.py). The ground must cover the two agencies
    today; one that the agency's lawyer has not confirmed needs written reasons. Each person is assessed: everyone with
    the same words, or with words of their own in `assessments`. Raises ValidationError.
    """
    decided: dict[str, Any] = {
        "purpose": purpose, "valid_until": valid_until, "ground": ground, "reasons": reasons, "consent_on": consent_on,
        "decided_by": decided_by, "cooperation_on": cooperation_on, "cooperation_reference": cooperation_reference,
        "protection_reason": protection_reason.strip(),
    }  # fmt: skip
    check_decision(by=by, receiver=receiver, **decided)
    own_words = {person: text.strip() for person, text in (assessments or {}).items()}
    check_each(people, ground=ground, assessed_each=assessed_each, assessments=own_words)
    chosen = _chosen(by, people, fields)
    check_protection(chosen, receiver=receiver, ground=ground, marked=for_protection, reason=protection_reason)
    disclosure = _decided(decided, receiver, fields=list(fields), people_count=len(chosen), assessed_each=assessed_each)
    _copy(disclosure, chosen, own_words)
    return disclosure


def _decided(decided: Mapping[str, Any], receiver: Agency, **facts: Any) -> Disclosure:
    until, confirmed = decided["valid_until"], queries.is_confirmed(decided["ground"])
    disclosure = Disclosure(
        **decided, **facts, receiver=receiver, ground_confirmed=confirmed, readable_until=until, decided_until=until
    )
    disclosure.save()
    return disclosure


def _chosen(by: Principal, people: Collection[UUID], fields: Collection[str]) -> list[Candidate]:
    """The chosen people and fields as they are now. Raises ValidationError if one is not there any more."""
    if not set(fields) or set(fields) - disclosable().fields.keys():
        raise ValidationError({"fields": _("Choose which information.")})
    wanted = set(people)
    chosen = [candidate for candidate in disclosable().candidates(by) if candidate.row in wanted]
    if not wanted or len(chosen) != len(wanted):
        raise ValidationError({"people": _("One of those chosen can no longer be handed over. Choose again.")})
    return [_restricted(candidate, fields) for candidate in chosen]


def _restricted(candidate: Candidate, fields: Collection[str]) -> Candidate:
    """The candidate with the chosen fields only, and without empty ones."""
    facts = {name: candidate.facts[name] for name in fields if candidate.facts.get(name)}
    return replace(candidate, facts=facts)


def _copy(disclosure: Disclosure, chosen: list[Candidate], assessments: Mapping[UUID, str]) -> None:
    shared = {name: getattr(disclosure, name) for name in ("receiver", "valid_until", "readable_until")}
    records = [
        DisclosedRecord(
            disclosure=disclosure,
            person_code_id=candidate.person_code_id,
            code=candidate.code,
            facts=dict(candidate.facts),
            **shared,
        )
        for candidate in chosen
    ]
    DisclosedRecord.objects.bulk_create(records)
    label = disclosable().label
    DisclosureSource.objects.bulk_create(
        [
            DisclosureSource(
                record=record, label=label, row=candidate.row, assessment=assessments.get(candidate.row, "")
            )
            for record, candidate in zip(records, chosen, strict=True)
        ]
    )


@act(
    "disclosures.accept",
    on=Disclosure,
    requires=[is_receiver, is_valid, is_not_accepted],
    label=_l("Accept"),
    log=_l("accepted a disclosure"),
    done=_l("Accepted. Names of people with a code are shown next to it, all of them in the disclosure."),
)
def accept(disclosure: Disclosure, *, by: Principal) -> Disclosure:
    """Make it a record of the receiver, who may use it as long as it is valid (architecture 3)."""
    disclosure.accepted_at, disclosure.accepted_by = timezone.now(), by.user
    disclosure.readable_until = UNTIL_DISPOSAL
    disclosure.save()
    return disclosure


@act(
    "disclosures.give_back",
    on=Disclosure,
    requires=[is_receiver, is_valid],
    label=_l("Give back"),
    log=_l("gave a disclosure back"),
    done=_l("Given back. The names are gone from your pages."),
)
def give_back(disclosure: Disclosure, *, by: Principal) -> Disclosure:
    """End it before its time. An accepted one is the receiver's record, which still has to be disposed of."""
    disclosure.end_reason = EndReason.RETURNED
    disclosure.valid_until = timezone.now()
    if disclosure.accepted_at is None:
        disclosure.readable_until = disclosure.valid_until + ONE_SECOND
    disclosure.save()
    return disclosure


@act(
    "disclosures.withdraw",
    on=Disclosure,
    requires=[is_giver, is_valid],
    label=pgettext_lazy("disclosure", "Withdraw"),
    log=_l("withdrew a disclosure"),
    done=_l("Withdrawn. The receiver no longer sees the names."),
    danger=True,
)
def withdraw(disclosure: Disclosure, *, by: Principal) -> Disclosure:
    """Remove it at once from the receiver's lists, searches, papers and evenings (architecture 3).

    The receiver can no longer read what it has not accepted. What it has accepted is its record, to be disposed of.
    """
    disclosure.end_reason = EndReason.WITHDRAWN
    disclosure.valid_until = timezone.now()
    if disclosure.accepted_at is None:
        disclosure.readable_until = disclosure.valid_until
    disclosure.save()
    return disclosure


@act(
    "disclosures.withdraw_person",
    on=Disclosure,
    requires=[is_giver, is_valid],
    label=_l("Withdraw one person"),
    log=_l("withdrew one person from a disclosure"),
    done=_l("Withdrawn. The receiver no longer has this person. The decision remains with you."),
    danger=True,
)
def withdraw_person(disclosure: Disclosure, *, by: Principal, record: UUID) -> Disclosure:
    """Take one person back: the receiver's copy is gone at once, also an accepted one. The decision stands as decided.

    Whoever lives under protection, or should never have been handed over, cannot wait for the receiver's disposal; the
    giver keeps the copy, so nothing is lost. The last one ends the disclosure. Raises ValidationError.
    """
    left = DisclosedRecord.objects.filter(disclosure=disclosure, ends_with__isnull=False)
    chosen = left.in_force().filter(pk=record).first()
    if chosen is None:
        raise ValidationError({"record": _("This person is no longer handed over. Choose again.")})
    chosen.ends_with = None
    chosen.valid_until = chosen.readable_until = timezone.now()
    chosen.save()
    if not left.exists():
        disclosure.end_reason, disclosure.valid_until = EndReason.WITHDRAWN, timezone.now()
        if disclosure.accepted_at is None:
            disclosure.readable_until = disclosure.valid_until
        disclosure.save()
    return disclosure


@act(
    "disclosures.dispose",
    on=Disclosure,
    requires=[is_receiver, is_over_and_accepted],
    label=_l("Dispose of the copies"),
    log=_l("disposed of copies"),
    done=_l("Disposed of."),
)
def dispose(disclosure: Disclosure, *, by: Principal) -> Disclosure:
    """The receiver decides not to keep the accepted copies. From then on only the giver reads them."""
    disclosure.disposed_at = timezone.now()
    disclosure.readable_until = disclosure.disposed_at + ONE_SECOND
    disclosure.save()
    return disclosure


@act(
    "disclosures.print_decision",
    on=Disclosure,
    requires=[is_giver],
    label=_l("Print the decision"),
    log=_l("printed a decision on disclosure"),
)
def print_decision(disclosure: Disclosure, *, by: Principal) -> Document:
    """Issue the decision as the giver's own paper: to whom, what, how many, on which ground; codes and no names."""
    with translation.override(LANGUAGE):
        title = _("Decision on disclosure %(day)s") % {
            "day": date_format(timezone.localdate(disclosure.decided_at), "j F Y")
        }
    addressees = [Addressee(by.agency.short_name)]
    return issue(
        by=by, kind=DECISION, subject_id=disclosure.pk, title=title, readers=[by.agency], addressees=addressees
    )


@act("disclosures.confirm_ground", label=_l("Confirm a ground"), log=_l("noted a confirmed ground"))
def confirm_ground(*, by: Principal, ground: LegalGround, confirmed_by: str, confirmed_on: date) -> GroundConfirmation:
    """Record that the agency's lawyer has confirmed a ground, by function and day. Raises ValidationError, NotNow."""
    check_not_in_future("confirmed_on", confirmed_on)
    confirmation = GroundConfirmation(ground=ground, confirmed_by=confirmed_by, confirmed_on=confirmed_on)
    with constraint_raises("one_confirmation_per_ground", NotNow(_("This ground is confirmed already."))):
        confirmation.save()
    return confirmation


@act(
    "disclosures.revoke_ground",
    on=GroundConfirmation,
    requires=[is_in_force],
    label=_l("Take a confirmation back"),
    log=_l("took a confirmed ground back"),
)
def revoke_ground(confirmation: GroundConfirmation, *, by: Principal) -> GroundConfirmation:
    """Take a confirmation back. Decisions made in the meantime remain valid."""
    confirmation.revoked_on = timezone.localdate()
    confirmation.save()
    return confirmation
