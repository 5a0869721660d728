"""What needs somebody today. Each kind of duty is one function, offered to the roles that can do something about it."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from callins.models import CallIn, Invitation
from groups.models import Dossier, Group, Incident, Membership
from gvi.access.principal import Principal
from gvi.disclosures.queries import received, to_dispose_of
from gvi.documents.models import Document
from gvi.meetings.documents import BRIEF
from gvi.meetings.models import ItemState, Meeting
from gvi.portal.access_duties import access_to_review, resets_to_confirm
from gvi.portal.duty import Duty
from gvi.portal.everyday import fresh_incidents, promises_due
from gvi.portal.help_duties import help_waiting
from gvi.portal.models import MessageState, PublicMessage
from sanctions.models import Sanction, SanctionState
from sanctions.presenters import review_of
from sanctions.queries import own_open_measures, running_sanctions

SOON = timedelta(days=14)


def evenings(by: Principal, today: date) -> Iterator[Duty]:
    """A call-in that is under way comes first of all."""
    for callin in CallIn.objects.in_progress().order_by("date"):
        yield Duty(
            _("The evening is under way: %(venue)s") % {"venue": callin.venue},
            reverse("callins:evening", args=[callin.pk]),
            _("Open the evening"),
            callin.date,
        )


def unready_callins(by: Principal, today: date) -> Iterator[Duty]:
    """Call-ins within two weeks that lack seats or escorts (domain 2.11 rule 11)."""
    soon = upcoming_callins(today).filter(date__lte=today + SOON)
    for callin in soon.annotate(
        seats=Count("invitations"), unescorted=Count("invitations", filter=Q(invitations__escort=""))
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
        yield Duty(text, callin.get_absolute_url(), _("Open the call-in"), callin.date)


def past_callins(by: Principal, today: date) -> Iterator[Duty]:
    """Call-ins whose day has gone by without being held, cancelled or moved."""
    for callin in CallIn.objects.planned().filter(date__lt=today).order_by("date"):
        yield Duty(
            _("The call-in's day has passed, but it is still planned"),
            callin.get_absolute_url(),
            _("Open the call-in"),
            callin.date,
            late=True,
        )


def meetings_without_papers(by: Principal, today: date) -> Iterator[Duty]:
    """Meetings within a week whose brief is not printed: one press, and the paper is on its way."""
    soon = list(
        upcoming_meetings(today).filter(date__lte=today + timedelta(days=7)).annotate(decisions=open_decisions())
    )
    printed = Document.objects.filter(kind=BRIEF, subject__in=[meeting.pk for meeting in soon])
    done = set(printed.values_list("subject", flat=True))
    for meeting in soon:
        if meeting.pk in done or not by.may_write(meeting):
            continue
        text = ngettext(
            "%(kind)s with %(n)s decision to take", "%(kind)s with %(n)s decisions to take", meeting.decisions
        ) % {"kind": meeting.get_kind_display().capitalize(), "n": meeting.decisions}
        yield Duty(
            text,
            meeting.get_absolute_url(),
            _("Print the brief"),
            meeting.date,
            press=reverse("meetings:print_brief", args=[meeting.pk]),
        )


def groups_to_review(by: Principal, today: date) -> Iterator[Duty]:
    """Own group cards whose review date has come (domain 2.2: a group list grows old)."""
    due = Group.objects.filter(owner=by.agency, review_on__lte=today + SOON).order_by("review_on")
    for group in due[:5]:
        yield Duty(
            _("Review the card of %(group)s") % {"group": group.name},
            reverse("groups:edit_group", args=[group.pk]),
            _("Review"),
            group.review_on,
            late=group.review_on is not None and group.review_on < today,
        )


def memberships_to_review(by: Principal, today: date) -> Iterator[Duty]:
    """Memberships are assessments with a date: how many have come due (domain 2.11 rule 14)."""
    due = Membership.objects.due_for_review().count()
    if due:
        text = ngettext("%(n)s membership is due for review", "%(n)s memberships are due for review", due) % {"n": due}
        yield Duty(text, reverse("groups:dossiers"), _("Show people"), late=True)


def own_invited(by: Principal, today: date) -> Iterator[Duty]:
    """People whom one's agency keeps and who are called to the next call-in, by whosever code: reach them in time."""
    known = Dossier.objects.filter(person_code__isnull=False).values("person_code")
    for callin in upcoming_callins(today)[:1]:
        mine = Invitation.objects.filter(callin=callin, person_code__in=known).count()
        if mine:
            text = ngettext(
                "%(n)s person whom you keep is invited to the call-in",
                "%(n)s people whom you keep are invited to the call-in",
                mine,
            ) % {"n": mine}
            yield Duty(text, callin.get_absolute_url(), _("Show the seats"), callin.date)


