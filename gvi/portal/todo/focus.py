"""Increased focus: decisions that wait, reviews, measures to report."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from gvi.access.policy import Right
from gvi.access.principal import Principal
from gvi.portal.todo.item import TodoItem
from sanctions.models import Sanction, SanctionState
from sanctions.presenters import review_of
from sanctions.queries import own_open_measures, running_sanctions


def proposals(by: Principal, today: date) -> Iterator[TodoItem]:
    """Increased focus that is proposed and waits for the partnership."""
    for each in Sanction.objects.filter(state=SanctionState.PROPOSED).select_related("group").order_by("proposed_on"):
        text = _("Increased focus on %(group)s is proposed") % {"group": each.group}
        yield TodoItem(text, each.get_absolute_url(), _("Note the decision"), each.proposed_on)


def focus_to_review(by: Principal, today: date) -> Iterator[TodoItem]:
    """Increased focus whose review has come near or passed (domain 2.11 rule 6)."""
    for each in running_sanctions().filter(review_on__lte=today + timedelta(days=7)):
        review = review_of(each)
        text = f"{each.group}: {review.label}"
        yield TodoItem(
            text, each.get_absolute_url(), _("Open the increased focus"), each.review_on, late=review.is_late
        )


def groups_to_inform(by: Principal, today: date) -> Iterator[TodoItem]:
    """Focus that has ended, but the group has not been informed (domain 2.10)."""
    for each in Sanction.objects.filter(state=SanctionState.ENDED).select_related("group").order_by("ended_on"):
        text = _("Tell %(group)s that the focus is over") % {"group": each.group}
        yield TodoItem(text, reverse("sanctions:inform_group", args=[each.pk]), _("Inform the group"), each.ended_on)


def own_measures(by: Principal, today: date) -> Iterable[TodoItem]:
    """List the agency's own measures first, except for whoever keeps the commitment list."""
    return () if by.may(Right.COMMITMENTS_KEEP_LIST) else measures_to_report(by, today)


def listed_measures(by: Principal, today: date) -> Iterable[TodoItem]:
    """The measures of whoever keeps the commitment list, after that list."""
    return measures_to_report(by, today) if by.may(Right.COMMITMENTS_KEEP_LIST) else ()


def measures_to_report(by: Principal, today: date) -> Iterator[TodoItem]:
    """The agency's own measures that have not been reported today, the one due first on top.

    Nothing to report is one press; for a measure recorded for another agency, that agency is asked first.
    """
    for each in own_open_measures(by).exclude(reported_on=today):
        text = _("%(measure)s, %(group)s") % {"measure": each.lever_label.capitalize(), "group": each.sanction.group}
        url, late = reverse("sanctions:report", args=[each.pk]), each.due_on < today
        if each.source_agency:
            text = _("Ask %(agency)s: %(measure)s") % {"agency": each.source_agency.short_name, "measure": text}
            yield TodoItem(text, url, _("Report"), each.due_on, late=late)
        else:
            press = reverse("sanctions:nothing_new", args=[each.pk])
            yield TodoItem(text, url, _("Nothing to report"), each.due_on, late=late, press=press, icon="check")
