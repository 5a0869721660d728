"""Pages of call-ins: the list, the call-in, and what is done before the evening."""

from typing import TYPE_CHECKING, Any

from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from callins import actions, overview
from callins.forms import CallInForm, ChangeForm, InviteForm, OnCallIn, SeatsForm
from callins.models import CallIn
from callins.notifications.views import told_tabs
from callins.seats import lines, own_lines, tallies
from callins.shown import title
from gvi.access.guarded import Guarded
from gvi.commitments.presenters import commitments_from
from gvi.pages.act_page import ActPage
from gvi.pages.detail import DetailPage
from gvi.pages.forms import ActForm
from gvi.pages.lists import ListPage

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def crumbs(callin: CallIn | None = None, here: str = "") -> list[dict[str, Any]]:
    """The way back."""
    way = [{"label": _("Call-ins"), "url": reverse("callins:callins")}]
    if callin is not None:
        way.append({"label": date_format(callin.on, "j F Y"), "url": callin.get_absolute_url() if here else ""})
    return [*way, {"label": here, "url": ""}] if here else way


class CallIns(ListPage):
    """All call-ins, newest first, with what to do next."""

    needs = "callins.see"
    model = CallIn
    order = ("-on", "pk")
    template_name = "callins/list.html"
    heading = gettext_lazy("Call-ins")

    def extra(self, rows: list[CallIn]) -> dict[str, Any]:
        return {
            "lines": overview.of(rows, self.by),
            "may_plan": self.by.may("callins.plan"),
            "tabs": told_tabs("callins"),
        }


class Detail(DetailPage):
    """One call-in: before the evening its seats, afterwards counts and nothing else but one's own."""

    needs = "callins.see"
    model = CallIn
    template_name = "callins/callin.html"

    def extra(self, callin: CallIn) -> dict[str, Any]:
        numbers = tallies(callin)
        seats = self._seats(callin)
        return {
            "heading": title(callin),
            "lead": callin.purpose,
            "breadcrumbs": crumbs(callin),
            "facts": overview.facts(callin, numbers),
            "steps": overview.steps(callin),
            "actions": overview.buttons(callin, self.by, seats=seats),
            "numbers": numbers,
            "total": numbers.all,
            "not_begun": callin.opened_at is None,
            "lines": seats,
            "unescorted": sum(not line.seat.escort for line in seats),
            "readers": overview.readers(callin),
        } | commitments_from(self.by, "callin", callin.pk)

    def _seats(self, callin: CallIn) -> list[Any]:
        if not self.by.may("callins.see_seats"):
            return []
        return own_lines(callin, self.by) if callin.is_over else lines(callin, self.by)


class Plan(ActPage):
    act = actions.plan
    makes = CallIn
    form_class = CallInForm
    template_name = "callins/plan.html"
    heading = gettext_lazy("Plan a call-in")
    submit = gettext_lazy("Plan the call-in")

    def extra(self, form: ActForm, row: Guarded | None) -> dict[str, Any]:
        return {"breadcrumbs": crumbs(here=str(self.heading))}

    def cancel_url(self, row: Guarded | None) -> str:
        return reverse("callins:callins")

    def said(self, result: CallIn) -> str:
        return _("The call-in is planned. Next: invite.")


class OnCallInView(ActPage):
    """An act whose row is the call-in."""

    model = CallIn
    breadcrumb: "StrOrPromise" = ""

    def extra(self, form: ActForm, row: Any) -> dict[str, Any]:
        return {"breadcrumbs": crumbs(row, str(self.breadcrumb or self.heading))}


class Change(OnCallInView):
    act = actions.change
    form_class = ChangeForm
    heading = gettext_lazy("Change the call-in")


class Cancel(OnCallInView):
    act = actions.cancel
    heading = gettext_lazy("Cancel the call-in")
    submit = gettext_lazy("Cancel the call-in")

    def extra(self, form: ActForm, row: Any) -> dict[str, Any]:
        notice = _("The seats go back to the agencies they came from. A cancelled call-in cannot be opened again.")
        return super().extra(form, row) | {"danger": True, "notice": notice, "notice_color": "warning"}

    def said(self, result: CallIn) -> str:
        return _("The call-in is cancelled. The seats go back to the agencies they came from.")


class OpenEvening(OnCallInView):
    act = actions.open_evening
    heading = gettext_lazy("Open the evening")
    submit = gettext_lazy("Open the evening")

    def ready(self, row: Any) -> None:
        super().ready(row)
        actions.require_day(row)

    def extra(self, form: ActForm, row: Any) -> dict[str, Any]:
        notice = _("The page for attendance opens for everybody who registers. Seats can still be changed.")
        return super().extra(form, row) | {"notice": notice}

    def success_url(self, result: CallIn) -> str:
        return reverse("callins:evening", args=[result.pk])

    def said(self, result: CallIn) -> str:
        return _("The evening is open.")


class SeatsView(ActPage):
    """An act on seats of the call-in in the address. Each seat is some agency's; the call-in is where they stand."""

    form_class: type[OnCallIn]

    def form_for(self, row: Guarded | None, *typed: Any, **more: Any) -> ActForm:
        return super().form_for(row, *typed, callin=self.callin, **more)

    def _row(self, pk: Any) -> None:
        self.callin = get_object_or_404(CallIn.objects.all(), pk=pk)

    def ready(self, row: Guarded | None) -> None:
        actions.require_ahead(self.callin)

    def extra(self, form: ActForm, row: Guarded | None) -> dict[str, Any]:
        return {"breadcrumbs": crumbs(self.callin, str(self.heading)), "callin": self.callin}

    def cancel_url(self, row: Guarded | None) -> str:
        return self.callin.get_absolute_url()

    def receipt_url(self, receipt: Any) -> str:
        return self.success_url(None)

    def success_url(self, result: Any) -> str:
        return self.callin.get_absolute_url()


class Invite(SeatsView):
    act = actions.invite
    form_class = InviteForm
    template_name = "callins/invite.html"
    heading = gettext_lazy("Invite")
    submit = gettext_lazy("Invite and give seats")

    def success_url(self, result: Any) -> str:
        return reverse("callins:seats", args=[self.callin.pk])

    def said(self, result: Any) -> str:
        invited = ngettext("%(n)s code invited.", "%(n)s codes invited.", len(result)) % {"n": len(result)}
        return invited + " " + _("Fill in escort and arrival.")


class Seats(SeatsView):
    act = actions.change_seats
    form_class = SeatsForm
    template_name = "callins/seats.html"
    heading = gettext_lazy("Seats, arrival and escort")
    submit = gettext_lazy("Save the seats")

    def conflict_page(self, form: Any, now: Guarded) -> TemplateResponse:
        """Line by line: what is saved now stands beside what was typed."""
        form.tell_stale()
        return self.form_page(form, None, status=409)

    def said(self, result: Any) -> str:
        if not result:
            return _("Nothing was changed.")
        return ngettext("%(n)s seat saved.", "%(n)s seats saved.", len(result)) % {"n": len(result)}
