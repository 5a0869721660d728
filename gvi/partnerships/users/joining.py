"""The page behind an invitation's link: outside every context, and the same for everybody but the one who is invited.

Whoever is not signed in with the invited address may choose a password, which makes an account where there is none.
Whoever is, accepts: only then is the person at the agency.
"""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import View

from gvi.access.principal import Principal, act_as
from gvi.acts.act import NotNow, Stale
from gvi.partnerships.middleware import INVITED
from gvi.partnerships.models import AccountInvitation
from gvi.partnerships.users import links
from gvi.partnerships.users.actions import accept_invite, open_account
from gvi.partnerships.users.forms import PasswordForm


class AcceptInvite(View):
    """Choose a password, sign in as always, enrol a second factor, and accept."""

    http_method_names = ["get", "head", "post"]

    def get(self, request: HttpRequest) -> HttpResponse:
        found = links.opened(request.GET.get(links.KEY, ""))
        if found is None:
            return self._dead()
        return self._ask(found[0]) if self._is_for_me(found[0]) else self._choose(PasswordForm(invite=found[0]))

    def post(self, request: HttpRequest) -> HttpResponse:
        found = links.opened(request.GET.get(links.KEY, ""))
        if found is None:
            return self._dead()
        try:
            with act_as(found[1]):
                return self._accept(*found) if self._is_for_me(found[0]) else self._open(*found)
        except (NotNow, Stale, ValidationError):
            return self._dead()

    def _is_for_me(self, invite: AccountInvitation) -> bool:
        """Signed in, by the middleware with a second factor, as the one who is invited."""
        return self.request.user.is_authenticated and self.request.user.email == invite.email

    def _open(self, invite: AccountInvitation, by: Principal) -> HttpResponse:
        form = PasswordForm(self.request.POST, invite=invite)
        if not form.is_valid():
            return self._choose(form, status=422)
        open_account(invite, by=by, version=invite.version, password=form.cleaned_data["password"])
        self.request.session[INVITED] = self.request.get_full_path()
        sentence = _("Done. Log in. If you had an account here before, your old password still holds.")
        messages.success(self.request, sentence)
        return HttpResponseRedirect(reverse("account_login"))

    def _accept(self, invite: AccountInvitation, by: Principal) -> HttpResponse:
        decision = accept_invite(invite, by=by, version=invite.version, user=self.request.user)
        self.request.session["affiliation"] = decision.affiliation_id
        self.request.session.cycle_key()
        return HttpResponseRedirect("/")

    def _choose(self, form: PasswordForm, *, status: int = 200) -> HttpResponse:
        context: dict[str, Any] = {"form": form, "invite": form.invite, "heading": _("Choose your password")}
        return TemplateResponse(self.request, "users/accept.html", context, status=status)

    def _ask(self, invite: AccountInvitation) -> HttpResponse:
        context = {"invite": invite, "heading": _("You are invited")}
        return TemplateResponse(self.request, "users/join.html", context)

    def _dead(self) -> HttpResponse:
        """One answer for every link that opens nothing."""
        context = {"heading": _("The link does not work any more")}
        return TemplateResponse(self.request, "users/dead_link.html", context, status=410)
