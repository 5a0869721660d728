"""Recording on behalf of those who do not log in: a group, its codes, an incident, the empty key sheet."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from groups import actions as groups
from groups.behalf import actions
from groups.behalf.forms import KeySheetForm, RecordCodesForm, RecordGroupForm, RecordIncidentForm
from groups.incidents.views import crumbs as incident_crumbs
from groups.models import Group, GroupState, Incident, PersonCode
from gvi.access.guarded import Guarded
from gvi.documents.models import Document
from gvi.pages.act_page import ActPage
from gvi.pages.forms import ActForm


def crumbs(here: Any, group: Group | None = None) -> list[dict[str, Any]]:
    """The way here from the list of groups."""
    way = [{"label": _("Groups"), "url": reverse("groups:groups")}]
    if group is not None:
        way.append({"label": group.name, "url": group.get_absolute_url()})
    return [*way, {"label": str(here), "url": ""}]


class RecordGroup(ActPage):
    act = actions.record_group
    makes = Group
    form_class = RecordGroupForm
    heading = gettext_lazy("Record a group")
    lead = gettext_lazy(
        "What an agency that does not log in has told. The core agencies see it at once, and whose word it is."
    )

    def initial(self, row: Guarded | None) -> dict[str, Any]:
        return {"state": GroupState.ACTIVE}

    def extra(self, form: ActForm, row: Guarded | None) -> dict[str, Any]:
        return {"breadcrumbs": crumbs(self.heading)}

    def cancel_url(self, row: Guarded | None) -> str:
        return reverse("groups:groups")


class RecordIncident(ActPage):
    act = actions.record_incident
    makes = Incident
    form_class = RecordIncidentForm
    heading = gettext_lazy("Record an incident")
    lead = RecordGroup.lead

    def extra(self, form: ActForm, row: Guarded | None) -> dict[str, Any]:
        return {"breadcrumbs": incident_crumbs(here=str(self.heading))}

    def cancel_url(self, row: Guarded | None) -> str:
        return reverse("groups:incidents")


class OnGroup(ActPage):
    """An act on a group that was recorded on another agency's word."""

    model = Group

    def extra(self, form: ActForm, row: Any) -> dict[str, Any]:
        return {"breadcrumbs": crumbs(self.heading, row)}

    def ready(self, row: Any) -> None:
        groups.require_told(row)


class RecordCodes(OnGroup):
    act = groups.record_codes
    form_class = RecordCodesForm
    heading = gettext_lazy("Make codes")
    lead = gettext_lazy("Codes without any name. Then print the key sheet, for the agency that knows who they are.")
    submit = gettext_lazy("Make codes")

    def success_url(self, result: list[PersonCode]) -> str:
        return reverse("groups:group", args=[self.kwargs["pk"]])

    def said(self, result: list[PersonCode]) -> str:
        return ngettext("%(n)s code is made.", "%(n)s codes are made.", len(result)) % {"n": len(result)}


class PrintKeySheet(OnGroup):
    act = actions.print_key_sheet
    form_class = KeySheetForm
    heading = gettext_lazy("Print the key sheet")
    lead = gettext_lazy("The group's codes with empty lines. The sheet is numbered and stands in the register.")
    submit = gettext_lazy("Print the key sheet")

    def ready(self, row: Any) -> None:
        super().ready(row)
        actions.require_codes(row)

    def said(self, result: Document) -> str:
        return _("The key sheet is composed. Hand it over unfilled, and let it stay where it is filled in.")
