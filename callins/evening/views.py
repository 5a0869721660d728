"""The evening: the page that is tapped, each tap, undo, and the closing."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from callins import actions
from callins.evening import presenters
from callins.forms import AttendanceForm
from callins.models import CallIn, CallInState, Invitation
from callins.presenters import ask_to_close, callin_name
from callins.queries import invitation_rows, invitations_to, name_of, names_stamp, tallies
from callins.views import SECTION, OnCallIn
from gvi.access.policy import Right
from gvi.acts.models import Receipt
from gvi.acts.requires import NotNow
from gvi.pages.act_page import ActPage, Refusal
from gvi.pages.base import Crumb
from gvi.pages.detail import DetailPage
from gvi.pages.forms import ActForm

LIVE = "callins/_live.html"
OWNER = "vems"  # in the address: whose taps wait on this tablet?


class Evening(DetailPage):
    """Attendance, invitation by invitation. Polled with the stamp that it showed, it answers 204 if nothing changed."""

    needs = Right.CALLINS_RECORD_ATTENDANCE
    model = CallIn
    section = SECTION
    template_name = "callins/evening.html"
    log = gettext_lazy("read the evening page")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self.get_object()
        if self.object.state != CallInState.EVENING:
            return HttpResponseRedirect(self.object.get_absolute_url())
        if OWNER in request.GET:
            return HttpResponse(name_of(request.GET[OWNER], self.by), content_type="text/plain; charset=utf-8")
        counted, names = tallies(self.object), f"{names_stamp(self.object)}.{self.by.mark}"
        if request.GET.get("stamp") == f"{counted.stamp}.{names}":
            return HttpResponse(status=204)
        chosen = presenters.Filter.from_query(request.GET)
        shown = invitation_rows(self.object, self.by, chosen.apply(invitations_to(self.object)))
        rows = [presenters.evening_row(row, self.by, query=chosen.query) for row in shown]
        frame = presenters.evening_frame(self.object, self.by, counted, chosen)
        return self.render_to_response(self.get_context_data(frame=frame, rows=rows, names_stamp=names))

    def get_heading(self) -> str:
        return callin_name(self.object)

    def get_breadcrumbs(self) -> list[Crumb]:
        callin = Crumb(callin_name(self.object), self.object.get_absolute_url())
        return [SECTION.crumb(), callin, Crumb(pgettext("call-in", "Evening"))]


class Tap(ActPage):
    """A press on the evening page. It answers the live parts to the script, and sends everybody else back to the row.

    A press shows no form, so there is nothing to withhold: a refusal is shown as it is.
    """

    http_method_names = ["post"]
    keeps_drafts = False
    template_name = "callins/refused.html"
    heading = gettext_lazy("Not registered")

    def answer(self, invitation: Invitation, notice: str = "") -> HttpResponse:
        """What the page shows now. `notice` says whose registration was replaced, or what was taken back."""
        chosen = presenters.Filter.from_query(self.request.GET)
        callin = CallIn.objects.get(pk=invitation.callin_id)
        if not self.request.headers.get("HX-Request"):
            page = reverse("callins:evening", args=[callin.pk])
            return HttpResponseRedirect(f"{page}{chosen.query}#{presenters.anchor(invitation)}")
        rows = invitation_rows(callin, self.by, invitations_to(callin).filter(pk=invitation.pk))
        shown = [presenters.evening_row(row, self.by, query=chosen.query, notice=notice) for row in rows]
        frame = presenters.evening_frame(callin, self.by, tallies(callin), chosen)
        return TemplateResponse(self.request, LIVE, {"frame": frame, "rows": shown, "partial": True})

    def get_receipt_response(self, receipt: Receipt) -> HttpResponse:
        invitation: Invitation = get_object_or_404(Invitation.objects.all(), pk=receipt.result)
        return self.answer(invitation)

    def form_invalid(self, form: ActForm, refusal: Refusal | None = None) -> HttpResponse:
        if isinstance(refusal, NotNow):
            form.add_error(None, str(refusal))
            return self.render_form(form, status=409)
        return super().form_invalid(form, refusal)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = kwargs["form"]
        sentences = [error for errors in form.errors.values() for error in errors]
        return super().get_context_data(**kwargs) | {"sentences": sentences, "breadcrumbs": []}


class RecordAttendance(Tap):
    act = actions.record_attendance
    form_class = AttendanceForm

    def get_cancel_url(self) -> str:
        return reverse("callins:evening", args=[self.object.callin_id])

    def perform(self, form: ActForm) -> Any:
        self.shown = form.cleaned_data["shown"]
        return super().perform(form)

    def get_success_response(self) -> HttpResponse:
        notice = self._notice(self.result)
        if notice and not self.request.headers.get("HX-Request"):
            messages.warning(self.request, notice)
        return self.answer(self.result.invitation, notice)

    def _notice(self, recorded: actions.Recorded) -> str:
        """If the page did not show the registration that was replaced, say who had made it."""
        invitation = recorded.invitation
        replaced = recorded.previous not in ("", self.shown, invitation.outcome)
        if not replaced or recorded.previous_by is None or recorded.previous_by == self.by.user:
            return ""
        return _("Seat %(seat)s: %(had)s Now it says %(outcome)s. You can take it back.") % {
            "seat": invitation.seat,
            "had": presenters.had_set(invitation),
            "outcome": invitation.get_outcome_display(),
        }


class UndoAttendance(Tap):
    act = actions.undo_attendance

    def get_cancel_url(self) -> str:
        return reverse("callins:evening", args=[self.object.pk])

    def get_success_response(self) -> HttpResponse:
        return self._answer(self.result)

    def get_receipt_response(self, receipt: Receipt) -> HttpResponse:
        return self._answer(get_object_or_404(Invitation.objects.all(), pk=receipt.result))

    def _answer(self, invitation: Invitation) -> HttpResponse:
        state = invitation.get_outcome_display() or _("no registration")
        notice = _("Taken back. Seat %(seat)s: %(outcome)s.") % {"seat": invitation.seat, "outcome": state}
        if not self.request.headers.get("HX-Request"):
            messages.success(self.request, notice)
        return self.answer(invitation, notice)


class CloseEvening(OnCallIn):
    """Review and close: who lacks registration, and what happens to the invitations."""

    act = actions.close_evening
    template_name = "callins/close_evening.html"
    submit = gettext_lazy("Close the evening")
    log = gettext_lazy("read those without registration")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        counted = tallies(self.object)
        standing = invitations_to(self.object).standing()
        left = invitation_rows(self.object, self.by, standing.filter(outcome=""))
        page = {"tallies": counted, "total": counted.all, "left": left, "callin": self.object}
        page["question"] = ask_to_close(self.object)
        return super().get_context_data(**kwargs) | page
