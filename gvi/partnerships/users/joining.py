"""The page behind an invitation's link: outside every context, for whoever holds it, and the same for all of them."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import View

from gvi.access.acts import NotNow, Stale
from gvi.access.principal import Principal, acting
from gvi.partnerships.models import Invite
from gvi.partnerships.users import links
from gvi.partnerships.users.actions import accept_invite
from gvi.partnerships.users.forms import PasswordForm


class AcceptInvite(View):
    """Choose a password, once. Afterwards one signs in as always, and enrols a second factor before anything opens."""

    http_method_names = ["get", "head", "post"]

    def get(self, request: HttpRequest) -> HttpResponse:
        found = links.opened(request.GET.get(links.KEY, ""))
        return self._page(PasswordForm(invite=found[0]), found[0]) if found else self._dead()

    def post(self, request: HttpRequest) -> HttpResponse:
        found = links.opened(request.GET.get(links.KEY, ""))
        if found is None:
            return self._dead()
        form = PasswordForm(request.POST, invite=found[0])
        return self._accept(form, *found) if form.is_valid() else self._page(form, found[0], status=422)

    def _accept(self, form: PasswordForm, invite: Invite, by: Principal) -> HttpResponse:
        try:
            with acting(by):
                accept_invite(invite, by=by, version=invite.version, password=form.cleaned_data["password"])
        except (NotNow, Stale):
            return self._dead()
        sentence = _("Done. Log in. If you had an account here before, your old password still holds.")
        messages.success(self.request, sentence)
        return HttpResponseRedirect(reverse("account_login"))

    def _page(self, form: PasswordForm, invite: Invite, *, status: int = 200) -> HttpResponse:
        context: dict[str, Any] = {"form": form, "invite": invite, "heading": _("Choose your password")}
        return TemplateResponse(self.request, "users/accept.html", context, status=status)

    def _dead(self) -> HttpResponse:
        """One answer for every link that opens nothing."""
        context = {"heading": _("The link does not work any more")}
        return TemplateResponse(self.request, "users/dead_link.html", context, status=410)
