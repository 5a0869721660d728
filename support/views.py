"""Requests and cases, as the social services see them. Nobody else has these pages."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from callins.models import Asker, Channel, SupportRequest, SupportRequestState
from gvi.access.guarded import Guarded
from gvi.documents.models import Document
from gvi.pages.act_page import ActPage
from gvi.pages.detail import DetailPage
from gvi.pages.forms import ActForm
from gvi.pages.lists import ListPage
from support import actions
from support.forms import AssignForm, ChangeForm, ContactForm, FollowUpForm, MoveForm, OpenForm
from support.models import CLOSED, WAYS, CaseWorker, Contact, FollowUp, SupportCase
from support.waits import Wait

TABS = (("", gettext_lazy("To do")), ("mina", gettext_lazy("Mine")), ("alla", gettext_lazy("All")))


def to_do() -> Q:
    """Open cases without contact, with a step that is due, or with a follow-up within two weeks."""
    today = timezone.localdate()
    waiting = FollowUp.objects.filter(case=OuterRef("pk"), done_on=None, due_on__lte=today + actions.AHEAD)
    open_now = ~Q(state__in=CLOSED)
    return open_now & (Q(first_contact_at=None) | Q(next_on__lte=today)) | Q(Exists(waiting))


def mine(by: Any) -> Q:
    """The cases that are assigned to somebody: guardian's grants."""
    return Q(pk__in=CaseWorker.objects.filter(user=by.user).values("content_object"))


def new_requests() -> QuerySet[SupportRequest]:
    """Requests that nobody has taken on yet, the oldest first."""
    return SupportRequest.objects.filter(state=SupportRequestState.NEW).order_by("asked_at", "pk")


def workers_of(cases: list[SupportCase]) -> dict[Any, Any]:
    """Who is assigned to each of these cases, in one query."""
    grants = CaseWorker.objects.filter(content_object__in=[case.pk for case in cases]).select_related("user")
    return {grant.content_object_id: grant.user for grant in grants}


class Cases(ListPage):
    """The cases, oldest first, and above them the requests that wait for somebody."""

    needs = "support.see"
    model = SupportCase
    order = ("asked_at", "pk")
    template_name = "support/cases.html"
    heading = gettext_lazy("Support")
    lead = gettext_lazy("Requests and cases of your agency. Nobody outside it can see that they exist.")

    @property
    def tab(self) -> str:
        chosen = self.request.GET.get("visa", "")
        return chosen if chosen in dict(TABS) else ""

    def rows(self) -> QuerySet[SupportCase]:
        every = SupportCase.objects.all()
        chosen = {"": to_do(), "mina": mine(self.by) & ~Q(state__in=CLOSED), "alla": Q()}
        return every.filter(chosen[self.tab])

    def extra(self, rows: list[Any]) -> dict[str, Any]:
        workers, place = workers_of(rows), reverse("support:cases")
        return {
            "requests": [(offer, Wait(offer.asked_at, None)) for offer in new_requests()],
            "lines": [(case, Wait(case.asked_at, case.first_contact_at), workers.get(case.pk)) for case in rows],
            "tabs": [
                {"label": label, "url": place + (f"?visa={name}" if name else ""), "current": name == self.tab}
                for name, label in TABS
            ],
            "today": timezone.localdate(),
        }


def crumbs(case: SupportCase | None = None, here: str = "") -> list[dict[str, str]]:
    """The way back to the list, and to the case."""
    trail = [{"label": _("Support"), "url": reverse("support:cases")}]
    if case is not None:
        trail.append({"label": str(case), "url": case.get_absolute_url() if here else ""})
    return [*trail, {"label": here, "url": ""}] if here else trail


class Case(DetailPage):
    """One case on one page: what is next, who was reached, what the follow-ups found."""

    needs = "support.see"
    model = SupportCase
    template_name = "support/case.html"

    def extra(self, row: Any) -> dict[str, Any]:
        wait = Wait(row.asked_at, row.first_contact_at)
        follow_ups = list(FollowUp.objects.filter(case=row).order_by("days"))
        papers = Document.objects.filter(kind=actions.FOLLOW_UP, subject__in=[one.pk for one in follow_ups])
        worker = workers_of([row]).get(row.pk)
        return {
            "heading": str(row),
            "lead": row.next_step,
            "breadcrumbs": crumbs(row),
            "wait": wait,
            "facts": _facts(row, wait, worker),
            "contacts": Contact.objects.filter(case=row).select_related("user").order_by("-at"),
            "follow_ups": follow_ups,
            "papers": {paper.subject: paper for paper in papers.order_by("cut_off")},
            "is_own": worker in (None, self.by.user),
            "worker": worker,
            "may_move": bool(WAYS[row.state]) if row.state in WAYS else False,
            "today": timezone.localdate(),
        }