def messages_to_answer(by: Principal, today: date) -> Iterator[Duty]:
    """What the public has sent in and waits for an answer, the oldest first (SFS 2018:1937: within reasonable time)."""
    waiting = (
        PublicMessage.objects.filter(state=MessageState.NEW).order_by("received").values_list("received", flat=True)
    )
    if days := [timezone.localdate(received) for received in waiting]:
        text = ngettext("%(n)s message from the public waits", "%(n)s messages from the public wait", len(days))
        url, soon = reverse("portal:messages"), days[0] + SOON
        yield Duty(text % {"n": len(days)}, url, _("Show incoming"), soon, late=soon < today)


def proposals(by: Principal, today: date) -> Iterator[Duty]:
    """Increased focus that is proposed and waits for the partnership."""
    for one in Sanction.objects.filter(state=SanctionState.PROPOSED).select_related("group").order_by("proposed_on"):
        text = _("Increased focus on %(group)s is proposed") % {"group": one.group}
        yield Duty(text, one.get_absolute_url(), _("Note the decision"), one.proposed_on)


def focus_to_review(by: Principal, today: date) -> Iterator[Duty]:
    """Increased focus whose review has come near or passed (domain 2.11 rule 6)."""
    for one in running_sanctions().filter(review_on__lte=today + timedelta(days=7)):
        review = review_of(one)
        text = f"{one.group}: {review.label}"
        yield Duty(text, one.get_absolute_url(), _("Open the sanction"), one.review_on, late=review.is_late)


def focus_to_tell_back(by: Principal, today: date) -> Iterator[Duty]:
    """Ended, but the group has not been told (domain 2.10)."""
    for one in Sanction.objects.filter(state=SanctionState.ENDED).select_related("group").order_by("ended_on"):
        text = _("Tell %(group)s that the focus is over") % {"group": one.group}
        yield Duty(text, reverse("sanctions:inform_group", args=[one.pk]), _("Inform the group"), one.ended_on)


def own_measures(by: Principal, today: date) -> Iterable[Duty]:
    """The own agency's measures come first, for all but those whose day begins with the list of what was promised."""
    return () if by.may("commitments.keep_list") else measures_to_report(by, today)


def listed_measures(by: Principal, today: date) -> Iterable[Duty]:
    """The measures of those who keep that list: after it."""
    return measures_to_report(by, today) if by.may("commitments.keep_list") else ()


def measures_to_report(by: Principal, today: date) -> Iterator[Duty]:
    """The own agency's measures under increased focus that have not been reported today, the first due on top.

    That there is nothing to report is one press; what another agency has said is asked for first.
    """
    for one in own_open_measures(by).exclude(reported_on=today):
        text = _("%(measure)s, %(group)s") % {"measure": one.lever_label.capitalize(), "group": one.sanction.group}
        url, late = reverse("sanctions:report", args=[one.pk]), one.due_on < today
        if one.source_agency:
            text = _("Ask %(agency)s: %(measure)s") % {"agency": one.source_agency.short_name, "measure": text}
            yield Duty(text, url, _("Report"), one.due_on, late=late)
        else:
            press = reverse("sanctions:nothing_new", args=[one.pk])
            yield Duty(text, url, _("Nothing to report"), one.due_on, late=late, press=press, icon="check")


