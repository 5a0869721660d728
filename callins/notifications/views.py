"""Pages of custom notifications: every round as counts, and the form to write one down."""

from typing import Any

from django.db.models import QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from callins.models import NotificationCount
from callins.notifications import actions
from callins.notifications.forms import CountsForm, NoteForm
from gvi.access.guarded import Guarded
from gvi.access.principal import Principal
from gvi.pages.act_page import ActPage
from gvi.pages.forms import ActForm
from gvi.pages.lists import ListPage


def told_tabs(current: str) -> list[dict[str, Any]]:
    """The two ways in which groups are told: call-ins and custom notifications."""
    return [
        {"label": _("Call-ins"), "url": reverse("callins:callins"), "current": current == "callins"},
        {
            "label": _("Custom notifications"),
            "url": reverse("callins:notifications"),
            "current": current == "notifications",
        },
    ]


class Notifications(ListPage):
    """Every round, newest first, with what all of them come to."""

    needs = "callins.see"
    model = NotificationCount
    order = ("-on", "pk")
    template_name = "callins/notifications.html"
    heading = gettext_lazy("Custom notifications")
    lead = gettext_lazy("Talks with people of the groups, as counts for each group and day. Never a person.")

    def rows(self) -> QuerySet[Any]:
        return NotificationCount.objects.select_related("group", "owner")

    def extra(self, rows: list[NotificationCount]) -> dict[str, Any]:
        names = ("attempts", "carried_out", "reached", "relatives")
        return {
            "tabs": told_tabs("notifications"),
            "total": NotificationCount.objects.aggregate(**{name: Sum(name, default=0) for name in names}),
            "may_note": self.by.may("callins.note_notifications"),
            "may_change": _mine(rows, self.by),
        }


def _mine(rows: list[NotificationCount], by: Principal) -> set[Any]:
    return {row.pk for row in rows if by.may("callins.change_notifications") and by.may_write(row)}


class Note(ActPage):
    """Write down a round."""

    act = actions.note
    makes = NotificationCount
    form_class = NoteForm
    heading = gettext_lazy("Write down custom notifications")
    lead = gettext_lazy("One group and one day at a time. Who was talked with is written nowhere here.")

    def initial(self, row: Guarded | None) -> dict[str, Any]:
        chosen = self.request.GET.get("grupp")
        return {"group": chosen} if chosen else {}

    def extra(self, form: ActForm, row: Guarded | None) -> dict[str, Any]:
        return {"breadcrumbs": _crumbs(str(self.heading))}

    def cancel_url(self, row: Guarded | None) -> str:
        return reverse("callins:notifications")


class ChangeCounts(ActPage):
    """Correct a round of one's own agency."""

    act = actions.change
    model = NotificationCount
    form_class = CountsForm
    heading = gettext_lazy("Correct the counts")

    def extra(self, form: ActForm, row: Any) -> dict[str, Any]:
        return {"breadcrumbs": _crumbs(str(self.heading)), "lead": str(row.group)}


def _crumbs(here: str) -> list[dict[str, str]]:
    return [{"label": _("Custom notifications"), "url": reverse("callins:notifications")}, {"label": here, "url": ""}]
