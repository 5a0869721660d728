"""The marked way: minors, relatives and people with protected identity, to those who must protect them.

This is the one place that says who of them may be handed to whom, on which ground and with what said (domain 4.1 rules
10 and 22). To everybody else they are refused, whatever the ground (2.11 rules 15 and 18).
"""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from gvi.access import policy
from gvi.disclosures.models import LegalGround
from gvi.disclosures.registry import Candidate
from gvi.partnerships.models import Agency


def may_be_handed_to(candidate: Candidate, receiver: Agency) -> bool:
    """Whether this person can be chosen for this receiver: anybody who is not refused; others to those who protect."""
    return not candidate.refusal or bool(candidate.protected_as and policy.protects(receiver.kind))


def check_protection(
    chosen: Iterable[Candidate], *, receiver: Agency, ground: LegalGround, marked: bool, reason: str
) -> None:
    """Everybody chosen may go to this receiver on this ground; the protected ones with the mark and a reason.

    Raises ValidationError on the field.
    """
    chosen = list(chosen)
    if not all(may_be_handed_to(candidate, receiver) for candidate in chosen):
        raise ValidationError({"people": _("One of those chosen can no longer be handed over. Choose again.")})
    if uncovered := [candidate for candidate in chosen if not _covers(ground, candidate)]:
        sentence = _("This ground does not cover %(who)s. Choose another ground, or leave them out.")
        raise ValidationError({"ground": sentence % {"who": ", ".join(dict.fromkeys(map(_what, uncovered)))}})
    protected = [candidate for candidate in chosen if candidate.refusal]
    if protected and not marked:
        raise ValidationError({"for_protection": _("Mark that the duty to report or protection asks for it.")})
    if protected and not reason.strip():
        raise ValidationError(
            {"protection_reason": _("Write what asks for it: which duty, or what they are protected from.")}
        )
    if marked and len(protected) < len(chosen):
        sentence = _(
            "Not everybody chosen needs the mark. Hand the others over in a decision of their own, without it."
        )
        raise ValidationError({"for_protection": sentence})


def _covers(ground: LegalGround, candidate: Candidate) -> bool:
    return not candidate.protected_as.isdisjoint(ground.protects) if candidate.refusal else ground.covers_persons


def _what(candidate: Candidate) -> str:
    return str(candidate.refusal) or _("people in general")
