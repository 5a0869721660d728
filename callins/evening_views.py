"""The evening: the page that is tapped, each tap, undo, and the closing."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from callins import actions, evening
from callins.forms import OnCallIn, TickForm
from callins.models import CallIn, CallInState, Invitation
from callins.seats import Tallies, lines, names_stamp, seats_of, tallies
from callins.shown import title
from callins.views import OnCallInView, SeatsView, crumbs
from gvi.access.guarded import Guarded
from gvi.access.principal import Principal
from gvi.acts.act import REGISTRY
from gvi.acts.models import Receipt, new_key
from gvi.pages.act_page import ActPage
from gvi.pages.detail import DetailPage
from gvi.pages.forms import ActForm

LIVE = "callins/_live.html"


def frame(callin: CallIn, by: Principal, numbers: Tallies, chosen: evening.Filter) -> dict[str, Any]:
    """Everything on the page but the rows: counters, pills, counts per group, undo."""
    return {
        "callin": callin,
        "stamp": numbers.stamp,
        "numbers": numbers,
        "total": numbers.all,
        "counters": evening.counters(numbers.all),
        "pills": evening.pills(callin, numbers, chosen),
        "choices": evening.CHOICES,
        "may_undo": callin.invitations.filter(ticked_by=by.user).exists(),
        "undo_url": reverse("callins:undo", args=[callin.pk]) + chosen.query,
        "undo_key": new_key(),
        "may_close": REGISTRY["callins.close_evening"].is_open_for(callin, by),
    }


class Evening(DetailPage):
    """Attendance, seat by seat. Asked again with the stamp it showed, it answers 204 while nothing has happened."""

    needs = "callins.tick"
    model = CallIn
    template_name = "callins/evening.html"

    def get(self, request: HttpRequest, pk: Any) -> HttpResponse:
        callin = get_object_or_404(CallIn.objects.all(), pk=pk)
        if callin.state != CallInState.EVENING:
            return HttpResponseRedirect(callin.get_absolute_url())
        numbers = tallies(callin)
        names = names_stamp(callin)
        if request.GET.get("stamp") == f"{numbers.stamp}.{names}":
            return HttpResponse(status=204)
        chosen = evening.Filter.of(request.GET)
        shown = lines(callin, self.by, chosen.apply(seats_of(callin)))
        rows = [evening.row(line, self.by, query=chosen.query) for line in shown]
        return self.page(
            frame(callin, self.by, numbers, chosen)
            | {"heading": title(callin), "breadcrumbs": crumbs(callin, pgettext("call-in", "Evening")), "rows": rows}
            | {"names_stamp": names}
        )


def _seat_of(receipt: Receipt) -> Invitation:
    """The seat of an earlier press of the same button."""
    return get_object_or_404(Invitation.objects.all(), pk=receipt.result)


class Tap(ActPage):
    """A press on the evening page. Answers the live parts to the script, and sends everybody else back to the row."""

    http_method_names = ["post"]
    template_name = "callins/refused.html"
    heading = gettext_lazy("Not registered")

    def answer(self, seat: Invitation, told: str = "") -> HttpResponse:
        """What the page shows now. `told`: whose registration the press has replaced, or what was taken back."""
        chosen = evening.Filter.of(self.request.GET)
        callin = CallIn.objects.get(pk=seat.callin_id)
        if not self.request.headers.get("HX-Request"):
            page = reverse("callins:evening", args=[callin.pk])
            return HttpResponseRedirect(f"{page}{chosen.query}#{evening.anchor(seat)}")
        (line,) = lines(callin, self.by, seats_of(callin).filter(pk=seat.pk))
        row = evening.row(line, self.by, query=chosen.query, told=told)
        context = frame(callin, self.by, tallies(callin), chosen) | {"rows": [row], "partial": True}
        return TemplateResponse(self.request, LIVE, context)

    def ready(self, row: Guarded | None) -> None:
        """A press shows no form, so there is nothing to withhold: the act says no on the evening's own page."""

    def extra(self, form: ActForm, row: Guarded | None) -> dict[str, Any]:
        return {"sentences": [error for errors in form.errors.values() for error in errors]}

    def cancel_url(self, row: Any) -> str:
        return reverse("callins:evening", args=[row.callin_id])


class Tick(Tap):
    act = actions.tick
    model = Invitation
    form_class = TickForm

    def perform(self, form: ActForm, row: Any) -> Any:
        self.shown = form.cleaned_data["shown"]
        return super().perform(form, row)

    def done(self, result: Any) -> HttpResponse:
        if isinstance(result, Receipt):
            return self.answer(_seat_of(result))
        told = self._told(result)
        if told and not self.request.headers.get("HX-Request"):
            messages.warning(self.request, told)
        return self.answer(result.seat, told)

    def _told(self, tick: actions.Ticked) -> str:
        """The page showed something else than what stood there: say who had set it."""
        replaced = tick.was not in ("", self.shown, tick.seat.outcome)
        if not replaced or tick.was_by is None or tick.was_by == self.by.user:
            return ""
        return _("Seat %(seat)s: %(had)s Now it says %(outcome)s. You can take it back.") % {
            "seat": tick.seat.seat,
            "had": evening.had_set(tick.seat),
            "outcome": tick.seat.get_outcome_display(),
        }


class Undo(SeatsView, Tap):
    act = actions.undo
    form_class = OnCallIn

    def ready(self, row: Guarded | None) -> None:
        Tap.ready(self, row)

    def cancel_url(self, row: Any) -> str:
        return reverse("callins:evening", args=[self.callin.pk])

    def extra(self, form: ActForm, row: Guarded | None) -> dict[str, Any]:
        return Tap.extra(self, form, row)

    def done(self, result: Any) -> HttpResponse:
        seat = _seat_of(result) if isinstance(result, Receipt) else result
        state = seat.get_outcome_display() or _("no registration")
        told = _("Taken back. Seat %(seat)s: %(outcome)s.") % {"seat": seat.seat, "outcome": state}
        if not self.request.headers.get("HX-Request"):
            messages.success(self.request, told)
        return self.answer(seat, told)


class Close(OnCallInView):
    """Review and close: who lacks registration, and what happens to the seats."""

    act = actions.close_evening
    template_name = "callins/close.html"
    heading = gettext_lazy("Review and close")
    submit = gettext_lazy("Close the evening")

    def extra(self, form: ActForm, row: Any) -> dict[str, Any]:
        numbers = tallies(row)
        left = lines(row, self.by, seats_of(row).filter(outcome=""))
        return super().extra(form, row) | {"numbers": numbers, "total": numbers.all, "left": left, "callin": row}

    def said(self, result: CallIn) -> str:
        return _("The evening is closed. The counts are kept; the seats go back to the agencies they came from.")
