"""The one place where a code closes and extracts end, whoever takes the code back and whatever excludes the person."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from groups.extension_points import code_closings
from groups.models import Dossier, Group, GroupState, Membership, PersonCode, Retraction, RetractionReason
from groups.people.disclosable import LABEL, why_not_disclosed
from groups.people.retraction.queries import papers_about
from groups.people.rules import PROTECTIVE, Exclusion, is_given, why_code_closes
from gvi.access.policy import Reach
from gvi.access.principal import Principal
from gvi.acts.act import act
from gvi.acts.requires import NotNow
from gvi.disclosures.actions import withdraw_person
from gvi.disclosures.models import DisclosedRecord, Disclosure, DisclosureSource


def has_anothers_code(dossier: Dossier, by: Principal) -> None:
    """It says who another agency's code is. One's own code is taken back instead. Raises NotNow."""
    if dossier.person_code_id is None:
        raise NotNow(_("This record has no code."))
    if PersonCode.objects.filter(pk=dossier.person_code_id, owner=by.agency).exists():
        raise NotNow(_("The code is your agency's own: take the code back instead."))


def is_to_call_about(retraction: Retraction, by: Principal) -> None:
    """Somebody still has to be called. Raises NotNow."""
    if retraction.called_at is not None:
        raise NotNow(_("That is done already."))


@act(
    "groups.retract_code", on=PersonCode, requires=[is_given],
    label=gettext_lazy("Take the code back"), icon="ban", danger=True, log=gettext_lazy("took a code back"),
    done=gettext_lazy("The code is taken back. Its seats and what was handed over under it are gone for the others."),
)  # fmt: skip
def retract_code(person_code: PersonCode, *, by: Principal, reason: str) -> Retraction:
    """Close the code for good: its open seats go home, its extracts end, and it is never given again.

    Raises ValidationError.
    """
    if reason not in RetractionReason.values:
        raise ValidationError({"reason": _("Choose a reason.")})
    dossier = Dossier.objects.filter(person_code=person_code, owner=by.agency).first()
    return _retracted(person_code, dossier, reason, by)


@act("groups.close_excluded", log=gettext_lazy("closed what belonged to people who may not be handed on"))
def close_excluded(*, by: Principal, dossiers: Iterable[UUID] = (), group: Group | None = None) -> list[Retraction]:
    """Close the codes and end the extracts of those of these people who may not have any (domain 2.11 rules 15, 18).

    Every act that changes a dossier, a membership or a group's state calls it, with those that it changed.
    """
    today, made = timezone.localdate(), []
    if group is not None:
        members = Membership.objects.filter(group=group).values_list("dossier", flat=True)
        coded = Dossier.objects.filter(person_code__group=group).values_list("pk", flat=True)
        dossiers = {*dossiers, *members, *coded}
    for dossier in _with_something_out(dossiers, by):
        memberships = list(Membership.objects.filter(dossier=dossier).select_related("group", "dossier"))
        code = dossier.person_code
        if code and (reason := why_code_closes(dossier, code, memberships, today)):
            if code.is_mine and code.is_open:
                made.append(_retracted(code, dossier, reason, by))
            elif not code.is_mine and reason != Exclusion.UNKNOWN_AGE:
                made += _told(dossier, code, reason)
        if excluded := why_not_disclosed(dossier, memberships, today):
            made += _ended(dossier, excluded, by)
    if group is not None and group.state == GroupState.DISSOLVED:
        left = PersonCode.objects.published().filter(group=group, owner=by.agency)
        made += [_retracted(code, None, RetractionReason.DISSOLVED, by) for code in left]
    return made


@act(
    "groups.detach_name", on=Dossier, requires=[has_anothers_code],
    label=gettext_lazy("Remove the name from the code"), icon="user-x", log=gettext_lazy("took a name from a code"),
    done=gettext_lazy("Removed. The record remains; the code has no name with you any more."),
)  # fmt: skip
def detach_name(dossier: Dossier, *, by: Principal) -> Dossier:
    """The code is somebody else: the agency's record no longer says who it is. What was handed over of it ends."""
    _ended(dossier, RetractionReason.WRONG_NAME, by)
    dossier.person_code = None
    dossier.save()
    return dossier


