"""The page behind an invitation's link. It has no context, and is the same for everyone but the invited person.

Whoever is not signed in with the invited address may choose a password, which makes an account if there is none. The
invited person, signed in, accepts, and only then joins the agency.
"""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import View

from gvi.access.principal import Principal, act_as
from gvi.acts.act import Stale
from gvi.acts.requires import NotNow
from gvi.partnerships.accounts import actions, invitation_links
from gvi.partnerships.accounts.forms import PasswordForm
from gvi.partnerships.middleware import INVITED
from gvi.partnerships.models import AccountInvitation, User


class AcceptInvitation(View):
    """Choose a password, sign in, enrol a second factor, and accept."""

    http_method_names = ["get", "head", "post"]

    def get(self, request: HttpRequest) -> HttpResponse:
        found = invitation_links.opened(request.GET.get(invitation_links.KEY, ""))
        if found is None:
            return self._render_dead_link()
        invitation, _system = found
        if self._is_invited(invitation):
            context = {"invitation": invitation, "heading": _("You are invited")}
            return TemplateResponse(request, "partnerships/accept_invitation.html", context)
        return self._render_password_form(invitation, PasswordForm(user=_newcomer(invitation)))

    def post(self, request: HttpRequest) -> HttpResponse:
        found = invitation_links.opened(request.GET.get(invitation_links.KEY, ""))
        if found is None:
            return self._render_dead_link()
        invitation, by = found
        try:
            with act_as(by):
                if self._is_invited(invitation):
                    return self._accept(invitation, by)
                return self._create_account(invitation, by)
        except (NotNow, Stale, ValidationError):
            return self._render_dead_link()

    def _is_invited(self, invitation: AccountInvitation) -> bool:
        """True for the invited person, signed in; the middleware has required the second factor."""
        return self.request.user.is_authenticated and self.request.user.email == invitation.email

    def _create_account(self, invitation: AccountInvitation, by: Principal) -> HttpResponse:
        form = PasswordForm(self.request.POST, user=_newcomer(invitation))
        if not form.is_valid():
            return self._render_password_form(invitation, form, status=422)
        password = form.cleaned_data["password"]
        actions.create_account(invitation, by=by, version=invitation.version, password=password)
        self.request.session[INVITED] = self.request.get_full_path()
        sentence = _("Done. Log in. If you had an account here before, your old password still holds.")
        messages.success(self.request, sentence)
        return HttpResponseRedirect(reverse("account_login"))

    def _accept(self, invitation: AccountInvitation, by: Principal) -> HttpResponse:
        decision = actions.accept_invitation(invitation, by=by, version=invitation.version, user=self.request.user)
        self.request.session["affiliation"] = decision.affiliation_id
        self.request.session.cycle_key()
        return HttpResponseRedirect("/")

    def _render_password_form(
        self, invitation: AccountInvitation, form: PasswordForm, *, status: int = 200
    ) -> HttpResponse:
        context = {"form": form, "invitation": invitation, "heading": _("Choose your password")}
        return TemplateResponse(self.request, "partnerships/choose_password.html", context, status=status)

    def _render_dead_link(self) -> HttpResponse:
        """The same answer for every link that opens nothing."""
        context = {"heading": _("The link no longer works")}
        return TemplateResponse(self.request, "partnerships/dead_link.html", context, status=410)


def _newcomer(invitation: AccountInvitation) -> User:
    """The invited person as the rules for passwords know them, whether or not there is an account."""
    return User(email=invitation.email, full_name=invitation.name)
