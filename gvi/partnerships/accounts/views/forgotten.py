"""A forgotten password: where to ask, and the page behind the link. Both are the same for everyone."""

from typing import Any

from allauth.core.internal.ratelimit import get_ip
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import View

from gvi.acts import timed_values
from gvi.pages import error_views
from gvi.partnerships.accounts import invitation_links, password_links, sign_in_log
from gvi.partnerships.accounts.forms import ForgottenForm, PasswordForm
from gvi.partnerships.models import User

ASKED_FROM_ONE_ADDRESS = 20  # an hour


class ForgottenPassword(View):
    """Ask for a link by mail, where mail is set up; or read whom to ask. The answer is the same for every address."""

    http_method_names = ["get", "head", "post"]

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._render(form=ForgottenForm() if invitation_links.sends_mail() else None)

    def post(self, request: HttpRequest) -> HttpResponse:
        if not invitation_links.sends_mail():
            return self._render()
        form = ForgottenForm(request.POST)
        if not form.is_valid():
            return self._render(form=form, status=422)
        number, _until = timed_values.count(f"forgotten from {get_ip(request)}", seconds=60 * 60)
        if number > ASKED_FROM_ONE_ADDRESS:
            return error_views.too_many(request)
        password_links.ask_for_mail(form.cleaned_data["email"], request)
        return self._render(sent=True)

    def _render(self, *, status: int = 200, **context: Any) -> HttpResponse:
        page = {"form": None, "sent": False, "heading": _("Forgotten password")} | context
        return TemplateResponse(self.request, "partnerships/forgotten_password.html", page, status=status)


class NewPassword(View):
    """Choose a new password by a link. Every session ends; signing in takes the second factor as before."""

    http_method_names = ["get", "head", "post"]

    def get(self, request: HttpRequest) -> HttpResponse:
        user = password_links.opened(request.GET.get(invitation_links.KEY, ""))
        return self._render(PasswordForm(user=user)) if user else self._render_dead_link()

    def post(self, request: HttpRequest) -> HttpResponse:
        user = password_links.opened(request.GET.get(invitation_links.KEY, ""))
        if user is None:
            return self._render_dead_link()
        form = PasswordForm(request.POST, user=user)
        if not form.is_valid():
            return self._render(form, status=422)
        return self._renew(user, form.cleaned_data["password"])

    def _renew(self, user: User, password: str) -> HttpResponse:
        if not user.renew_password(password):
            return self._render_dead_link()
        sign_in_log.record(sign_in_log.Event.PASSWORD_RENEWED, user, request=self.request)
        messages.success(self.request, _("Done. Log in with the new password and a code from your app."))
        return HttpResponseRedirect(reverse("account_login"))

    def _render(self, form: PasswordForm, *, status: int = 200) -> HttpResponse:
        context = {"form": form, "heading": _("Choose a new password")}
        return TemplateResponse(self.request, "partnerships/new_password.html", context, status=status)

    def _render_dead_link(self) -> HttpResponse:
        """The same answer for every link that opens nothing."""
        context = {"heading": _("The link no longer works")}
        return TemplateResponse(self.request, "partnerships/dead_link.html", context, status=410)
