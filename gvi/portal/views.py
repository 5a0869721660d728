"""Min dag, the choice of agency, the profile, and incoming messages from the public."""

from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db import connection
from django.db.models import Count, QuerySet, Sum
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from callins.models import CallIn
from groups.models import Group
from gvi.access.policy import Right
from gvi.acts.models import LogEntry
from gvi.pages.act_page import ActPage
from gvi.pages.base import Page
from gvi.pages.detail import DetailPage
from gvi.pages.lists import Column, ListPage
from gvi.partnerships.models import Affiliation, KeyMessage, Milestone
from gvi.portal.actions import answer_message
from gvi.portal.figures import partnership_figures, unit_figures
from gvi.portal.forms import AnswerForm
from gvi.portal.log.presenters import in_words
from gvi.portal.log.review import overview
from gvi.portal.models import MessageState, PublicMessage
from gvi.portal.queries import open_decisions, upcoming_callins, upcoming_meetings
from gvi.portal.todo.items import nothing_today, todo_items
from gvi.portal.welcome import welcome
from gvi.text.swedish import Alphabetical

GROUP_COLUMNS = [
    Column(gettext_lazy("Group")),
    Column(gettext_lazy("Area")),
    Column(gettext_lazy("Violence")),
    Column(gettext_lazy("Next step")),
]


class Today(Page):
    """Min dag: first what needs the user, then what is next, then the picture in numbers."""

    needs = Right.PORTAL_TODAY
    template_name = "portal/today.html"
    log = gettext_lazy("read Min dag")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        business = self._business() if self.by.may(Right.MEETINGS_SEE) else {}
        items = todo_items(self.by)
        return (
            super().get_context_data(**kwargs)
            | business
            | {
                "day": capfirst(date_format(timezone.localdate(), "l j F")),
                "items": items,
                "nothing": nothing_today(self.by),
                "figure_cards": [
                    (_("Your unit in numbers"), unit_figures(self.by)),
                    (_("The partnership in numbers"), partnership_figures(self.by)),
                ],
                "item_count": sum(item.count for item in items),
                "may_request_support": self.by.may(Right.SUPPORT_REQUEST),
                "welcome": welcome(self.by),
                "log_review": overview() if self.by.may(Right.ACCESS_SEE_LOG) else None,
            }
        )

    def _business(self) -> dict[str, Any]:
        day = timezone.localdate()
        agencies = Count("attendees__agency", distinct=True)
        meetings = upcoming_meetings(day).annotate(agencies=agencies, decisions=open_decisions())
        context: dict[str, Any] = {"meetings": list(meetings[:3]), "milestones": list(Milestone.objects.all())}
        if self.by.may(Right.CALLINS_SEE):
            context |= self._picture(day)
        return context

    def _picture(self, day: date) -> dict[str, Any]:
        """The groups and the call-ins in numbers; never a person."""
        callins = upcoming_callins(day).annotate(seats=Count("invitations__seat")).prefetch_related("scope__group")
        latest = CallIn.objects.held().order_by("-date").first()
        groups = Group.objects.published().active()
        return {
            "callins": list(callins[:2]),
            "latest": latest,
            "reached": latest.scope.filter(present__gt=0).count() if latest else 0,
            "latest_counts": latest.scope.aggregate(invited=Sum("invited"), present=Sum("present")) if latest else {},
            "groups": list(groups.order_by("review_on", Alphabetical("name"))[:8]),
            "group_columns": GROUP_COLUMNS,
            "group_count": groups.count(),
            "messages_set": list(KeyMessage.objects.all()),
        }


class PutWelcomeAway(Page):
    """The welcome on Min dag is not shown again in this role."""

    needs = Right.PORTAL_TODAY
    log = gettext_lazy("put the welcome away")
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.by.affiliation.record_welcome()
        return HttpResponseRedirect("/")


class Profile(Page):
    """Who you are here: agency, role, what the role allows, what others can see of you."""

    needs = Right.PORTAL_PROFILE
    template_name = "portal/profile.html"
    log = gettext_lazy("read their own page")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        affiliations = Affiliation.objects.in_force().for_principal().select_related("unit").filter(user=self.by.user)
        recent = LogEntry.objects.filter(user=self.by.user).order_by("-logged_at")[:10]
        page = {"affiliations": list(affiliations), "recent": in_words(recent)}
        return self.render_to_response(self.get_context_data(**page))


class Messages(ListPage):
    """Incoming messages, the newest first. What they say is read one by one, and each read is logged."""

    needs = Right.PORTAL_SEE_MESSAGES
    template_name = "portal/messages.html"
    heading = gettext_lazy("Incoming from the public")
    lead = gettext_lazy("Messages from the public pages. They are incoming documents with a number of their own.")
    model = PublicMessage
    order = ("-received", "pk")
    columns = (
        Column(gettext_lazy("Number")),
        Column(gettext_lazy("Received")),
        Column(gettext_lazy("About")),
        Column(gettext_lazy("Page or paper")),
        Column(gettext_lazy("State")),
        Column(gettext_lazy("Settled")),
        Column(gettext_lazy("Proposal: disposed of")),
    )

    def get_queryset(self) -> QuerySet[PublicMessage]:
        return PublicMessage.objects.defer("text", "contact")


class MessagePage(DetailPage):
    """One message, as it came in, and what was done."""

    needs = Right.PORTAL_SEE_MESSAGES
    template_name = "portal/message.html"
    model = PublicMessage
    acts = (answer_message,)
    log = gettext_lazy("read a message from the public")


class AnswerMessage(ActPage):
    act = answer_message
    form_class = AnswerForm
    submit = gettext_lazy("Save")
    log = gettext_lazy("read a message from the public")

    def get_initial(self) -> dict[str, Any]:
        return {"state": MessageState.ANSWERED, "done_on": timezone.localdate()}


@login_required
@require_http_methods(["GET", "POST"])
def agency(request: HttpRequest) -> HttpResponse:
    """Choose the agency to act for in this session; nobody acts for two at once (domain 2.11 rule 21)."""
    found = list(Affiliation.objects.in_force().for_principal().filter(user=request.user.pk).order_by("pk"))
    chosen = next((a for a in found if str(a.pk) == request.POST.get("affiliation")), None)
    if chosen:
        request.session["affiliation"] = chosen.pk
        request.session.cycle_key()
        wanted = request.GET.get("next", "/")
        is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
        return HttpResponseRedirect(wanted if is_ours else "/")
    return render(request, "portal/agency.html", {"affiliations": found})


@require_safe
def alive(_request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok", content_type="text/plain")


@require_safe
def ready(_request: HttpRequest) -> HttpResponse:
    """The database answers; without it no page can be shown. Redis may be away: jobs wait."""
    with connection.cursor() as cursor:
        cursor.execute("select 1")
    return HttpResponse("ok", content_type="text/plain")
