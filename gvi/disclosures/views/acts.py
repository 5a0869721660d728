"""Pages of the acts on disclosures."""

from typing import Any, cast

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import ngettext

from gvi.acts.models import Receipt
from gvi.disclosures import actions, queries
from gvi.disclosures.forms import OWN_WORDS, HandOverForm, StartForm, WithdrawPersonForm
from gvi.disclosures.models import Disclosure
from gvi.disclosures.presenters import person_columns, person_row
from gvi.disclosures.protection import may_be_handed_to
from gvi.disclosures.registry import Candidate, disclosable
from gvi.disclosures.views.pages import SECTION
from gvi.documents.views import PrintPage
from gvi.pages.act_page import ActPage
from gvi.pages.base import Crumb
from gvi.pages.forms import ActForm
from gvi.pages.previews import PreviewedActPage
from gvi.partnerships.models import Agency


class HandOver(PreviewedActPage):
    """The receiver and the occasion; then people, information and ground; then a preview of what the receiver sees."""

    act = actions.hand_over
    log = _l("read people to hand over")
    section = SECTION
    form_class = HandOverForm
    template_name = "disclosures/hand_over.html"
    preview_template = "disclosures/preview.html"
    asked_in_preview = ("assessed_each", OWN_WORDS)
    lead = _l("The receiver gets a copy of what you choose, for as long as you say. You can take it back.")

    @cached_property
    def start(self) -> StartForm:
        return StartForm(self.request.GET if "till" in self.request.GET else None, by=self.by)

    @property
    def receiver(self) -> Agency:
        return cast(Agency, self.start.receiver)  # get() and post() have checked that there is one

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.render_start() if self.start.receiver is None else super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.render_start() if self.start.receiver is None else super().post(request, *args, **kwargs)

    def render_start(self) -> HttpResponse:
        """Ask for the receiver and the occasion, before any person is read."""
        if not self.start.is_bound:
            self.start.initial["tillfalle"] = self.request.GET.get("tillfalle")
        self.template_name = "disclosures/start.html"
        context = super().get_context_data(form=self.start)
        return self.render_to_response(context, status=422 if self.start.errors else 200)

    @cached_property
    def candidates(self) -> list[Candidate]:
        """The agency's people; for an occasion only those it is about."""
        occasion = self.start.occasion
        everyone = disclosable().candidates(self.by)
        return [each for each in everyone if occasion is None or each.person_code_id in occasion.person_code_ids]

    @cached_property
    def allowed(self) -> list[Candidate]:
        """Those who may be handed to this receiver; whom only protection allows come last."""
        found = [candidate for candidate in self.candidates if may_be_handed_to(candidate, self.receiver)]
        return sorted(found, key=lambda candidate: bool(candidate.refusal))

    def get_form(self) -> ActForm:
        form = cast(HandOverForm, super().get_form())
        form.offer_to(self.receiver, self.start.occasion, self.allowed)
        return form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        refused = [candidate for candidate in self.candidates if candidate not in self.allowed]
        return super().get_context_data(**kwargs) | {
            "receiver": self.receiver,
            "left_out": refused,
            "protected": [candidate for candidate in refused if candidate.protected_as],
            "may_protect": any(candidate.refusal for candidate in self.allowed),
            "nobody": not self.allowed,
        }

    def get_preview(self, form: ActForm) -> dict[str, Any]:
        decision = form.cleaned_data
        fields = decision["information"]
        chosen = [candidate for candidate in self.candidates if candidate.row in decision["people"]]
        chosen.sort(key=lambda candidate: candidate.code)
        return {
            "own_words": cast(HandOverForm, form).own_words if len(chosen) > 1 else [],
            "decision": decision,
            "confirmed": queries.is_confirmed(decision["ground"]),
            "people": [person_row(candidate.code, fields, candidate.facts) for candidate in chosen],
            "person_columns": person_columns(fields),
        }

    def perform(self, form: ActForm) -> Any:
        return actions.hand_over(by=self.by, receiver=self.receiver, **form.facts())

    def get_success_message(self) -> str:
        count = self.result.people_count
        text = ngettext("Handed over: %(n)s person, to %(agency)s.", "Handed over: %(n)s people, to %(agency)s.", count)
        return text % {"n": count, "agency": self.result.receiver.short_name}


class DisclosureActPage(ActPage):
    """An act on a disclosure. `notice` says what it will do."""

    section = SECTION
    template_name = "disclosures/act.html"

    def get_queryset(self) -> QuerySet[Disclosure]:
        return queries.given_or_received(self.by).select_related("owner", "receiver")

    def get_parents(self) -> list[Crumb]:
        return [SECTION.crumb()]

    def get_breadcrumbs(self) -> list[Crumb]:
        return [*self.get_parents(), Crumb(self.object.purpose)]

    def get_success_url(self) -> str:
        return reverse("disclosures:disclosures")

    def get_receipt_url(self, receipt: Receipt) -> str:
        return reverse("disclosures:disclosures")


class Accept(DisclosureActPage):
    act = actions.accept
    submit = _l("Accept")
    notice = _l(
        "It becomes your agency's own record. Names of people with a code are shown next to it, all of them in the "
        "disclosure, for as long as it is valid."
    )

    def get_success_url(self) -> str:
        return str(self.result.get_absolute_url())


class GiveBack(DisclosureActPage):
    act = actions.give_back
    submit = _l("Give back")
    notice = _l("The names disappear from your pages at once. If it was accepted, the registrar decides on disposal.")


class Withdraw(DisclosureActPage):
    act = actions.withdraw
    submit = _l("Withdraw now")
    notice = _l(
        "The names disappear from the receiver's screens at once. What is printed remains. It cannot be undone."
    )

    def get_success_url(self) -> str:
        return str(self.result.get_absolute_url())


class WithdrawPerson(DisclosureActPage):
    act = actions.withdraw_person
    form_class = WithdrawPersonForm
    submit = _l("Withdraw now")
    log = _l("read a disclosure")
    notice = _l(
        "The receiver's copy of this person is gone at once, also if it was accepted. What is printed remains: call "
        "the receiver. It cannot be undone."
    )

    def get_success_url(self) -> str:
        return str(self.result.get_absolute_url())


class Dispose(DisclosureActPage):
    act = actions.dispose
    submit = _l("Dispose")
    notice = _l("Your agency cannot read them any more. The decision remains in the log. It cannot be undone.")


class PrintDecision(PrintPage, DisclosureActPage):
    act = actions.print_decision
    submit = _l("Print the decision")
    notice = _l("A paper of your own agency, with codes and without names.")

    def get_success_url(self) -> str:
        return str(self.result.get_absolute_url())
