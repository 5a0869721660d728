"""Persons as something that can be disclosed: which of the agency's own dossiers, and which of their fields."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from groups.models import Dossier, Membership
from groups.people.rules import Exclusion, why_excluded, why_no_code, why_protected
from gvi.access.principal import Principal
from gvi.disclosures.models import Disclosure, DisclosureSource
from gvi.disclosures.registry import Candidate, Disclosable
from gvi.text.swedish import Alphabetical, alphabetical

LABEL = "groups.Dossier"
# No national id: a name, a year and a place are enough to greet somebody at a door (domain 5).
FIELDS = {
    "given_name": _("first name"),
    "family_name": _("surname"),
    "alias": _("also called"),
    "birth_year": _("year of birth"),
    "municipality": _("municipality"),
}


def candidates(by: Principal) -> list[Candidate]:
    """The agency's own dossiers, by group and name; each with the reason why it must not be handed over, if any."""
    today, memberships = timezone.localdate(), _memberships()
    own = Dossier.objects.filter(owner=by.agency).select_related("person_code").by_surname()
    found = [_candidate(dossier, memberships.get(dossier.pk, []), today) for dossier in own]
    return sorted(found, key=lambda candidate: alphabetical(candidate.group_name))


def _memberships() -> dict[UUID, list[Membership]]:
    memberships: dict[UUID, list[Membership]] = {}
    for member in Membership.objects.select_related("group", "dossier").order_by(Alphabetical("group__name")):
        memberships.setdefault(member.dossier_id, []).append(member)
    return memberships


def _candidate(dossier: Dossier, memberships: list[Membership], today: date) -> Candidate:
    code, reason = dossier.person_code, why_not_disclosed(dossier, memberships, today)
    protected_as = why_protected(dossier, memberships, today) if reason else frozenset()
    if protected_as and reason not in protected_as:
        reason = why_excluded(dossier, today) or Exclusion.BYSTANDER  # a child is a child also when off the list
    return Candidate(
        row=dossier.pk,
        name=", ".join(filter(None, [str(dossier), str(dossier.birth_year or "")])),  # namesakes are told apart
        group_name=", ".join(member.group.name for member in memberships),
        person_code_id=code.pk if code else None,
        code=code.code if code else "",
        facts={name: getattr(dossier, name) for name in FIELDS if name not in _withheld(dossier)},
        refusal=reason.label if reason else "",
        protected_as=protected_as,
    )


def _withheld(dossier: Dossier) -> tuple[str, ...]:
    """Where somebody with protected identity lives is never handed over (domain 2.11 rule 18)."""
    return ("municipality",) if dossier.protected else ()


def why_not_disclosed(dossier: Dossier, memberships: Iterable[Membership], today: date) -> Exclusion | None:
    """Why a person must not be handed over, or None.

    The rules are those for codes. It is enough that the person may have a code in one of their groups.
    """
    reasons = [why_no_code(member, today) for member in memberships] or [why_excluded(dossier, today)]
    return None if None in reasons else reasons[0]


def disclosures_of(dossier: Dossier) -> list[Disclosure]:
    """The disclosures in which this dossier was handed over, the newest first."""
    sources = DisclosureSource.objects.filter(label=LABEL, row=dossier.pk).select_related(
        "record__disclosure__receiver"
    )
    disclosures = [source.record.disclosure for source in sources]
    return sorted(disclosures, key=lambda disclosure: disclosure.decided_at, reverse=True)


DISCLOSABLE = Disclosable(LABEL, FIELDS, candidates)
