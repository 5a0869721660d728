"""Pages of disclosures: what was handed over and received, one of them, and what is done with it."""

from typing import Any, ClassVar, cast

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy

from gvi.access.guarded import Guarded
from gvi.acts.models import Receipt
from gvi.disclosures import actions
from gvi.disclosures.forms import HandOverForm, StartForm
from gvi.disclosures.models import DisclosedRecord, Disclosure
from gvi.disclosures.offers import Candidate, offered
from gvi.disclosures.standing import CHECKS, labelled, open_acts, readable, received, standing, words
from gvi.documents.models import Document
from gvi.pages.act_page import ActPage
from gvi.pages.detail import DetailPage
from gvi.pages.forms import ActForm
from gvi.pages.lists import ListPage
from gvi.pages.previews import PreviewedActPage
from gvi.partnerships.models import Agency


def crumbs(here: str) -> list[dict[str, Any]]:
    """The way back."""
    return [{"label": _("Disclosures"), "url": reverse("disclosures:disclosures")}, {"label": here, "url": ""}]


class Disclosures(ListPage):
    """What was received, and what was handed over; the newest first."""

    needs = "disclosures.see"
    model = Disclosure
    order = ("-decided_at", "pk")
    template_name = "disclosures/disclosures.html"
    heading = gettext_lazy("Disclosures")
    lead = gettext_lazy("Between agencies nothing is read, only handed over: one decision at a time, for a time.")

    @property
    def shows_given(self) -> bool:
        return self.request.GET.get("visa") == "utlamnat"

    def rows(self) -> QuerySet[Any]:
        rows = Disclosure.objects.filter(owner=self.by.agency) if self.shows_given else received(self.by)
        return rows.select_related("owner", "receiver", "ground")

    def extra(self, rows: list[Disclosure]) -> dict[str, Any]:
        base = reverse("disclosures:disclosures")
        return {
            "lines": [(one, *standing(one)) for one in rows],
            "given": self.shows_given,
            "tabs": [
                {"label": pgettext("disclosure", "Received"), "url": base, "current": not self.shows_given},
                {"label": _("Handed over"), "url": base + "?visa=utlamnat", "current": self.shows_given},
            ],
            "may_hand_over": self.by.may("disclosures.hand_over"),
            "may_confirm": self.by.may("disclosures.confirm_ground"),
        }


class DisclosurePage(DetailPage):
    """One disclosure: the decision, and the copies. Over and accepted, only the receiver's register opens it."""

    needs = "disclosures.see"
    model = Disclosure
    template_name = "disclosures/disclosure.html"

    def row_query(self) -> QuerySet[Any]:
        return readable(self.by).select_related("owner", "receiver", "ground", "accepted_by")

    def extra(self, row: Disclosure) -> dict[str, Any]:
        extracts = list(DisclosedRecord.objects.filter(disclosure=row).order_by("code", "pk"))
        text, color = standing(row)
        return {
            "heading": _("To %(agency)s") % {"agency": row.receiver.short_name}
            if row.is_mine
            else _("From %(agency)s") % {"agency": row.owner.short_name},
            "lead": row.purpose,
            "breadcrumbs": crumbs(row.purpose),
            "standing": text,
            "color": color,
            "fields": words(row.fields),
            "lines": [(one.code, labelled(row.fields, one.facts)) for one in extracts],
            "offers": open_acts(row, self.by),
        }


