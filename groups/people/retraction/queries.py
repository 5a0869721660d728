"""What is with others of a code: seats, extracts and papers; and what remains to be told."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from groups.models import PersonCode, Retraction
from groups.people.codes import KEY_SHEET
from gvi.disclosures.actions import DECISION
from gvi.disclosures.models import DisclosedRecord
from gvi.documents.models import Document
from gvi.partnerships.models import Agency
from gvi.text.swedish import Alphabetical


def papers_about(code: PersonCode | None, disclosures: Iterable[UUID]) -> list[UUID]:
    """The papers of the agency that may hold the code: key sheets of its group, and decisions on disclosures."""
    about = Q(kind=DECISION, subject_id__in=list(disclosures))
    if code is not None:
        about |= Q(kind=KEY_SHEET, subject_id=code.group_id)
    return list(Document.objects.filter(about).order_by("number").values_list("pk", flat=True))


@dataclass(frozen=True)
class Copies:
    """Who has something, and on which papers the code may stand."""

    agencies: list[Agency]
    papers: list[Document]

    def __bool__(self) -> bool:
        return bool(self.agencies or self.papers)


def copies_of(retraction: Retraction) -> Copies:
    """What is out, by name and number."""
    agencies = Agency.objects.filter(pk__in=retraction.receivers).order_by(Alphabetical("short_name"))
    return Copies(list(agencies), list(Document.objects.filter(pk__in=retraction.papers).order_by("number")))


def would_end(code: PersonCode) -> Copies:
    """What is out of a code that has not been taken back: shown before it is."""
    records = DisclosedRecord.objects.in_force().filter(person_code_id=code.pk, owner=code.owner_id)
    given = list(records.values_list("receiver", "disclosure"))
    agencies = Agency.objects.filter(pk__in={receiver for receiver, _disclosure in given}).order_by(
        Alphabetical("short_name")
    )
    papers = papers_about(code, {disclosure for _receiver, disclosure in given})
    return Copies(list(agencies), list(Document.objects.filter(pk__in=papers).order_by("number")))
