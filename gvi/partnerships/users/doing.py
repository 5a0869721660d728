"""What is done with people, invitations and requests, each on its page."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gvi.pages.act_page import ActPage
from gvi.pages.forms import ActForm
from gvi.partnerships.models import AccessDecision, AccountInvitation, Affiliation, FactorReset
from gvi.partnerships.users import actions, links, standing
from gvi.partnerships.users.forms import AccessForm, EndForm, InviteForm, ReasonForm


def crumbs(*way: tuple[str, str]) -> list[dict[str, Any]]:
    """The way back."""
    return [{"label": _("Users"), "url": reverse("users:users")}, *({"label": a, "url": b} for a, b in way)]


class OnPerson(ActPage):
    """An act on one of the own agency's affiliations: a system row, with an owner and a version like a guarded one."""

    model: Any = Affiliation
    route: str
    label: Any

    def _row(self, pk: Any) -> Any:
        return get_object_or_404(standing.people_of(self.by.agency), public_id=pk)

    def ready(self, row: Any) -> None:
        standing.require_going(row, self.by)

    def extra(self, form: ActForm, row: Any) -> dict[str, Any]:
        way = crumbs((row.known_as, row.get_absolute_url()), (str(self.label), ""))
        return {"breadcrumbs": way, "heading": f"{self.label}: {row.known_as}"}

    def success_url(self, result: Any) -> str:
        return reverse("users:person", args=[self.kwargs["pk"]])

    def receipt_url(self, receipt: Any) -> str:
        return self.success_url(receipt)


class Change(OnPerson):
    act = actions.change_access
    form_class = AccessForm
    route, label = "users:change", gettext_lazy("Change")
    lead = gettext_lazy("What is changed holds from the person's next click.")


class GiveRole(OnPerson):
    act = actions.give_role
    form_class = AccessForm
    route, label = "users:give_role", gettext_lazy("Give one more role")
    lead = gettext_lazy("The person chooses between the roles at sign-in, one at a time.")

    def form_for(self, row: Any, *typed: Any, **more: Any) -> ActForm:
        return self.form_class(*typed, by=self.by, row=None, **more | {"initial": {}})

    def ready(self, row: Any) -> None:
        super().ready(row)
        standing.require_known(row, self.by)

    def success_url(self, result: Any) -> str:
        return result.get_absolute_url() if isinstance(result, AccessDecision) else super().success_url(result)


class End(OnPerson):
    act = actions.end_access
    form_class = EndForm
    route, label = "users:end", gettext_lazy("End the access")
    submit = gettext_lazy("End the access")
    lead = gettext_lazy("Only the access to your own agency ends.")


class Shut(OnPerson):
    act = actions.shut_access
    form_class = ReasonForm
    route, label = "users:shut", gettext_lazy("Close the account")
    submit = gettext_lazy("Close the account")
    lead = gettext_lazy(
        "At once, in every role at your agency: the person is signed out, jobs that wait are stopped and links die. "
        "It can be opened again."
    )


class Open(OnPerson):
    act = actions.open_access
    form_class = ReasonForm
    route, label = "users:open", gettext_lazy("Open the account again")
    submit = gettext_lazy("Open the account again")

    def ready(self, row: Any) -> None:
        super().ready(row)
        standing.require_shut(row)


class Confirm(OnPerson):
    act = actions.confirm_access
    route, label = "users:confirm", gettext_lazy("Confirm the access")
    submit = gettext_lazy("Confirm the access")
    lead = gettext_lazy("You say that the person still works here and needs this role.")

    def said(self, result: Any) -> str:
        return _("The access is confirmed.")

    def success_url(self, result: Any) -> str:
        return reverse("users:review")


class AskReset(OnPerson):
    act = actions.ask_reset
    form_class = ReasonForm
    route, label = "users:ask_reset", gettext_lazy("Reset the second factor")
    submit = gettext_lazy("Ask for the reset")
    lead = gettext_lazy(
        "For a lost or broken telephone. Be sure who is asking: see the person or call a number you knew before. "
        "Another person has to confirm within 24 hours."
    )

    def ready(self, row: Any) -> None:
        standing.require_resettable(row, self.by)

    def said(self, result: Any) -> str:
        return _("Asked. A manager or another system manager has to confirm within 24 hours.")


class OnReset(ActPage):
    """The second person's word on a request."""

    model = FactorReset

    def extra(self, form: ActForm, row: Any) -> dict[str, Any]:
        name = row.affiliation.known_as
        return {"breadcrumbs": crumbs((name, row.get_absolute_url()), (str(self.heading), "")), "reset": row}

    template_name = "users/reset.html"


class ConfirmReset(OnReset):
    act = actions.confirm_reset
    heading = gettext_lazy("Confirm the reset")
    submit = gettext_lazy("Confirm the reset")
    lead = gettext_lazy(
        "App and reserve codes are removed and every session ends. At the next sign-in the person enrols anew."
    )

    def ready(self, row: Any) -> None:
        super().ready(row)
        standing.require_second_person(row, self.by)

    def said(self, result: Any) -> str:
        return _("The second factor is removed. The person enrols anew at the next sign-in.")


class CancelReset(OnReset):
    act = actions.cancel_reset
    heading = gettext_lazy("Cancel the request")
    submit = gettext_lazy("Cancel the request")

    def said(self, result: Any) -> str:
        return _("Cancelled. Nothing was reset.")


class SendsLink(ActPage):
    """What ends with a link: by mail where the installation sends mail, else shown once, to be handed over."""

    def done(self, result: Any) -> HttpResponse:
        if links.sends_mail() or not isinstance(result, AccountInvitation):
            return super().done(result)
        link = self.request.build_absolute_uri(links.path(result))
        self.template_name, self.lead = "users/link.html", ""
        return self.page({"invite": result, "link": link, "heading": _("The link to hand over")})

    def said(self, result: Any) -> str:
        return _("A message with a link is on its way to %(name)s.") % {"name": result.name}

    def cancel_url(self, row: Any) -> str:
        return reverse("users:users")


class NewInvite(SendsLink):
    act = actions.invite
    makes = AccountInvitation
    form_class = InviteForm
    heading = gettext_lazy("Invite a user")
    lead = gettext_lazy(
        "A link that works once, within 72 hours. The person chooses a password, connects an app and accepts."
    )
    submit = gettext_lazy("Invite")

    def extra(self, form: ActForm, row: Any) -> dict[str, Any]:
        return {"breadcrumbs": crumbs((str(self.heading), ""))}


class RenewInvite(SendsLink):
    act = actions.renew_invite
    model = AccountInvitation
    heading = gettext_lazy("A new link")
    lead = gettext_lazy("The old link stops working, and the new one works for 72 hours.")
    submit = gettext_lazy("Make a new link")

    def extra(self, form: ActForm, row: Any) -> dict[str, Any]:
        return {"breadcrumbs": crumbs((row.name, ""))}


class WithdrawInvite(ActPage):
    act = actions.withdraw_invite
    model = AccountInvitation
    heading = gettext_lazy("Withdraw the invitation")
    lead = gettext_lazy("The link stops working at once.")
    submit = gettext_lazy("Withdraw the invitation")

    def extra(self, form: ActForm, row: Any) -> dict[str, Any]:
        return {"breadcrumbs": crumbs((row.name, ""))}

    def said(self, result: Any) -> str:
        return _("The invitation is withdrawn.")