class HandOver(PreviewedActPage):
    """To whom and for what; then whom, which information and on which ground; then what the receiver will see."""

    act = actions.hand_over
    makes = Disclosure
    form_class = HandOverForm
    template_name = "disclosures/hand_over.html"
    preview_template = "disclosures/preview.html"
    heading = gettext_lazy("Hand over information")
    lead = gettext_lazy("The receiver gets a copy of what you choose, for as long as you say. You can take it back.")

    @cached_property
    def start(self) -> StartForm:
        return StartForm(self.request.GET if "till" in self.request.GET else None, by=self.by)

    @property
    def receiver(self) -> Agency:
        return cast(Agency, self.start.receiver)  # get() and post() ask for it first

    def get(self, request: HttpRequest, pk: Any = None) -> HttpResponse:
        return self.choose_page() if self.start.receiver is None else super().get(request, pk)

    def post(self, request: HttpRequest, pk: Any = None) -> HttpResponse:
        return self.choose_page() if self.start.receiver is None else super().post(request, pk)

    def choose_page(self) -> HttpResponse:
        """First the receiver and the occasion; nothing is asked about anybody before."""
        if not self.start.is_bound:
            self.start.initial["tillfalle"] = self.request.GET.get("tillfalle")
        self.template_name = "disclosures/start.html"
        context = {"form": self.start, "breadcrumbs": crumbs(str(self.heading)), "cancel_url": self.cancel_url(None)}
        return self.page(context, status=422 if self.start.errors else 200)

    @cached_property
    def candidates(self) -> list[Candidate]:
        """Own people; for an occasion only those it is about."""
        occasion = self.start.occasion
        return [one for one in offered().candidates(self.by) if occasion is None or one.about in occasion.about]

    def form_for(self, row: Guarded | None, *typed: Any, **more: Any) -> ActForm:
        form = HandOverForm(*typed, by=self.by, row=row, **more)
        form.offer_to(self.receiver, self.start.occasion, [one for one in self.candidates if not one.why_not])
        return form

    def extra(self, form: ActForm, row: Guarded | None) -> dict[str, Any]:
        return {
            "receiver": self.receiver,
            "left_out": [one for one in self.candidates if one.why_not],
            "nobody": all(one.why_not for one in self.candidates),
            "breadcrumbs": crumbs(str(self.heading)),
        }

    def preview(self, form: ActForm) -> dict[str, Any]:
        facts = form.cleaned_data
        people = sorted((one for one in self.candidates if one.row in facts["people"]), key=lambda one: one.code)
        sent = [(name, value) for name, values in self.request.POST.lists() for value in values]
        return {
            "facts": facts,
            "receiver": self.receiver,
            "confirmed": actions.is_confirmed(facts["ground"]),
            "fields": words(facts["what"]),
            "lines": [(one.code, labelled(facts["what"], one.facts)) for one in people],
            "hidden": [pair for pair in sent if pair[0] != "csrfmiddlewaretoken"],
            "breadcrumbs": crumbs(str(self.heading)),
        }

    def perform(self, form: ActForm, row: Guarded | None) -> Any:
        return actions.hand_over(by=self.by, receiver=self.receiver, **form.facts())

    def said(self, result: Disclosure) -> str:
        text = ngettext(
            "Handed over: %(n)s person, to %(agency)s.", "Handed over: %(n)s people, to %(agency)s.", result.people
        )
        return text % {"n": result.people, "agency": result.receiver.short_name}

    def cancel_url(self, row: Guarded | None) -> str:
        return reverse("disclosures:disclosures")


class OnDisclosure(ActPage):
    """An act whose row is the disclosure; it says first what it will do."""

    model = Disclosure
    template_name = "disclosures/act.html"
    tells: ClassVar[Any] = ""
    says: ClassVar[Any] = ""

    def _row(self, pk: Any) -> Guarded | None:
        return get_object_or_404(readable(self.by).select_related("owner", "receiver"), pk=pk)

    def ready(self, row: Any) -> None:
        CHECKS[type(self).act.act.name](row, self.by)

    def extra(self, form: ActForm, row: Any) -> dict[str, Any]:
        return {"notice": self.tells, "breadcrumbs": crumbs(row.purpose)}

    def success_url(self, result: Any) -> str:
        return reverse("disclosures:disclosures") + ("?visa=utlamnat" if result.is_mine else "")

    def receipt_url(self, receipt: Receipt) -> str:
        return reverse("disclosures:disclosures")

    def said(self, result: Any) -> str:
        return str(self.says) or super().said(result)


class Accept(OnDisclosure):
    act = actions.accept
    heading = gettext_lazy("Accept")
    submit = gettext_lazy("Accept")
    says = gettext_lazy("Accepted. The names stand beside the codes.")
    tells = gettext_lazy("It becomes your agency's own record. Names stand beside the codes as long as it is valid.")

    def success_url(self, result: Any) -> str:
        return str(result.get_absolute_url())


class GiveBack(OnDisclosure):
    act = actions.give_back
    heading = gettext_lazy("Give back")
    submit = gettext_lazy("Give back")
    says = gettext_lazy("Given back. The names are gone from your pages.")
    tells = gettext_lazy(
        "The names disappear from your pages at once. If it was accepted, the registrar decides on disposal."
    )


class Withdraw(OnDisclosure):
    act = actions.withdraw
    heading = pgettext_lazy("disclosure", "Withdraw")
    submit = gettext_lazy("Withdraw now")
    says = gettext_lazy("Withdrawn. The receiver does not see the names any more.")
    tells = gettext_lazy("The names disappear from the receiver's pages at once. It cannot be undone.")

    def success_url(self, result: Any) -> str:
        return str(result.get_absolute_url())


class Dispose(OnDisclosure):
    act = actions.dispose
    heading = gettext_lazy("Dispose of the copies")
    submit = gettext_lazy("Dispose")
    says = gettext_lazy("Disposed of.")
    tells = gettext_lazy("Your agency cannot read them any more. The decision stands in the log. It cannot be undone.")


class PrintDecision(OnDisclosure):
    act = actions.print_decision
    makes = Document
    heading = gettext_lazy("Print the decision")
    submit = gettext_lazy("Print the decision")
    tells = gettext_lazy("A paper of your own agency, with codes and without names.")

    def success_url(self, result: Any) -> str:
        return str(result.get_absolute_url())
