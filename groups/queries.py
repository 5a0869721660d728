"""Queries on groups for pages and for Min dag."""

from datetime import timedelta

from django.db.models import QuerySet
from django.utils import timezone

from groups.models import Group
from gvi.access.principal import Principal

REMINDED_BEFORE = timedelta(days=14)


def due_for_review(groups: QuerySet[Group], by: Principal) -> QuerySet[Group]:
    """The agency's own cards whose review date has come or is near (domain 2.2: a group list grows old)."""
    return groups.filter(owner=by.agency, review_on__lte=timezone.localdate() + REMINDED_BEFORE)
