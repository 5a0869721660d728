"""Which papers somebody may see in the register."""

from typing import TypeVar

from django.db.models import Q, QuerySet

from gvi.access.principal import Principal
from gvi.documents.models import Copy, Document
from gvi.documents.registry import papers

M = TypeVar("M", Document, Copy)


def readable(rows: QuerySet[M], by: Principal, document: str = "") -> QuerySet[M]:
    """Rows of the kinds of paper that the role has the right to, about what the user sees where that is asked.

    A kind that nobody has registered is not shown. `document` is the way to the paper: "document__" from a copy.
    """
    allowed = Q(pk__in=[])
    for paper in papers:
        if by.may(paper.needs):
            of_kind = Q(**{f"{document}kind": paper.kind})
            if paper.subject:
                of_kind &= Q(**{f"{document}subject_id__in": paper.subject.objects.values("pk")})
            allowed |= of_kind
    return rows.filter(allowed)
