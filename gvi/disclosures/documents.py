"""The decision on a disclosure, as a paper of the giver's own: codes and no names (domain 5, 9.17)."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from gvi.disclosures.actions import DECISION
from gvi.disclosures.models import DisclosedRecord, Disclosure
from gvi.disclosures.standing import words
from gvi.documents.compose import Contents, paper
from gvi.partnerships.models import Partnership


@paper(
    DECISION,
    name=_("decision on disclosure"),
    template="documents/disclosure.html",
    place="disclosures:disclosure",
    needs="disclosures.see",
    stays_home=True,
)
def contents(subject: UUID) -> Contents:
    """What was decided, as it stands today."""
    row = Disclosure.objects.select_related("receiver", "ground", "owner").get(pk=subject)
    extracts = DisclosedRecord.objects.filter(disclosure=row).order_by("code", "pk")
    return Contents(
        {
            "partnership": Partnership.objects.get(pk=row.partnership_id),
            "disclosure": row,
            "codes": [one.code for one in extracts if one.code],
            "without_code": sum(not one.code for one in extracts),
            "fields": words(row.fields),
        }
    )
