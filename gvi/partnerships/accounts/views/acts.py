"""Pages of the acts on users, invitations and resets."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from gvi.acts.models import Receipt
from gvi.pages.act_page import ActPage
from gvi.pages.base import Crumb
from gvi.partnerships.accounts import actions, invitation_links, password_links, queries
from gvi.partnerships.accounts.forms import AccessForm, EndForm, InvitationForm, ReasonForm
from gvi.partnerships.accounts.views.pages import SECTION
from gvi.partnerships.models import Affiliation, FactorReset


class UserActPage(ActPage):
    """An act on one of the agency's affiliations."""

    section = SECTION
    url_field = "public_id"

    def get_queryset(self) -> QuerySet[Affiliation]:
        return queries.people_of(self.by.agency)

    def get_heading(self) -> str:
        return f"{self.declared.label}: {self.object}"


class ChangeAccess(UserActPage):
    act = actions.change_access
    form_class = AccessForm
    template_name = "partnerships/access_form.html"
    lead = _l("Changes apply from the person's next click.")


class GiveRole(UserActPage):
    act = actions.give_role
    form_class = AccessForm
    template_name = "partnerships/access_form.html"
    lead = _l("The person chooses between the roles at sign-in, one at a time.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """The form of a new affiliation: it does not start from the present one."""
        return super().get_form_kwargs() | {"instance": None}


class EndAccess(UserActPage):
    act = actions.end_access
    form_class = EndForm
    submit = _l("End the access")
    lead = _l("Only the access to your own agency ends.")


class SuspendAccess(UserActPage):
    act = actions.suspend_access
    form_class = ReasonForm
    submit = _l("Close the account")
    lead = _l(
        "At once, in every role at your agency: the person is signed out, waiting jobs are stopped and links stop "
        "working. It can be opened again."
    )


class RestoreAccess(UserActPage):
    act = actions.restore_access
    form_class = ReasonForm
    submit = _l("Open the account again")


class ConfirmAccess(UserActPage):
    act = actions.confirm_access
    submit = _l("Confirm the access")
    lead = _l("You confirm that the person still works here and needs this role.")

    def get_success_url(self) -> str:
        return reverse("partnerships:review")

    def get_receipt_url(self, receipt: Receipt) -> str:
        return self.get_success_url()


class RequestFactorReset(UserActPage):
    act = actions.request_factor_reset
    form_class = ReasonForm
    submit = _l("Ask for the reset")
    lead = _l(
        "For a lost or broken telephone. Be sure who is asking: see the person or call a number you knew before. "
        "Another person has to confirm within 24 hours."
    )


class RequestPasswordLink(UserActPage):
    act = actions.request_password_link
    form_class = ReasonForm
    submit = _l("Ask for the link")
    lead = _l(
        "For a forgotten password. Be sure who is asking: see the person or call a number you knew before. "
        "Another person has to confirm within 24 hours."
    )


class FactorResetActPage(ActPage):
    """An act on a request to reset a second factor or a password."""

    section = SECTION
    template_name = "partnerships/factor_reset.html"
    object: FactorReset

    def get_parents(self) -> list[Crumb]:
        person = self.object.affiliation
        return [SECTION.crumb(), Crumb(person.known_as, person.get_absolute_url())]


class ConfirmFactorReset(FactorResetActPage):
    act = actions.confirm_factor_reset
    submit = _l("Confirm the reset")
    lead = _l(
        "The app and the reserve codes are removed, and every session ends. The person must enrol again at the next "
        "sign-in."
    )


class ConfirmPasswordLink(FactorResetActPage):
    act = actions.confirm_password_link
    submit = _l("Confirm the link")
    lead = _l("A link is made that works once and for an hour. The second factor stays as it is.")
    result: FactorReset

    def get_success_response(self) -> HttpResponse:
        """The link is mailed; an installation that sends no mail shows it once, to be handed over."""
        if invitation_links.sends_mail():
            return super().get_success_response()
        self.template_name = "partnerships/password_link.html"
        link = self.request.build_absolute_uri(password_links.path(self.result.affiliation.user))
        page = {"heading": _("The link to hand over"), "lead": "", "reset": self.result, "link": link}
        return self.render_to_response(self.get_context_data(**page))

    def get_success_message(self) -> str:
        return _("A message with a link is on its way to %(name)s.") % {"name": self.result.affiliation.known_as}


class CancelFactorReset(FactorResetActPage):
    act = actions.cancel_factor_reset
    submit = _l("Cancel the request")


class SendsLink(ActPage):
    """An act that makes a link. It is mailed; an installation that sends no mail shows it once, to be handed over."""

    section = SECTION

    def get_parents(self) -> list[Crumb]:
        return [SECTION.crumb()]

    def get_success_response(self) -> HttpResponse:
        if invitation_links.sends_mail():
            return super().get_success_response()
        self.template_name, self.heading, self.lead = (
            "partnerships/invitation_link.html",
            _("The link to hand over"),
            "",
        )
        link = self.request.build_absolute_uri(invitation_links.path(self.result))
        return self.render_to_response(self.get_context_data(invitation=self.result, link=link))

    def get_success_message(self) -> str:
        return _("A message with a link is on its way to %(name)s.") % {"name": self.result.name}


class Invite(SendsLink):
    act = actions.invite
    form_class = InvitationForm
    template_name = "partnerships/access_form.html"
    heading = _l("Invite a user")
    lead = _l("A link that works once, within 72 hours. The person chooses a password, connects an app and accepts.")
    submit = _l("Invite")


class RenewInvitation(SendsLink):
    act = actions.renew_invitation
    lead = _l("The old link stops working, and the new one works for 72 hours.")
    submit = _l("Make a new link")


class WithdrawInvitation(ActPage):
    act = actions.withdraw_invitation
    section = SECTION
    lead = _l("The link stops working at once.")
    submit = _l("Withdraw the invitation")

    def get_parents(self) -> list[Crumb]:
        return [SECTION.crumb()]
