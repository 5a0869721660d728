"""Min dag, the choice of agency, the profile and the log."""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.contrib.auth.decorators import login_required
from django.core.exceptions import FieldDoesNotExist
from django.db import connection
from django.db.models import Count, QuerySet, Sum
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from callins.models import CallIn, CallInState
from groups.models import Group
from gvi.acts.models import LogEntry
from gvi.pages.base import Page
from gvi.pages.lists import ListPage
from gvi.partnerships.models import Affiliation, KeyMessage, Milestone
from gvi.portal import today, verbs
from gvi.portal.forms import LogFilter


class Today(Page):
    """Min dag: first what needs you, then what is next, then the picture in numbers."""

    needs = "portal.today"
    template_name = "portal/today.html"

    def get(self, request: HttpRequest) -> TemplateResponse:
        business = self._business() if self.by.may("meetings.see") else {}
        return self.page(
            {"day": today.greeting(), "duties": today.duties(self.by), "may_wish": self.by.may("support.request")}
            | business
        )

    def _business(self) -> dict[str, Any]:
        day = timezone.localdate()
        meetings = today.upcoming_meetings(day).annotate(
            agencies=Count("attendees__agency", distinct=True), decisions=today.open_decisions()
        )
        context: dict[str, Any] = {"meetings": list(meetings[:3]), "milestones": list(Milestone.objects.all())}
        if self.by.may("callins.see"):
            context |= self._picture(day)
        return context

    def _picture(self, day: Any) -> dict[str, Any]:
        """The groups and the call-ins in numbers; never a person."""
        callins = today.upcoming_callins(day).annotate(seats=Count("invitations")).prefetch_related("scope__group")
        latest = CallIn.objects.filter(state=CallInState.HELD).order_by("-on").first()
        groups = Group.objects.published().active()
        return {
            "callins": list(callins[:2]),
            "latest": latest,
            "latest_counts": latest.scope.aggregate(invited=Sum("invited"), present=Sum("present")) if latest else {},
            "groups": list(groups.order_by("review_on", "name")[:8]),
            "group_count": groups.count(),
            "messages_set": list(KeyMessage.objects.all()),
        }


class Profile(Page):
    """Who you are here: agency, role, what the role allows, what others can see of you."""

    needs = "portal.profile"
    template_name = "portal/profile.html"

    def get(self, request: HttpRequest) -> TemplateResponse:
        mine = Affiliation.objects.in_force().for_principal().select_related("unit").filter(user=self.by.user)
        recent = LogEntry.objects.filter(user=self.by.user).order_by("-at")[:10]
        return self.page({"affiliations": list(mine), "recent": _in_words(recent)})


class Log(ListPage):
    """The own agency's log: who did and read what, by id. For the one who reviews it."""

    needs = "access.see_log"
    template_name = "portal/log.html"
    model = LogEntry
    order = ("-at", "pk")

    def rows(self) -> QuerySet[LogEntry]:
        return LogEntry.objects.select_related("user")

    def extra(self, rows: list[Any]) -> dict[str, Any]:
        return {"rows": _in_words(rows), "filter_form": LogFilter(by=self.by), "filter_method": "post"}

    def post(self, request: HttpRequest) -> TemplateResponse:
        """The newest entries that fit; an earlier day goes further back."""
        form = LogFilter(request.POST, by=self.by)
        fits = form.apply(self.rows()) if form.is_valid() else self.rows().none()
        shown = list(fits.order_by(*self.order)[: ROWS_PER_PAGE + 1])
        count = f"{ROWS_PER_PAGE}+" if len(shown) > ROWS_PER_PAGE else str(len(shown))
        context = self.extra(shown[:ROWS_PER_PAGE]) | {"filter_form": form, "count_label": count}
        return self.page(context, status=200 if form.is_valid() else 422)


def _in_words(entries: Iterable[LogEntry]) -> list[LogEntry]:
    """Entries with their verb, tables and fields as people say it."""
    entries = list(entries)
    for entry in entries:
        entry.said = verbs.label(entry.verb)  # type: ignore[attr-defined]
        entry.told = [(_model_name(label), ids) for label, ids in entry.rows.items()]  # type: ignore[attr-defined]
        entry.changed = [_field_names(label, names) for label, names in entry.fields.items()]  # type: ignore[attr-defined]
    return entries


def _model_name(label: str) -> str:
    """What the rows of a table are called; one that is gone keeps the name it had."""
    try:
        return str(apps.get_model(label)._meta.verbose_name_plural)
    except LookupError:
        return label


def _field_names(label: str, names: list[str]) -> list[str]:
    """What fields are called; one that is gone keeps the name it had, and the machine's own are left out."""
    try:
        found = [(name, apps.get_model(label)._meta.get_field(name)) for name in names]
    except (LookupError, FieldDoesNotExist):
        return names
    reach = gettext_lazy("who sees it")
    words = [reach if name == "reach" else getattr(field, "verbose_name", "") for name, field in found]
    return [str(word) for word in words if isinstance(word, Promise)]  # what nobody has named is not translated


@login_required
@require_http_methods(["GET", "POST"])
def agency(request: HttpRequest) -> HttpResponse:
    """Which agency one acts for in this session. Two hats are never worn at once (domain 2.11 rule 21)."""
    found = list(Affiliation.objects.in_force().for_principal().filter(user=request.user.pk).order_by("pk"))
    chosen = next((a for a in found if str(a.pk) == request.POST.get("affiliation")), None)
    if chosen:
        request.session["affiliation"] = chosen.pk
        request.session.cycle_key()
        return HttpResponseRedirect("/")
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
