"""The quick check-in: from an incident to a meeting within 24 hours, in two clicks (domain 1.2)."""

from datetime import datetime, timedelta
from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from groups.models import Incident
from gvi.access.guarded import Guarded
from gvi.access.policy import Reach
from gvi.meetings import actions
from gvi.meetings.forms import QuickForm
from gvi.meetings.models import Meeting
from gvi.meetings.views import crumbs
from gvi.pages.act_page import ActPage
from gvi.pages.forms import ActForm
from gvi.partnerships.models import Agency

EARLIEST, LATEST = 7, 20  # hours between which people are called together unless somebody says another


def next_hour(now: datetime) -> datetime:
    """The next whole hour of the day, or the first one tomorrow."""
    at = now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    if at.date() == now.date() and EARLIEST <= at.hour <= LATEST:
        return at
    morning = at.replace(hour=EARLIEST + 1)
    return morning if morning > now else morning + timedelta(days=1)


class CallQuick(ActPage):
    """Call the core to a quick check-in about an incident that they see."""

    act = actions.call_quick
    makes = Meeting
    form_class = QuickForm
    heading = gettext_lazy("Call a quick check-in")
    submit = gettext_lazy("Call the meeting")

    @cached_property
    def incident(self) -> Incident:
        return get_object_or_404(Incident, pk=self.kwargs["pk"])

    def ready(self, row: Guarded | None) -> None:
        actions.require_shared(self.incident)

    def initial(self, row: Guarded | None) -> dict[str, Any]:
        at = next_hour(timezone.localtime())
        core = Agency.objects.filter(partnership=self.by.partnership, circle=Reach.CORE)
        return {
            "on": at.date(),
            "starts": at.time(),
            "ends": at.replace(minute=30).time(),
            "place": _("By telephone or video"),
            "text": _("%(incident)s: what do we do now?") % {"incident": self.incident},
            "agencies": core.exclude(pk=self.by.agency.pk),
        }

    def perform(self, form: ActForm, row: Guarded | None) -> Any:
        return actions.call_quick(by=self.by, incident=self.incident, **form.facts())

    def extra(self, form: ActForm, row: Guarded | None) -> dict[str, Any]:
        lead = _("After %(incident)s. Everything is filled in: change what is wrong and call.")
        return {"breadcrumbs": crumbs(here=str(self.heading)), "lead": lead % {"incident": self.incident}}

    def cancel_url(self, row: Guarded | None) -> str:
        return self.incident.get_absolute_url()

    def said(self, result: Meeting) -> str:
        return _("The quick check-in is called. Ring those who are to come: no message is sent.")
