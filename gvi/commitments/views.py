"""Pages of commitments: the list, one with its history, and what is done with it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from gvi.access.policy import Right
from gvi.acts.history import corrections_of
from gvi.commitments import actions, origins
from gvi.commitments.forms import AgencyFilter, ChangeForm, CommitmentForm, ReopenForm, SettleForm
from gvi.commitments.models import Commitment, CommitmentEvent, CommitmentState, EventKind
from gvi.commitments.presenters import readers_of, rows_for
from gvi.commitments.queries import totals
from gvi.pages.act_page import ActPage
from gvi.pages.base import Section
from gvi.pages.detail import DetailPage
from gvi.pages.lists import Column, ListPage

SECTION = Section(gettext_lazy("Action list"), "commitments:commitments")
OPEN, LATE, MINE, SETTLED = "oppna", "sena", "egna", "avgjorda"
VIEWS = {
    OPEN: pgettext_lazy("commitments", "Open"),
    LATE: pgettext_lazy("commitments", "Late"),
    MINE: pgettext_lazy("commitments", "Our own"),
    SETTLED: pgettext_lazy("commitments", "Settled"),
}


class Commitments(ListPage):
    """The list of commitments: open ones by due date, settled ones latest first."""

    needs = Right.COMMITMENTS_SEE
    model = Commitment
    order = ("due_on", "pk")
    acts = (actions.make,)
    template_name = "commitments/commitments.html"
    heading = gettext_lazy("Action list")
    lead = gettext_lazy("Promises, agreements and tasks in one list: who does what, by when, and what came of it.")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        chosen = request.GET.get("visa", OPEN)
        self.shown = chosen if chosen in VIEWS else OPEN
        if self.shown == SETTLED:
            self.order = ("-settled_on", "pk")
        self.filter = AgencyFilter({"visa": self.shown} | request.GET.dict(), partnership=self.by.partnership)
        return super().get(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[Commitment]:
        commitments = Commitment.objects.select_related("agency")
        shown = {
            OPEN: commitments.open(),
            LATE: commitments.late(),
            MINE: commitments.open().filter(agency=self.by.agency),
            SETTLED: commitments.settled(),
        }[self.shown]
        agency = self.filter.cleaned_data.get("organisation") if self.filter.is_valid() else None
        return shown.filter(agency=agency) if agency else shown

    def get_columns(self) -> Sequence[Column]:
        settled = self.shown == SETTLED
        return (
            Column(_("What is to be done")),
            Column(pgettext_lazy("commitment", "Who")),
            Column(pgettext_lazy("commitment", "Settled") if settled else _("Done by")),
            Column(_("State")),
            Column(_("What to do"), hidden=True),
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        counted = totals(self.by.agency.pk)
        counts = {OPEN: counted.open, LATE: counted.late, MINE: counted.mine}
        where = reverse("commitments:commitments")
        return super().get_context_data(**kwargs) | {
            "commitments": rows_for(self.rows, self.by),
            "totals": counted,
            "settled": self.shown == SETTLED,
            "pills": [
                {
                    "label": label,
                    "url": f"{where}?visa={name}",
                    "count": counts.get(name),
                    "current": name == self.shown,
                }
                for name, label in VIEWS.items()
            ],
            "filter_form": self.filter,
            "may_import": self.by.may(Right.PORTAL_IMPORT_HISTORY),
        }


class CommitmentPage(DetailPage):
    """One commitment: its state, where it came from, and everything that has happened to it."""

    needs = Right.COMMITMENTS_SEE
    model = Commitment
    section = SECTION
    acts = (actions.keep, actions.settle, actions.change, actions.reopen, actions.strike)
    template_name = "commitments/commitment.html"

    def get_queryset(self) -> QuerySet[Commitment]:
        return Commitment.objects.select_related("agency", "owner")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        (row,) = rows_for([self.object], self.by)
        events = CommitmentEvent.objects.filter(commitment=self.object).select_related("owner")
        if self.object.state == CommitmentState.STRUCK:  # the reasons of what happened may hold the words too
            events = events.filter(kind=EventKind.STRUCK)
        return super().get_context_data(**kwargs) | {
            "row": row,
            "events": events.order_by("-recorded_at"),
            "readers": readers_of(self.object),
            "corrections": corrections_of([self.object], "text", "function", "note"),
        }


class Make(ActPage):
    """Write down who does what by when; from the page of a meeting or a call-in, with that as its origin."""

    act = actions.make
    section = SECTION
    form_class = CommitmentForm
    submit = gettext_lazy("Write down")

    @cached_property
    def origin(self) -> tuple[str, UUID, origins.Origin] | None:
        """What the address names as the origin, if this reader can see it."""
        kind = self.request.GET.get("kalla", "")
        try:
            pk = UUID(self.request.GET.get("id", ""))
        except ValueError:
            return None
        found = origins.find(kind, pk)
        return (kind, pk, found) if found else None

    def get_initial(self) -> dict[str, Any]:
        if self.origin is None:
            return {}
        kind, pk, found = self.origin
        return {"origin": kind, "origin_id": pk} | ({"text": found.text} if found.text else {})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = super().get_context_data(**kwargs)
        return page | {"lead": _("From: %(source)s") % {"source": self.origin[2].name}} if self.origin else page

    def get_cancel_url(self) -> str:
        return self.origin[2].url if self.origin else super().get_cancel_url()

    def get_success_url(self) -> str:
        return self.get_cancel_url()

    def get_success_message(self) -> str:
        return _("It is on the list: %(text)s") % {"text": self.result.text}


class Change(ActPage):
    act = actions.change
    section = SECTION
    form_class = ChangeForm
    heading = gettext_lazy("Change the action")


class Settle(ActPage):
    act = actions.settle
    section = SECTION
    form_class = SettleForm
    heading = gettext_lazy("What came of it")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"lead": self.object.text} | kwargs)


class Keep(ActPage):
    """Kept, in one press. A press on Min dag returns there."""

    act = actions.keep
    section = SECTION
    submit = gettext_lazy("It is kept")

    def get_success_url(self) -> str:
        return "/" if "dag" in self.request.GET else super().get_success_url()

    def get_success_message(self) -> str:
        return _("Kept: %(text)s") % {"text": self.result.text}


class Reopen(ActPage):
    act = actions.reopen
    section = SECTION
    form_class = ReopenForm


class Strike(ActPage):
    """Take the words away, for good."""

    act = actions.strike
    section = SECTION
    heading = gettext_lazy("Strike the action")
    notice = gettext_lazy(
        "The words disappear here and from papers still to be printed. Only the agency that wrote them sees them "
        "afterwards."
    )
    submit = gettext_lazy("Strike")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"lead": self.object.text} | kwargs)
