"""The coordinator's everyday: call-ins, meetings, commitments, messages from the public."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, ngettext_lazy, pgettext

from callins.models import CallIn
from groups.models import Incident
from gvi.access.policy import Right
from gvi.access.principal import Principal
from gvi.commitments.models import Commitment
from gvi.commitments.queries import DUE_SOON
from gvi.documents.models import Document
from gvi.meetings.documents import BRIEF
from gvi.portal.models import MessageState, PublicMessage
from gvi.portal.queries import open_decisions, upcoming_callins, upcoming_meetings
from gvi.portal.todo.item import TodoItem, nearest

SOON = timedelta(days=14)


def commitments_due(by: Principal, today: date) -> Iterator[TodoItem]:
    """Commitments that are late or due within a week: all for whoever keeps the list, otherwise the agency's own.

    The agency's own are kept in one press (domain 2.10).
    """
    due = Commitment.objects.open().due_first().filter(due_on__lte=today + DUE_SOON)
    if not by.may(Right.COMMITMENTS_KEEP_LIST):
        due = due.filter(agency=by.agency)

    def item(each: Commitment) -> TodoItem:
        bearer = each.agency.short_name + (f", {each.function}" if each.function else "")
        press = reverse("commitments:keep", args=[each.pk]) + "?dag" if each.agency_id == by.agency.pk else ""
        return TodoItem(
            f"{each.text} ({bearer})",
            each.get_absolute_url(),
            pgettext("button", "Kept") if press else _("Open the action"),
            each.due_on,
            late=each.due_on < today,
            press=press,
            icon="check",
        )

    more = ngettext_lazy("and %(n)s action more", "and %(n)s actions more", "n")
    return nearest(due, item, more=more, url=reverse("commitments:commitments"))


def fresh_incidents(by: Principal, today: date) -> Iterator[TodoItem]:
    """Recent incidents about which nobody has called a quick check-in (domain 1.2)."""
    for incident in Incident.objects.fresh().exclude(items__isnull=False).order_by("published_at", "pk"):
        text = _("Quick check-in within 24 hours: %(incident)s") % {"incident": incident}
        url = reverse("meetings:call_quick", args=[incident.pk])
        yield TodoItem(text, url, _("Call the meeting"), timezone.localtime(incident.fresh_until).date())


def evenings(by: Principal, today: date) -> Iterator[TodoItem]:
    """A call-in in progress comes first."""
    for callin in CallIn.objects.in_progress().order_by("date"):
        yield TodoItem(
            _("The evening is under way: %(venue)s") % {"venue": callin.venue},
            reverse("callins:evening", args=[callin.pk]),
            _("Open the evening"),
            callin.date,
        )


def unready_callins(by: Principal, today: date) -> Iterator[TodoItem]:
    """Call-ins within two weeks that lack seats or escorts (domain 2.11 rule 11)."""
    soon = upcoming_callins(today).filter(date__lte=today + SOON)
    for callin in soon.annotate(
        seats=Count("invitations__seat"),
        unescorted=Count("invitations__seat", filter=Q(invitations__escort="")),
    ):
        if not callin.seats:
            text = _("Nobody is invited to the call-in")
        elif callin.unescorted:
            text = ngettext(
                "%(n)s seat at the call-in has no escort",
                "%(n)s seats at the call-in have no escort",
                callin.unescorted,
            ) % {"n": callin.unescorted}
        else:
            continue
        yield TodoItem(text, callin.get_absolute_url(), _("Open the call-in"), callin.date)


def past_callins(by: Principal, today: date) -> Iterator[TodoItem]:
    """Call-ins whose day has passed without being held, cancelled or moved."""
    for callin in CallIn.objects.planned().filter(date__lt=today).order_by("date"):
        yield TodoItem(
            _("The call-in's day has passed, but it is still planned")
            if callin.entered_at is None
            else _("A call-in is entered afterwards, but not who came"),
            callin.get_absolute_url(),
            _("Open the call-in"),
            callin.date,
            late=True,
        )


def meetings_without_papers(by: Principal, today: date) -> Iterator[TodoItem]:
    """Meetings within a week whose brief is not printed: one press, and the paper is on its way."""
    soon = list(
        upcoming_meetings(today).filter(date__lte=today + timedelta(days=7)).annotate(decisions=open_decisions())
    )
    printed = Document.objects.filter(kind=BRIEF, subject_id__in=[meeting.pk for meeting in soon])
    done = set(printed.values_list("subject_id", flat=True))
    for meeting in soon:
        if meeting.pk in done or not by.may_write(meeting):
            continue
        text = ngettext(
            "%(kind)s with %(n)s decision to take", "%(kind)s with %(n)s decisions to take", meeting.decisions
        ) % {"kind": capfirst(meeting.get_kind_display()), "n": meeting.decisions}
        yield TodoItem(
            text,
            meeting.get_absolute_url(),
            _("Print the brief"),
            meeting.date,
            press=reverse("meetings:print_brief", args=[meeting.pk]),
        )


def messages_to_answer(by: Principal, today: date) -> Iterator[TodoItem]:
    """What the public has sent in and waits for an answer, the oldest first (SFS 2018:1937: within reasonable time)."""
    waiting = (
        PublicMessage.objects.filter(state=MessageState.NEW).order_by("received").values_list("received", flat=True)
    )
    if days := [timezone.localdate(received) for received in waiting]:
        text = ngettext("%(n)s message from the public waits", "%(n)s messages from the public wait", len(days))
        url, soon = reverse("portal:messages"), days[0] + SOON
        yield TodoItem(text % {"n": len(days)}, url, _("Show incoming"), soon, late=soon < today)
