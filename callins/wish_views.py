"""A wish for support: one screen that works at ten at night, and a receipt that says nothing."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from callins import actions
from callins.models import Asker, CallIn, CallInState, Channel, Known
from gvi.access.guarded import Guarded
from gvi.access.principal import Principal
from gvi.acts.act import NotNow
from gvi.pages.act_page import ActPage
from gvi.pages.base import Page
from gvi.pages.forms import ActForm, offer_rows
from gvi.partnerships.models import Agency

UNREAD = gettext_noop("Social services do not log in here: what is written would be read by nobody. Ring them instead.")


class ByMunicipality(forms.ModelChoiceField):  # type: ignore[type-arg]  # takes none when it runs
    """Social services, by the name they go by."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.short_name)


def answer(label: Any, help_text: Any = "") -> forms.ChoiceField:
    """A question to which not knowing is an answer."""
    return forms.ChoiceField(
        label=label,
        choices=Known.choices,
        initial=Known.UNKNOWN,
        widget=forms.RadioSelect({"class": "gvi-options--row"}),
        help_text=help_text,
    )


class AboutPerson(ActForm):
    """What one needs to know to reach somebody who asks for support, whoever writes it down."""

    who = forms.CharField(
        label=gettext_lazy("Who"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("A name, what the person is called, or a code. Leave it empty if you do not know."),
    )
    safe_way = forms.CharField(
        label=gettext_lazy("Safe way and time to reach the person"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Which number or place, when, and who may answer. No message that others can read."),
    )
    language = forms.CharField(
        label=gettext_lazy("Language, if an interpreter is needed"), max_length=60, required=False
    )
    acute = answer(gettext_lazy("Acute danger"), gettext_lazy("If yes: ring 112 first, then social services on duty."))
    children = answer(gettext_lazy("Children at home"))
    minor = answer(
        gettext_lazy("Under 18"),
        gettext_lazy("If yes, or if a child may be at risk: make a report of concern too. This form is none."),
    )
    asker = forms.ChoiceField(label=gettext_lazy("Who asks"), choices=Asker.choices, initial=Asker.SELF)
    channel = forms.ChoiceField(label=gettext_lazy("How it reached us"), choices=Channel.choices)


def readers_of_wishes(by: Principal) -> QuerySet[Agency]:
    """The social services that read what is written to them here: those that log in."""
    there = Agency.objects.filter(partnership=by.partnership, takes_requests=True, logs_in=True)
    return there.order_by("title")


class WishForm(AboutPerson):
    """The same, and which social services it goes to. Where there is only one it is chosen."""

    to = ByMunicipality(label=gettext_lazy("Goes to"), queryset=Agency.objects.none())
    field_order = ("who", "safe_way", "to")

    def offer(self) -> None:
        takers = readers_of_wishes(self.by)
        offer_rows(self, "to", takers)
        found = list(takers[:2])
        if len(found) == 1:
            self.initial.setdefault("to", found[0].pk)


class Wish(ActPage):
    act = actions.wish
    form_class = WishForm
    template_name = "callins/wish.html"
    heading = gettext_lazy("New request for support")
    lead = gettext_lazy("It goes to social services and to nobody else. You cannot read it afterwards.")
    submit = gettext_lazy("Send to social services")

    def get(self, request: HttpRequest, pk: Any = None) -> HttpResponse:
        """Where no social services log in, a wish is told and not written: numbers to ring, and no form."""
        if readers_of_wishes(self.by).exists():
            return super().get(request, pk)
        self._row(pk)
        self.template_name = "callins/wish_by_telephone.html"
        return self.page({"heading": _("Ring social services"), "lead": _(UNREAD), "place": self.by.partnership})

    def ready(self, row: Guarded | None) -> None:
        if not readers_of_wishes(self.by).exists():
            raise NotNow(_(UNREAD))

    def initial(self, row: Guarded | None) -> dict[str, Any]:
        return {"channel": Channel.TELEPHONE}

    def extra(self, form: ActForm, row: Guarded | None) -> dict[str, Any]:
        return {"place": self.by.partnership}

    def done(self, result: Any) -> HttpResponse:
        """The first press and the second one get the same receipt."""
        return HttpResponseRedirect(reverse("callins:wish_sent"))


class WishAtEvening(Wish):
    """A wish told at a call-in. Neither seat nor code is read for it: the log would tell who asked.

    The row of the evening page sends the code that it shows along, in the body of a POST, and gets the form with it.
    """

    act = actions.wish

    def post(self, request: HttpRequest, pk: Any = None) -> HttpResponse:
        return self.get(request, pk) if "code" in request.POST else super().post(request, pk)

    def _row(self, pk: Any) -> None:
        self.callin = get_object_or_404(CallIn.objects.select_related("owner"), pk=pk)

    def initial(self, row: Guarded | None) -> dict[str, Any]:
        start = {"channel": Channel.CALL_IN, "who": self.request.POST.get("code", "")}
        return start | self._municipality()

    def _municipality(self) -> dict[str, Any]:
        """The social services of the municipality that holds the call-in, where that is plain."""
        place = self.callin.owner.municipality
        there = list(readers_of_wishes(self.by).filter(municipality=place)[:2]) if place else []
        return {"to": there[0].pk} if len(there) == 1 else {}

    def cancel_url(self, row: Guarded | None) -> str:
        return reverse("callins:evening", args=[self.callin.pk])


class Sent(Page):
    """The receipt. It is the same for everybody and at all times: it holds nothing of what was sent."""

    needs = "callins.wish"
    template_name = "callins/wish_sent.html"
    heading = gettext_lazy("Sent to social services")
    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest) -> HttpResponse:
        evenings = CallIn.objects.filter(state=CallInState.EVENING).order_by("on", "pk")
        return self.page({"evenings": list(evenings), "place": self.by.partnership})
