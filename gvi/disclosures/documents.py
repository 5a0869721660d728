"""The decision on a disclosure as a paper of the giver: codes and no names (domain 5, 9.17)."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from gvi.access.policy import Right
from gvi.disclosures.actions import DECISION
from gvi.disclosures.models import DisclosedRecord, Disclosure
from gvi.disclosures.presenters import assessments_of, field_labels
from gvi.documents.registry import Contents, paper
from gvi.partnerships.models import Partnership


@paper(
    DECISION,
    name=_("decision on disclosure"),
    template="documents/disclosure.html",
    place="disclosures:disclosure",
    needs=Right.DISCLOSURES_SEE,
    stays_home=True,
)
def contents(subject_id: UUID) -> Contents:
    """What was decided, and what has become of it."""
    disclosure = Disclosure.objects.select_related("receiver", "ground", "owner").get(pk=subject_id)
    records = DisclosedRecord.objects.filter(disclosure=disclosure).order_by("code", "pk")
    return Contents(
        {
            "partnership": Partnership.objects.get(pk=disclosure.partnership_id),
            "disclosure": disclosure,
            "codes": [record.code for record in records if record.code],
            "without_code": sum(not record.code for record in records),
            "fields": field_labels(disclosure.fields),
            "assessments": assessments_of(disclosure),
        }
    )
