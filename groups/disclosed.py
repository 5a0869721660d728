"""Persons as something that can be disclosed: which of one's own dossiers, and which of their fields."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Value
from django.db.models.functions import Concat
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from groups.models import Dossier, Membership
from groups.people import REASONS, why_hidden, why_no_code
from gvi.access.principal import Principal
from gvi.disclosures.models import Disclosure, DisclosureSource
from gvi.disclosures.registry import Candidate, Disclosable, disclosables
from gvi.text.swedish import Swedish

LABEL = "groups.Dossier"
# No national id: a name, a year and a place are what one needs to greet somebody at a door (domain 5).
FIELDS = {
    "given_name": _("first name"),
    "family_name": _("surname"),
    "alias": _("also called"),
    "birth_year": _("year of birth"),
    "municipality": _("municipality"),
}


def candidates(by: Principal) -> list[Candidate]:
    """The agency's own dossiers, by group and name; each with why it must not be handed on, if so."""
    today, places = timezone.localdate(), _places()
    by_name = Swedish(Concat("family_name", Value(" "), "given_name"))
    own = Dossier.objects.filter(owner=by.agency).select_related("person_code").order_by(by_name, "pk")
    found = [_candidate(dossier, places.get(dossier.pk, []), today) for dossier in own]
    return sorted(found, key=lambda candidate: candidate.group_name)


def _places() -> dict[UUID, list[Membership]]:
    places: dict[UUID, list[Membership]] = {}
    for place in Membership.objects.select_related("group", "dossier").order_by(Swedish("group__name")):
        places.setdefault(place.dossier_id, []).append(place)
    return places


def _candidate(dossier: Dossier, places: list[Membership], today: date) -> Candidate:
    code, reason = dossier.person_code, why_not(dossier, places, today)
    return Candidate(
        row=dossier.pk,
        name=str(dossier),
        group_name=", ".join(place.group.name for place in places),
        about=code.pk if code else None,
        code=code.code if code else "",
        facts={name: getattr(dossier, name) for name in FIELDS},
        refusal=REASONS[reason] if reason else "",
    )


def why_not(dossier: Dossier, places: Iterable[Membership], today: date) -> str:
    """Why somebody must not be handed on: as for codes, where one place in a group is enough; or nothing."""
    reasons = [why_no_code(place, today) for place in places] or [why_hidden(dossier, today)]
    return "" if "" in reasons else reasons[0]


disclosables.register(Disclosable(LABEL, FIELDS, candidates))


def handed(dossier: Dossier) -> list[Disclosure]:
    """The disclosures in which this dossier was handed on, the newest first."""
    sources = DisclosureSource.objects.filter(label=LABEL, row=dossier.pk).select_related(
        "record__disclosure__receiver"
    )
    return sorted(
        (source.record.disclosure for source in sources), key=lambda disclosure: disclosure.decided_at, reverse=True
    )