@act(
    "groups.settle_retraction", on=Retraction, requires=[is_to_call_about],
    label=gettext_lazy("They have been told"), icon="phone", log=gettext_lazy("noted that receivers were told"),
    done=gettext_lazy("Noted."),
)  # fmt: skip
def settle_retraction(retraction: Retraction, *, by: Principal) -> Retraction:
    """Everybody who had something has been told to destroy it."""
    retraction.called_at = timezone.now()
    retraction.save()
    return retraction


def _with_something_out(dossiers: Iterable[UUID], by: Principal) -> list[Dossier]:
    """Those of these dossiers that have a code, or of which something is handed over."""
    chosen = list(dossiers)
    out = DisclosureSource.objects.filter(label=LABEL, row__in=chosen).filter(record__valid_until__gt=timezone.now())
    rows = list(out.values_list("row", flat=True))
    found = Dossier.objects.filter(pk__in=chosen, owner=by.agency).filter(Q(person_code__isnull=False) | Q(pk__in=rows))
    return list(found.select_related("person_code"))


@dataclass
class _Out:
    """What is with others: agencies that had something, and the papers it may stand on."""

    receivers: set[int] = field(default_factory=set)
    disclosures: set[UUID] = field(default_factory=set)


def _retracted(code: PersonCode, dossier: Dossier | None, reason: str, by: Principal) -> Retraction:
    out = _withdrawn(_records(code, dossier, reason, by), by)
    for close in code_closings:
        out.receivers |= set(close(code, reason, by))
    if dossier is not None:
        dossier.person_code = None
        dossier.save()
    code.reach = Reach.OWN
    code.save()
    return _noted(out, by, code=code.code, dossier=dossier, reason=reason, papers=papers_about(code, out.disclosures))


def _told(dossier: Dossier, code: PersonCode, reason: str) -> list[Retraction]:
    """Somebody else's code: only its owner can take it back, so they have to be called."""
    if Retraction.objects.filter(dossier=dossier, code=code.code, reason=reason).exists():
        return []
    made = Retraction(dossier=dossier, code=code.code, reason=reason, receivers=[code.owner_id])
    made.save()
    return [made]


def _ended(dossier: Dossier, reason: str, by: Principal) -> list[Retraction]:
    records = _records(None, dossier, reason, by)
    if not records:
        return []
    out = _withdrawn(records, by)
    papers = papers_about(None, out.disclosures)
    return [_noted(out, by, code=records[0].code, dossier=dossier, reason=reason, papers=papers)]


def _records(code: PersonCode | None, dossier: Dossier | None, reason: str, by: Principal) -> list[DisclosedRecord]:
    """The agency's own extracts in force under this code or of this dossier, which end for this reason.

    What was handed over to protect the person does not end because the person is protected.
    """
    about = Q(person_code_id=code.pk) if code else Q(pk__in=[])
    if dossier is not None:
        about |= Q(pk__in=DisclosureSource.objects.filter(label=LABEL, row=dossier.pk).values("record"))
    found = DisclosedRecord.objects.in_force().filter(about, owner=by.agency)
    return list(found.filter(disclosure__protection_reason="") if reason in PROTECTIVE else found)


def _withdrawn(records: list[DisclosedRecord], by: Principal) -> _Out:
    out = _Out()
    for record in records:
        withdraw_person(Disclosure(pk=record.disclosure_id), by=by, record=record.pk)
        out.receivers.add(record.receiver_id)
        out.disclosures.add(record.disclosure_id)
    return out


def _noted(
    out: _Out, by: Principal, *, code: str, dossier: Dossier | None, reason: str, papers: list[UUID]
) -> Retraction:
    receivers = sorted(out.receivers - {by.agency.pk})
    made = Retraction(code=code, dossier=dossier, reason=reason, receivers=receivers, papers=papers)
    made.called_at = None if receivers or papers else timezone.now()
    made.save()
    return made