def _facts(case: SupportCase, wait: Wait, worker: Any) -> list[tuple[str, Any]]:
    return [
        (_("State"), f"{case.get_state_display()}, {date_format(case.state_on, 'j b Y')}"),
        (_("First contact"), f"{wait.verdict} ({wait.text})"),
        (_("Assigned worker"), worker or _("nobody")),
        (_("Reference"), case.reference or "–"),
        (_("Consent"), case.get_consent_display()),
    ]


class OnCase(ActPage):
    """An act on the case in the address, by the worker who answers for it."""

    model = SupportCase

    def ready(self, row: Any) -> None:
        actions.require_own(row, self.by)

    def extra(self, form: ActForm, row: Any) -> dict[str, Any]:
        return {"breadcrumbs": crumbs(row, str(self.heading))}

    def success_url(self, result: Any) -> str:
        return result.get_absolute_url()


class Receive(ActPage):
    """A request as it was written, and the button that makes it a case of one's own."""

    act = actions.receive
    model = SupportRequest
    template_name = "support/receive.html"
    heading = gettext_lazy("New request")
    submit = gettext_lazy("Take it on")

    def extra(self, form: ActForm, row: Any) -> dict[str, Any]:
        taken = row.state != SupportRequestState.NEW
        return {
            "breadcrumbs": crumbs(None, str(self.heading)),
            "wait": Wait(row.asked_at, None),
            "taken": taken,
            "by_whom": row.teller.short_name,
            "place": self.by.partnership,
        }

    def cancel_url(self, row: Guarded | None) -> str:
        return reverse("support:cases")

    def success_url(self, result: Any) -> str:
        return result.get_absolute_url()

    def receipt_url(self, receipt: Any) -> str:
        return reverse("support:cases") + "?visa=mina"

    def said(self, result: Any) -> str:
        return _("The case is yours. Make contact in the safe way that was said.")


class Open(ActPage):
    act = actions.open_case
    makes = SupportCase
    form_class = OpenForm
    template_name = "callins/request_support.html"
    heading = gettext_lazy("New case")
    submit = gettext_lazy("Open the case")

    def initial(self, row: Guarded | None) -> dict[str, Any]:
        return {"channel": Channel.TELEPHONE, "asker": Asker.SELF}

    def extra(self, form: ActForm, row: Guarded | None) -> dict[str, Any]:
        return {"place": self.by.partnership, "breadcrumbs": crumbs(None, str(self.heading))}

    def cancel_url(self, row: Guarded | None) -> str:
        return reverse("support:cases")

    def success_url(self, result: Any) -> str:
        return result.get_absolute_url()


class Change(OnCase):
    act = actions.change
    form_class = ChangeForm
    heading = gettext_lazy("Change the case")


class LogContact(OnCase):
    act = actions.log_contact
    form_class = ContactForm
    heading = gettext_lazy("Log a contact")

    def success_url(self, result: Any) -> str:
        return result.case.get_absolute_url()

    def receipt_url(self, receipt: Any) -> str:
        return reverse("support:cases") + "?visa=mina"

    def said(self, result: Any) -> str:
        return _("The contact is logged.")


class Move(OnCase):
    act = actions.move
    form_class = MoveForm
    heading = gettext_lazy("Change the state")


class Assign(OnCase):
    act = actions.assign
    form_class = AssignForm
    heading = gettext_lazy("Hand over or take over")

    def ready(self, row: Any) -> None:
        """Any colleague may."""


class OnFollowUp(ActPage):
    """An act on a follow-up, by the worker who answers for its case."""

    model = FollowUp

    def ready(self, row: Any) -> None:
        actions.require_own(row.case, self.by)

    def cancel_url(self, row: Any) -> str:
        return row.case.get_absolute_url()


class LogFollowUp(OnFollowUp):
    """Three clicks from Min dag: the duty, whom one reached, save."""

    act = actions.log_follow_up
    form_class = FollowUpForm
    template_name = "support/follow_up.html"
    heading = gettext_lazy("Log a follow-up")

    def extra(self, form: ActForm, row: Any) -> dict[str, Any]:
        return {"breadcrumbs": crumbs(row.case, str(self.heading)), "case": row.case, "lead": f"{row.case}, {row}"}

    def success_url(self, result: Any) -> str:
        return result.case.get_absolute_url()

    def said(self, result: Any) -> str:
        return _("The follow-up is logged.")


class PrintFollowUp(OnFollowUp):
    """A paper of one's own agency, with room to write."""

    act = actions.print_follow_up
    heading = gettext_lazy("Print a follow-up to take along")
    lead = gettext_lazy("It holds questions and room to write, but no name and no address. Keep it on you.")
    submit = gettext_lazy("Print")

    def extra(self, form: ActForm, row: Any) -> dict[str, Any]:
        return {"breadcrumbs": crumbs(row.case, str(self.heading))}

    def success_url(self, result: Any) -> str:
        return result.get_absolute_url()

    def receipt_url(self, receipt: Any) -> str:
        return reverse("documents:document", args=[receipt.result]) if receipt.result else reverse("support:cases")

    def said(self, result: Any) -> str:
        return _("The paper is on its way.")
