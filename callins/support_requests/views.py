"""A request for support: one screen that works at ten at night, and a receipt that says nothing."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from callins import actions
from callins.models import CallIn, Channel
from callins.rules import UNREAD
from callins.support_requests.forms import SupportRequestForm
from gvi.access.policy import Right
from gvi.acts.models import Receipt
from gvi.acts.requires import NotNow
from gvi.pages.act_page import ActPage
from gvi.pages.base import Page
from gvi.pages.forms import ActForm


class RequestSupport(ActPage):
    act = actions.request_support
    form_class = SupportRequestForm
    template_name = "callins/request_support.html"
    lead = gettext_lazy("It goes to social services and to nobody else. You cannot read it afterwards.")
    submit = gettext_lazy("Send to social services")

    def render_not_now(self, refusal: NotNow, form: ActForm | None = None) -> HttpResponse:
        """If no social services log in, a request is made by telephone: numbers to call, and no form."""
        if form is not None:
            return super().render_not_now(refusal, form)
        self.template_name = "callins/request_by_telephone.html"
        return self.render_to_response(self.get_context_data(heading=_("Call social services"), lead=_(UNREAD)))

    def get_initial(self) -> dict[str, Any]:
        return {"channel": Channel.TELEPHONE}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"partnership": self.by.partnership} | kwargs)

    def get_success_message(self) -> str:
        return ""  # the page that it leads to says it

    def get_success_url(self) -> str:
        return reverse("callins:request_sent")

    def get_receipt_url(self, receipt: Receipt) -> str:
        return self.get_success_url()


class RequestSupportAtEvening(RequestSupport):
    """A request made at a call-in. Neither invitation nor code is read for it: the log would tell who asked.

    The row of the evening page posts the code that it shows, and gets the form with it.
    """

    act = actions.request_support

    @cached_property
    def callin(self) -> CallIn:
        callin: CallIn = get_object_or_404(CallIn.objects.select_related("owner"), pk=self.kwargs["pk"])
        return callin

    def get_object(self) -> None:
        """There is no row, but the call-in must be one that the user can see. Raises Http404."""
        self.callin  # noqa: B018

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "code" in request.POST:
            return self.get(request, *args, **kwargs)
        return self._closed() or super().post(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._closed() or super().get(request, *args, **kwargs)

    def _closed(self) -> HttpResponse | None:
        """The form closes with the evening: after it a request is an ordinary one. What was typed is shown."""
        self.get_object()
        if not self.callin.is_over:
            return None
        sentence = _("The evening is closed. Nothing was sent. Write an ordinary request for support instead, or call.")
        is_typed = self.request.method == "POST" and "code" not in self.request.POST
        return ActPage.render_not_now(self, NotNow(sentence), self.get_form() if is_typed else None)

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        if "code" not in self.request.POST:
            return kwargs
        return {"by": self.by, "instance": None, "initial": self.get_initial()}

    def get_initial(self) -> dict[str, Any]:
        return {"channel": Channel.CALL_IN, "person_note": self.request.POST.get("code", "")}

    def get_cancel_url(self) -> str:
        return reverse("callins:evening", args=[self.callin.pk])


class RequestSent(Page):
    """The receipt. It is the same for everybody and at all times: it holds nothing of what was sent."""

    needs = Right.SUPPORT_REQUEST
    template_name = "callins/request_sent.html"
    heading = gettext_lazy("Sent to social services")
    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        evenings = list(CallIn.objects.in_progress().order_by("date", "pk"))
        return self.render_to_response(self.get_context_data(evenings=evenings, partnership=self.by.partnership))
