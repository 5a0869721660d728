"""Which papers a role may see in the register."""

from typing import TypeVar

from django.db.models import QuerySet

from gvi.access.principal import Principal
from gvi.documents.models import Copy, Document
from gvi.documents.registry import papers

M = TypeVar("M", Document, Copy)


def readable(rows: QuerySet[M], by: Principal, kind: str = "kind") -> QuerySet[M]:
    """Rows of the kinds of paper that the role has the right to. A kind that nobody has registered is not shown.

    `kind` names the column that holds the kind of paper.
    """
    allowed = [paper.kind for paper in papers if by.may(paper.needs)]
    return rows.filter(**{f"{kind}__in": allowed})
