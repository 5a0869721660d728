"""Pages of promises: the list, one with its history, and what is done with it."""

from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from gvi.access.guarded import Guarded
from gvi.access.policy import Reach
from gvi.acts.models import new_key
from gvi.commitments import actions, sources
from gvi.commitments.actions import require_say, require_settled, require_waiting
from gvi.commitments.forms import AgencyFilter, ChangeForm, PromiseForm, ReopenForm, SettleForm
from gvi.commitments.models import Commitment, CommitmentEvent, CommitmentState
from gvi.commitments.overview import lines, numbers
from gvi.pages.act_page import ActPage
from gvi.pages.detail import DetailPage
from gvi.pages.forms import ActForm
from gvi.pages.lists import ListPage

OPEN, LATE, MINE, SETTLED = "oppna", "sena", "egna", "avgjorda"
VIEWS = {
    OPEN: pgettext_lazy("promises", "Open"),
    LATE: pgettext_lazy("promises", "Late"),
    MINE: pgettext_lazy("promises", "Our own"),
    SETTLED: pgettext_lazy("promises", "Settled"),
}


def crumbs(promise: Commitment | None = None, here: str = "") -> list[dict[str, Any]]:
    """The way back."""
    way = [{"label": _("Action list"), "url": reverse("commitments:promises")}]
    if promise is not None:
        way.append({"label": promise.text, "url": promise.get_absolute_url() if here else ""})
    return [*way, {"label": here, "url": ""}] if here else way


def who_reads(promise: Commitment) -> str:
    """Who reads it: a row reaches the core or all, never one agency outside the core alone (architecture 3)."""
    if promise.reach == Reach.ALL:
        return _(
            "Every agency of the partnership sees it, as it was given to one outside the core: what is to be done, by "
            "which agency and function, and what came of it."
        )
    return _(
        "The core agencies see what is to be done, by which agency and function, and what came of it. Given to an "
        "agency outside the core, every agency of the partnership sees it."
    )


class Promises(ListPage):
    """The one list. Open ones first due first; settled ones latest first."""

    needs = "commitments.see"
    model = Commitment
    order = ("due_on", "pk")
    template_name = "commitments/promises.html"
    heading = gettext_lazy("Action list")
    lead = gettext_lazy("Promises, actions and tasks in one list: who does what, by when, and what came of it.")

    def get(self, request: HttpRequest) -> TemplateResponse:
        chosen = request.GET.get("visa", OPEN)
        self.shown = chosen if chosen in VIEWS else OPEN
        if self.shown == SETTLED:
            self.order = ("-settled_on", "pk")
        self.filter = AgencyFilter({"visa": self.shown} | request.GET.dict(), partnership=self.by.partnership)
        return super().get(request)

    def rows(self) -> QuerySet[Any]:
        wanted = {
            OPEN: Q(state=CommitmentState.OPEN),
            LATE: Q(state=CommitmentState.OPEN, due_on__lt=timezone.localdate()),
            MINE: Q(state=CommitmentState.OPEN, agency=self.by.agency),
            SETTLED: ~Q(state=CommitmentState.OPEN),
        }[self.shown]
        agency = self.filter.cleaned_data.get("organisation") if self.filter.is_valid() else None
        return Commitment.objects.filter(wanted, *([Q(agency=agency)] if agency else [])).select_related("agency")

    def extra(self, rows: list[Commitment]) -> dict[str, Any]:
        counted = numbers(self.by.agency.pk)
        counts = {OPEN: counted.open, LATE: counted.late, MINE: counted.mine}
        where = reverse("commitments:promises")
        return {
            "lines": lines(rows, self.by),
            "numbers": counted,
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
            "may_make": self.by.may("commitments.make"),
            "may_import": self.by.may("portal.import_past"),
        }


class PromisePage(DetailPage):
    """One promise: where it stands, where it came from, and every turn it has taken."""

    needs = "commitments.see"
    model = Commitment
    template_name = "commitments/promise.html"

    def row_query(self) -> QuerySet[Any]:
        return Commitment.objects.select_related("agency", "owner")

    def extra(self, row: Commitment) -> dict[str, Any]:
        (line,) = lines([row], self.by)
        turns = CommitmentEvent.objects.filter(promise=row).select_related("owner").order_by("-at")
        return {
            "heading": row.text,
            "breadcrumbs": crumbs(row),
            "line": line,
            "turns": turns,
            "may_change": line.may and row.is_waiting,
            "may_reopen": line.may and not row.is_waiting,
            "key": new_key(),
            "readers": [
                who_reads(row),
                _("It is kept with the partnership's records."),
            ],
        }


class Make(ActPage):
    """Write down who does what by when; from the page of a meeting or a call-in, with that as its source."""

    act = actions.make
    makes = Commitment
    form_class = PromiseForm
    heading = gettext_lazy("New action")
    submit = gettext_lazy("Write down")

    @cached_property
    def came_from(self) -> tuple[str, UUID, sources.Source] | None:
        """What the address names, where this reader may see it."""
        kind = self.request.GET.get("kalla", "")
        try:
            pk = UUID(self.request.GET.get("id", ""))
        except ValueError:
            return None
        found = sources.find(kind, pk)
        return (kind, pk, found) if found else None

    def initial(self, row: Guarded | None) -> dict[str, Any]:
        if self.came_from is None:
            return {}
        kind, pk, found = self.came_from
        return {"source": kind, "source_id": pk} | ({"text": found.text} if found.text else {})

    def extra(self, form: ActForm, row: Guarded | None) -> dict[str, Any]:
        shown: dict[str, Any] = {"breadcrumbs": crumbs(here=str(self.heading))}
        if self.came_from:
            shown["lead"] = _("From: %(source)s") % {"source": self.came_from[2].name}
        return shown

    def cancel_url(self, row: Guarded | None) -> str:
        return self.came_from[2].url if self.came_from else reverse("commitments:promises")

    def success_url(self, result: Commitment) -> str:
        return self.came_from[2].url if self.came_from else reverse("commitments:promises")

    def said(self, result: Commitment) -> str:
        return _("It is on the list: %(text)s") % {"text": result.text}


class OnPromise(ActPage):
    """An act whose row is the promise: of one's own agency, or of anybody's for whoever keeps the list."""

    model = Commitment

    def ready(self, row: Any) -> None:
        require_say(row, self.by)
        require_waiting(row)

    def extra(self, form: ActForm, row: Any) -> dict[str, Any]:
        return {"breadcrumbs": crumbs(row, str(self.heading))}


class Change(OnPromise):
    act = actions.change
    form_class = ChangeForm
    heading = gettext_lazy("Change the action")


class Settle(OnPromise):
    act = actions.settle
    form_class = SettleForm
    heading = gettext_lazy("What came of it")

    def extra(self, form: ActForm, row: Any) -> dict[str, Any]:
        return super().extra(form, row) | {"lead": row.text}


class Keep(OnPromise):
    """Kept, in one press. From Min dag one comes back there."""

    act = actions.keep
    heading = gettext_lazy("It is kept")
    submit = gettext_lazy("It is kept")

    def success_url(self, result: Commitment) -> str:
        return "/" if "dag" in self.request.GET else result.get_absolute_url()

    def receipt_url(self, receipt: Any) -> str:
        return reverse("commitments:promise", args=[self.kwargs["pk"]])

    def said(self, result: Commitment) -> str:
        return _("Kept: %(text)s") % {"text": result.text}


class Reopen(OnPromise):
    act = actions.reopen
    form_class = ReopenForm
    heading = gettext_lazy("Open again")

    def ready(self, row: Any) -> None:
        require_say(row, self.by)
        require_settled(row)
