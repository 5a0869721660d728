"""Increased focus: decisions that wait, reviews, measures to report."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from gvi.access import policy
from gvi.access.policy import Right
from gvi.access.principal import Principal
from gvi.portal.todo.item import TodoItem
from sanctions.models import FocusParticipation, Sanction, SanctionState
from sanctions.participation.queries import told_to
from sanctions.presenters import review_of, shaken_sanctions
from sanctions.queries import (
    decisions_to_confirm,
    left_open,
    missing_parts,
    own_open_measures,
    running_sanctions,
    with_decision_day,
    without_measures,
)


def proposals(by: Principal, today: date) -> Iterator[TodoItem]:
    """Increased focus that is proposed and waits for the partnership."""
    for each in Sanction.objects.filter(state=SanctionState.PROPOSED).select_related("group").order_by("proposed_on"):
        text = _("Increased focus on %(group)s is proposed") % {"group": each.group}
        yield TodoItem(text, each.get_absolute_url(), _("Note the decision"), each.proposed_on)


def proposals_to_prepare(by: Principal, today: date) -> Iterable[TodoItem]:
    """The same for those who will confirm their agency's part, but do not note the decision."""
    if by.may(Right.SANCTIONS_DECIDE):
        return
    for each in Sanction.objects.filter(state=SanctionState.PROPOSED).select_related("group").order_by("proposed_on"):
        text = _("Increased focus on %(group)s is proposed: prepare your part") % {"group": each.group}
        yield TodoItem(text, each.get_absolute_url(), _("Open the increased focus"), each.proposed_on)


def parts_to_confirm(by: Principal, today: date) -> Iterator[TodoItem]:
    """Decisions that lack the part of the agency's own line in the quorum (domain 2.11 rule 2)."""
    for each in decisions_to_confirm(by):
        text = _("Confirm your part: %(what)s, %(group)s") % {"what": each.get_kind_display(), "group": each.sanction}
        late = each.decided_on < today
        url = reverse("sanctions:confirm_part", args=[each.pk])
        yield TodoItem(text, url, _("Confirm your part"), each.decided_on, late=late)


def focus_to_begin(by: Principal, today: date) -> Iterator[TodoItem]:
    """Focus that is decided and not begun: what it waits for, and since when."""
    found = Sanction.objects.filter(state=SanctionState.DECIDED).select_related("group")
    decided = list(with_decision_day(found).order_by("proposed_on", "pk"))
    missing = missing_parts(decided)
    for each in decided:
        waits = missing.get(each.pk)
        if waits:
            text = _("%(group)s: the decision waits for %(missing)s") % {"group": each, "missing": ", ".join(waits)}
            yield TodoItem(text, each.get_absolute_url(), _("Open the increased focus"), _decided_on(each))
        else:
            due_on = _decided_on(each) + policy.USUAL_TO_START
            text = _("%(group)s: increased focus is decided but not begun") % {"group": each}
            yield TodoItem(text, reverse("sanctions:start", args=[each.pk]), _("Begin"), due_on, late=due_on < today)


def _decided_on(sanction: Sanction) -> date:
    """The day of the decision, with which the query annotated it."""
    decided_on: date | None = getattr(sanction, "decided_on", None)
    return decided_on or sanction.proposed_on


def measures_to_plan(by: Principal, today: date) -> Iterator[TodoItem]:
    """Focus under which the agency, which has levers, has planned nothing of its own."""
    for each in without_measures(by):
        due_on = _decided_on(each) + policy.USUAL_TO_START
        text = _("Plan your measures: increased focus on %(group)s") % {"group": each}
        url = reverse("sanctions:plan_measure", args=[each.pk])
        yield TodoItem(text, url, _("Plan a measure"), due_on, late=due_on < today)


def invitations_to_answer(by: Principal, today: date) -> Iterator[TodoItem]:
    """What the agency is invited to take part in, and has neither planned a measure for nor answered."""
    for each in told_to(by).unanswered().order_by("invited_on", "pk"):
        due_on = each.invited_on + policy.USUAL_TO_START
        text = _("You are invited to take part in increased focus on %(group)s") % {"group": each}
        yield TodoItem(text, each.get_absolute_url(), _("Plan a measure or answer"), due_on, late=due_on < today)


def agencies_to_remind(by: Principal, today: date) -> Iterator[TodoItem]:
    """Agencies that this one invited and that have not answered in time."""
    asked = FocusParticipation.objects.unanswered().filter(owner=by.agency).order_by("invited_on", "pk")
    for each in asked.filter(invited_on__lt=today - policy.USUAL_TO_START).select_related("receiver"):
        about = {"agency": each.receiver.short_name, "group": each}
        text = _("%(agency)s has not answered: increased focus on %(group)s") % about
        url = reverse("sanctions:sanction", args=[each.sanction_id])
        yield TodoItem(text, url, _("Open the increased focus"), each.invited_on + policy.USUAL_TO_START, late=True)


def focus_to_look_at_again(by: Principal, today: date) -> Iterator[TodoItem]:
    """Focus whose triggering incident is judged in another way since the decision (domain 2.11 rule 7)."""
    for each in shaken_sanctions():
        text = _("%(group)s: the incident behind the increased focus is judged in another way") % {"group": each}
        yield TodoItem(text, each.get_absolute_url(), _("Look at it again"), today, late=True)


def measures_to_close(by: Principal, today: date) -> Iterator[TodoItem]:
    """Own measures that are not closed although the focus is over."""
    for each in left_open(by):
        about = {"measure": capfirst(each.lever_label), "group": each.sanction}
        text = _("The focus is over, close the measure: %(measure)s, %(group)s") % about
        yield TodoItem(text, reverse("sanctions:report", args=[each.pk]), _("Report"), each.due_on)


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
        text = _("%(measure)s, %(group)s") % {"measure": capfirst(each.lever_label), "group": each.sanction}
        url, late = reverse("sanctions:report", args=[each.pk]), each.due_on < today
        if each.source_agency:
            text = _("Ask %(agency)s: %(measure)s") % {"agency": each.source_agency.short_name, "measure": text}
            yield TodoItem(text, url, _("Report"), each.due_on, late=late)
        else:
            press = reverse("sanctions:nothing_new", args=[each.pk])
            yield TodoItem(text, url, _("Nothing to report"), each.due_on, late=late, press=press, icon="check")
