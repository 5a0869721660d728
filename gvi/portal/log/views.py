"""The page of the log, for the agency's log reviewer."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse, QueryDict
from django.utils.translation import gettext_lazy, pgettext_lazy

from gvi.access import recording
from gvi.access.policy import Right
from gvi.acts.models import LogEntry
from gvi.pages.lists import ROWS_PER_PAGE, Column, ListPage
from gvi.pages.searches import SearchedByPost
from gvi.portal.log.forms import SAMPLE, LogFilter
from gvi.portal.log.presenters import in_words


class Log(SearchedByPost, ListPage):
    """The log of the agency: who did and read what, by id. For whoever reviews it; reading it is itself logged."""

    needs = Right.ACCESS_SEE_LOG
    template_name = "portal/log.html"
    model = LogEntry
    order = ("-logged_at", "pk")
    log = gettext_lazy("read the log")
    columns = (
        Column(gettext_lazy("Time")),
        Column(gettext_lazy("Who")),
        Column(gettext_lazy("Role")),
        Column(gettext_lazy("What")),
        Column(gettext_lazy("How")),
        Column(gettext_lazy("Rows")),
        Column(gettext_lazy("Fields")),
    )
    heading = pgettext_lazy("page", "Log")

    def get_queryset(self) -> QuerySet[LogEntry]:
        return LogEntry.objects.select_related("user")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        recording.record_lookup(LogEntry._meta.label, [str(entry.pk) for entry in self.rows])
        page = {"entries": in_words(self.rows), "filter_form": self.get_search_form(), "filter_method": "post"}
        return super().get_context_data(**page | kwargs)

    def get_search_form(self, data: QueryDict | None = None) -> LogFilter:
        return LogFilter(data, by=self.by)

    def render_found(self, form: LogFilter) -> HttpResponse:
        """The newest entries that match, or a sample of them drawn by lot."""
        matching = form.apply(self.get_queryset()) if form.is_valid() else self.get_queryset().none()
        for label, ids in form.about.items():
            recording.record_lookup(label, ids)
        self.rows, count = self._drawn(matching) if "draw" in form.data else self._newest(matching)
        page = self.get_context_data(filter_form=form, count_label=count)
        return self.render_to_response(page, status=200 if form.is_valid() else 422)

    def _newest(self, matching: QuerySet[LogEntry]) -> tuple[list[LogEntry], str]:
        found = list(matching.order_by(*self.order)[: ROWS_PER_PAGE + 1])
        count = f"{ROWS_PER_PAGE}+" if len(found) > ROWS_PER_PAGE else str(len(found))
        return found[:ROWS_PER_PAGE], count

    def _drawn(self, matching: QuerySet[LogEntry]) -> tuple[list[LogEntry], str]:
        drawn = sorted(matching.order_by("?")[:SAMPLE], key=lambda entry: entry.logged_at, reverse=True)
        return drawn, str(len(drawn))
