"""The ways back for one person in the demo, by the real acts: one struck, one code taken back, one withdrawn."""

from uuid import UUID

from callins import actions as callins
from callins.models import CallIn, Invitation, StrikeReason
from groups.models import PersonCode, RetractionReason
from groups.people.retraction.actions import retract_code
from gvi.access.principal import Principal, act_as
from gvi.disclosures import actions as disclosures
from gvi.disclosures.models import DisclosedRecord, Disclosure


def ways(principals: dict[str, Principal]) -> None:
    """For the call-in that is ahead the police strike somebody who is detained. One code was a mistake."""
    police = principals["polis"]
    with act_as(police):
        callin = CallIn.objects.ahead().order_by("date")[0]
        seated = Invitation.objects.standing().filter(callin=callin, owner=police.agency)
        callins.strike(seated.order_by("-seat")[0], by=police, reason=StrikeReason.DETAINED)
        _take_one_back(police)
        unused = PersonCode.objects.published().filter(owner=police.agency).exclude(pk__in=_in_use())
        retract_code(unused.order_by("code")[0], by=police, reason=RetractionReason.MISTAKE)


def _in_use() -> list[UUID]:
    """Codes that have a seat or were handed over."""
    handed = DisclosedRecord.objects.values_list("person_code_id", flat=True)
    return [*Invitation.objects.values_list("person_code", flat=True), *(code for code in handed if code)]


def _take_one_back(police: Principal) -> None:
    """One of the three whom the police handed to social services."""
    made = Disclosure.objects.filter(owner=police.agency, receiver__kind="social_services").order_by("decided_at")[0]
    record = DisclosedRecord.objects.in_force().filter(disclosure=made).order_by("code")[0]
    disclosures.withdraw_person(made, by=police, record=record.pk)
