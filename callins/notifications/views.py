"""Pages of custom notifications: every round as counts, and the form to write one down."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from callins.models import NotificationCount
from callins.notifications import actions
from callins.notifications.forms import CountsForm, NoteForm
from gvi.access.policy import Right
from gvi.access.principal import Principal
from gvi.pages.act_page import ActPage
from gvi.pages.base import Crumb, Section
from gvi.pages.buttons import Button, button
from gvi.pages.lists import Column, ListPage

SECTION = Section(gettext_lazy("Custom notifications"), "callins:notifications")
COUNTS = ("attempts", "carried_out", "reached", "relatives")


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


@dataclass(frozen=True)
class NotificationRow:
    """A round in the list; `change` is None unless the reader may correct it."""

    notifications: NotificationCount
    change: Button | None


def _row(notifications: NotificationCount, by: Principal) -> NotificationRow:
    may_change = actions.change.act.is_open_for(notifications, by)
    return NotificationRow(notifications, button(actions.change, notifications) if may_change else None)


class Notifications(ListPage):
    """Every round, newest first, with what all of them come to."""

    needs = Right.CALLINS_SEE
    model = NotificationCount
    order = ("-date", "pk")
    acts = (actions.note,)
    columns = (
        Column(gettext_lazy("Date")),
        Column(gettext_lazy("Group")),
        Column(gettext_lazy("Attempts"), numeric=True),
        Column(gettext_lazy("Talks carried out"), numeric=True),
        Column(gettext_lazy("People reached"), numeric=True),
        Column(gettext_lazy("Relatives reached"), numeric=True),
        Column(gettext_lazy("Written down by")),
        Column(gettext_lazy("Correct"), hidden=True),
    )
    template_name = "callins/notifications.html"
    heading = gettext_lazy("Custom notifications")
    lead = gettext_lazy("Talks with people of the groups, as counts for each group and day. Never a person.")

    def get_queryset(self) -> QuerySet[NotificationCount]:
        return NotificationCount.objects.select_related("group", "owner")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "tabs": told_tabs("notifications"),
            "total": NotificationCount.objects.aggregate(**{name: Sum(name, default=0) for name in COUNTS}),
            "rounds": [_row(notifications, self.by) for notifications in self.rows],
        }


class NoteNotifications(ActPage):
    act = actions.note
    section = SECTION
    form_class = NoteForm
    heading = gettext_lazy("Write down custom notifications")
    lead = gettext_lazy("One group and one day at a time. Who was talked with is written nowhere here.")

    def get_initial(self) -> dict[str, Any]:
        chosen = self.request.GET.get("grupp")
        return {"group": chosen} if chosen else {}


class ChangeNotifications(ActPage):
    """Correct a round that the agency has written down itself."""

    act = actions.change
    section = SECTION
    form_class = CountsForm
    heading = gettext_lazy("Correct the counts")

    def get_parents(self) -> list[Crumb]:
        return [SECTION.crumb()]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"lead": str(self.object.group)} | kwargs)
