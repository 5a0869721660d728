"""Pages for anybody: what GVI is, where to get help, accessibility. They know the partnership's configuration only.

They run outside every context, also for whoever is signed in (gvi.partnerships.middleware): a query for case data
raises NoAudience. A message is left by an act as somebody outside, who reads nothing (architecture 4).
"""

import re
from typing import Any

from allauth.core.ratelimit import consume
from django.contrib import messages
from django.core.cache import cache
from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView

from gvi.access.policy import Reach
from gvi.access.principal import PublicVisitor, act_as
from gvi.partnerships.models import Agency, Partnership
from gvi.portal.actions import leave_message
from gvi.portal.models import MessageKind
from gvi.portal.public.forms import FormatForm, MessageForm, ReportForm
from gvi.text.swedish import Alphabetical

LIMIT = "public_message"  # in settings: so many an hour from one address, so many from all together
REMEMBERED = 3600  # seconds in which a second press of the same button sends nothing


def partnerships() -> QuerySet[Partnership]:
    """Those that somebody leads, and so answers for; with the leading agency as `leaders`."""
    leading = Prefetch("agencies", Agency.objects.filter(leads=True), to_attr="leaders")
    return Partnership.objects.filter(agencies__leads=True).order_by(Alphabetical("name")).prefetch_related(leading)


class PublicPage(TemplateView):
    """A page that anybody may read. Search engines find it."""

    http_method_names = ["get", "head"]
    extra_context = {"public": True}


class Partnerships(PublicPage):
    """Which partnerships there are here; with only one, straight to it."""

    template_name = "public/partnerships.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        found = list(partnerships())
        if len(found) == 1:
            return redirect("public:about", slug=found[0].slug)
        return self.render_to_response(self.get_context_data(partnerships=found))


class About(PublicPage):
    """What GVI is here, the message, the goals, where to get help (product 13; domain 9.31, 9.35)."""

    template_name = "public/about.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        place = partnerships().filter(slug=kwargs["slug"]).first()
        if place is None:
            raise Http404
        numbers = [contact for contact in place.contacts if contact["number"] != place.emergency]
        return super().get_context_data(
            place=place,
            core=place.agencies.filter(needed_reach=Reach.CORE).order_by("pk"),
            contacts=[contact | {"tel": re.sub(r"[^0-9+]", "", contact["number"])} for contact in numbers],
        )


class Accessibility(PublicPage):
    """The statement that the law asks for: what was tested, what was not, whom to turn to (domain 4.1 rule 18)."""

    template_name = "public/accessibility.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(partnerships=list(partnerships()))


class Leave(FormView):  # type: ignore[type-arg]  # Django's own class takes no brackets when it runs
    """A form that leaves a message. Limited by address and in all, without any puzzle to solve."""

    http_method_names = ["get", "head", "post"]
    template_name = "public/leave.html"
    extra_context = {"public": True}
    kind: MessageKind

    def get_success_url(self) -> str:
        return reverse("public:accessibility")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"partnerships": partnerships()}

    def form_invalid(self, form: MessageForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def form_valid(self, form: MessageForm) -> HttpResponse:
        facts = dict(form.cleaned_data)
        key, place = facts.pop("key"), facts.pop("partnership")
        once = f"left-{key}"
        if key and not cache.add(once, True, REMEMBERED):
            return self._thank(_("Thank you. Your message has come in."))
        if not consume(self.request, action=LIMIT, key="all"):
            cache.delete(once)
            return self._too_many(form)
        return self._leave(once, place, facts)

    def _leave(self, once: str, place: Partnership, facts: dict[str, Any]) -> HttpResponse:
        try:
            with act_as(PublicVisitor(partnership=place)) as by:
                message = leave_message(by=by, kind=self.kind, **facts)
        except Exception:
            cache.delete(once)  # nothing was left: the same form may be sent again
            raise
        return self._thank(
            _("Thank you. Your message has come in and has number %(number)s.") % {"number": message.number}
        )

    def _thank(self, sentence: str) -> HttpResponse:
        messages.success(self.request, sentence)
        return redirect(self.get_success_url())

    def _too_many(self, form: MessageForm) -> HttpResponse:
        form.add_error(
            None,
            _(
                "Many messages have come in during the last hour. Yours was not sent. Your words are still here: "
                "try again in an hour, or call."
            ),
        )
        return self.render_to_response(self.get_context_data(form=form), status=429)


class Report(Leave):
    """Somebody tells of lacking accessibility (SFS 2018:1937 14 §)."""

    kind, form_class = MessageKind.BARRIER, ReportForm
    extra_context = Leave.extra_context | {
        "heading": gettext_lazy("Report an accessibility problem"),
        "lead": gettext_lazy("Tell us what does not work for you. You need not log in and need not say who you are."),
    }


class OtherFormat(Leave):
    """Somebody asks for content in a form that can be read (SFS 2018:1937 12 §)."""

    kind, form_class = MessageKind.FORMAT, FormatForm
    extra_context = Leave.extra_context | {
        "heading": gettext_lazy("Ask for another format"),
        "lead": gettext_lazy("If there is something here that you cannot read as it is, ask for it in another way."),
    }