def incidents_to_review(by: Principal, today: date) -> Iterator[Duty]:
    """Own incidents that nobody has reviewed yet: within a week it should be done (domain 6.3)."""
    waiting = Incident.objects.filter(owner=by.agency).unreviewed()
    for one in waiting[:5]:
        text = _("Review: %(incident)s") % {"incident": one}
        yield Duty(text, one.get_absolute_url(), _("Open the incident"), one.review_by, late=one.review_by < today)


def disclosures_to_accept(by: Principal, today: date) -> Iterator[Duty]:
    """What others have handed to the agency and nobody has accepted yet."""
    for one in received(by).filter(accepted_at=None).select_related("owner").order_by("valid_until"):
        if not one.is_valid:
            continue
        yield Duty(
            _("From %(agency)s: %(what)s") % {"agency": one.owner.short_name, "what": one.purpose},
            one.get_absolute_url(),
            _("Accept"),
            timezone.localtime(one.valid_until).date(),
            press=reverse("disclosures:accept", args=[one.pk]),
            icon="check",
        )


def disclosures_to_dispose_of(by: Principal, today: date) -> Iterator[Duty]:
    """Accepted copies that are over: the register decides whether they are kept (architecture 3)."""
    for one in to_dispose_of(by).select_related("owner").order_by("valid_until"):
        yield Duty(
            _("Decide on disposal: %(what)s") % {"what": one.purpose},
            one.get_absolute_url(),
            _("Open the disclosure"),
            timezone.localtime(one.valid_until).date(),
        )


# Which right one needs for a duty to be one's own. The order is the order on the page.
DUTIES: list[tuple[str, Callable[[Principal, date], Iterable[Duty]]]] = [
    ("callins.record_attendance", evenings),
    ("sanctions.report", own_measures),
    ("meetings.call_quick", fresh_incidents),
    ("commitments.keep", promises_due),
    ("sanctions.decide", proposals),
    ("sanctions.extend", focus_to_review),
    ("sanctions.inform_group", focus_to_tell_back),
    ("sanctions.report", listed_measures),
    ("groups.review_incident", incidents_to_review),
    ("support.see", help_waiting),
    ("disclosures.accept", disclosures_to_accept),
    ("disclosures.dispose", disclosures_to_dispose_of),
    ("callins.change", past_callins),
    ("callins.change", unready_callins),
    ("meetings.print_brief", meetings_without_papers),
    ("groups.edit_group", groups_to_review),
    ("groups.publish_codes", memberships_to_review),
    ("groups.link_code_to_person", own_invited),
    ("portal.answer_message", messages_to_answer),
    ("partnerships.confirm_factor_reset", resets_to_confirm),
    ("partnerships.end_access", access_to_review),
]


def duties(by: Principal) -> list[Duty]:
    """What needs this person today, the late ones first within their kind."""
    today = timezone.localdate()
    return [duty for right, find in DUTIES if by.may(right) for duty in find(by, today)]


def upcoming_callins(today: date) -> QuerySet[CallIn]:
    """Planned call-ins from today on, the next one first."""
    return CallIn.objects.planned().filter(date__gte=today).order_by("date", "starts_at")


def upcoming_meetings(today: date) -> QuerySet[Meeting]:
    """Planned meetings from today on, the next one first."""
    return Meeting.objects.planned().filter(date__gte=today).order_by("date", "starts_at")


def open_decisions() -> Count:
    """How many decisions a meeting still has before it."""
    return Count("items", filter=Q(items__kind="decision", items__state=ItemState.OPEN), distinct=True)


def greeting() -> str:
    """The day as people say it: Torsdag 26 november."""
    return date_format(timezone.localdate(), "l j F").capitalize()
