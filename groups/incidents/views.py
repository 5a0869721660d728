"""Pages of incidents: the list, the incident, and what is done with it."""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from groups.behalf.forms import ToldAttributeForm, ToldIncidentForm
from groups.incidents import actions
from groups.incidents.forms import AttributeForm, FileForm, IncidentForm, PublishIncidentForm, ReviewForm
from groups.models import Attribution, Incident, IncidentFile, IncidentState
from groups.shown import offered
from groups.views.acts import carried
from groups.views.pages import button
from gvi.access.guarded import Guarded
from gvi.acts.act import open_acts
from gvi.commitments.presenters import commitments_from
from gvi.pages.act_page import ActPage
from gvi.pages.detail import DetailPage
from gvi.pages.forms import ActForm
from gvi.pages.lists import ListPage
from gvi.pages.previews import PreviewedActPage
from gvi.partnerships.on_behalf.queries import may_record_on_behalf
from gvi.partnerships.on_behalf.views import SourcedAct

COLORS = {
    IncidentState.REPORTED: "warning",
    IncidentState.VERIFIED: "info",
    IncidentState.REVIEWED: "success",
}
# Act, address, words, icon: the first one that is offered is the page's main button.
BUTTONS = [
    ("groups.verify_incident", "groups:verify_incident", gettext_lazy("Verify"), "check"),
    ("groups.review_incident", "groups:review_incident", gettext_lazy("Note the review"), "calendar-check"),
    ("groups.attribute_incident", "groups:attribute_incident", gettext_lazy("Lay to a group"), "affiliate"),
    ("groups.publish_incident", "groups:publish_incident", gettext_lazy("Publish"), "share"),
    ("groups.save_incident_file", "groups:save_incident_file", gettext_lazy("Own file"), "note"),
    ("groups.edit_incident", "groups:edit_incident", gettext_lazy("Correct"), "pencil"),
]

RECORD = "groups.record_incident"


def crumbs(incident: Incident | None = None, here: str = "") -> list[dict[str, Any]]:
    """The way back."""
    way = [{"label": _("Incidents"), "url": reverse("groups:incidents")}]
    if incident is not None:
        way.append({"label": str(incident), "url": incident.get_absolute_url() if here else ""})
    return [*way, {"label": here, "url": ""}] if here else way


def clock(incident: Incident) -> tuple[str, bool]:
    """The review in words, and whether it is late: within seven days it should be held (domain 6.3)."""
    if incident.reviewed_on:
        days = (incident.reviewed_on - incident.happened_on).days
        return _("reviewed %(day)s, after %(n)s days") % {"day": _short(incident.reviewed_on), "n": days}, False
    left = (incident.review_by - timezone.localdate()).days
    if left < 0:
        return _("review %(n)s days late") % {"n": -left}, True
    return _("review by %(day)s, %(n)s days left") % {"day": _short(incident.review_by), "n": left}, False


def _short(day: Any) -> str:
    return date_format(day, "j b")


class Incidents(ListPage):
    """The incidents that the reader's agency may see, newest first."""

    needs = "groups.see"
    model = Incident
    order = ("-happened_on", "pk")
    template_name = "groups/incidents.html"
    heading = gettext_lazy("Incidents")
    lead = gettext_lazy("Violence that concerns the groups. An incident is reviewed within seven days.")

    def extra(self, rows: list[Incident]) -> dict[str, Any]:
        standing: dict[UUID, list[Attribution]] = {}
        for one in _standing(rows).select_related("group", "source_agency"):
            standing.setdefault(one.incident_id, []).append(one)
        return {
            "lines": [(one, COLORS[IncidentState(one.state)], standing.get(one.pk, []), *clock(one)) for one in rows],
            "actions": self._actions(),
        }

    def rows(self) -> QuerySet[Any]:
        return Incident.objects.select_related("source_agency")

    def _actions(self) -> list[dict[str, Any]]:
        """Whoever keeps incidents reports one's own; whoever speaks for others records theirs."""
        report = _("Report an incident"), reverse("groups:report_incident")
        record = _("Record an incident"), reverse("groups:record_incident")
        return [
            *button(self.by, "groups.report_incident", *report, icon="plus", primary=True),
            *(
                button(self.by, RECORD, *record, icon="plus", primary=True)
                if may_record_on_behalf(self.by, RECORD)
                else []
            ),
        ]


def _standing(rows: list[Incident]) -> QuerySet[Attribution]:
    return Attribution.objects.filter(incident__in=rows, closed_at=None).order_by("made_at", "pk")


class IncidentPage(DetailPage):
    """One incident: its facts and clock, which groups it is laid to, and what was thought before."""

    needs = "groups.see"
    model = Incident
    template_name = "groups/incident.html"

    def row_query(self) -> QuerySet[Any]:
        return Incident.objects.select_related("owner", "source_agency")

    def extra(self, row: Incident) -> dict[str, Any]:
        judged = list(
            Attribution.objects.filter(incident=row).select_related("group", "source_agency").order_by("made_at", "pk")
        )
        mine = row.is_mine and self.by.may("groups.save_incident_file")
        text, late = clock(row)
        return {
            "heading": str(row),
            "breadcrumbs": crumbs(row),
            "color": COLORS[IncidentState(row.state)],
            "clock": text,
            "late": late,
            "standing": [one for one in judged if one.closed_at is None],
            "earlier": [one for one in judged if one.closed_at is not None],
            "file": IncidentFile.objects.filter(incident=row).first() if mine else None,
            "keeps": mine,
            "may_propose": self.by.may("sanctions.propose"),
            "actions": self._actions(row, judged),
        } | (commitments_from(self.by, "incident", row.pk) if row.is_open else {})

    def _actions(self, row: Incident, judged: list[Attribution]) -> list[dict[str, Any]]:
        able = set(open_acts(row, self.by))
        if not row.is_mine or (row.is_open and all(one.is_open or one.closed_at for one in judged)):
            able.discard("groups.publish_incident")
        found = [
            {"label": words, "url": reverse(view, args=[row.pk]), "icon": icon}
            for act, view, words, icon in BUTTONS
            if act in able
        ]
        found += [vars(offer) for offer in offered(row, self.by)]
        return [one | {"primary": not place} for place, one in enumerate(found)]


class ReportIncident(ActPage):
    act = actions.report_incident
    makes = Incident
    form_class = IncidentForm
    heading = gettext_lazy("Report an incident")
    lead = gettext_lazy("Seen by your own agency only, until you publish it.")

    def extra(self, form: ActForm, row: Guarded | None) -> dict[str, Any]:
        return {"breadcrumbs": crumbs(here=str(self.heading))}

    def cancel_url(self, row: Guarded | None) -> str:
        return reverse("groups:incidents")


class OnIncident(SourcedAct):
    """An act whose row is the incident."""

    model = Incident

    def extra(self, form: ActForm, row: Any) -> dict[str, Any]:
        return {"breadcrumbs": crumbs(row, str(self.heading))}

    def success_url(self, result: Any) -> str:
        return reverse("groups:incident", args=[self.kwargs["pk"]])


class EditIncident(OnIncident):
    act = actions.edit_incident
    form_class = IncidentForm
    source_form = ToldIncidentForm
    heading = gettext_lazy("Correct the incident")


class VerifyIncident(OnIncident):
    act = actions.verify_incident
    heading = gettext_lazy("Verify the incident")
    lead = gettext_lazy("What happened, where and when are established.")
    submit = gettext_lazy("Verify")


class ReviewIncident(OnIncident):
    act = actions.review_incident
    form_class = ReviewForm
    heading = gettext_lazy("Note the review")
    lead = gettext_lazy("The agencies have gone through the incident together.")


class AttributeIncident(OnIncident):
    act = actions.attribute_incident
    form_class = AttributeForm
    source_form = ToldAttributeForm
    heading = gettext_lazy("Lay to a group")
    lead = gettext_lazy(
        "Your own agency's judgement until you publish it. A new judgement of the same group replaces the one before, "
        "which stays in the history."
    )


class SaveIncidentFile(OnIncident):
    act = actions.save_incident_file
    form_class = FileForm
    heading = gettext_lazy("Own file")


class PublishIncident(PreviewedActPage):
    """Publish an incident: what the others will see is shown first."""

    act = actions.publish_incident
    makes = Incident
    form_class = PublishIncidentForm
    template_name = "pages/act.html"
    preview_template = "groups/publish_incident_preview.html"
    heading = gettext_lazy("Publish the incident")
    lead = gettext_lazy("The core agencies will see the facts, the summary and the judgements you tick. Nothing else.")
    submit = gettext_lazy("See what the others will see")

    @cached_property
    def incident(self) -> Incident:
        return get_object_or_404(Incident, pk=self.kwargs["pk"])

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        principal = self.request.principal
        if principal and principal.may(self.needs) and not self.incident.is_mine:
            raise PermissionDenied(self.needs)
        return super().dispatch(request, *args, **kwargs)

    def form_for(self, row: Guarded | None, *typed: Any, **more: Any) -> ActForm:
        """The form with the standing judgements of the incident to tick."""
        form = PublishIncidentForm(*typed, by=self.by, row=row, **more)
        form.of(self.incident)
        return form

    def initial(self, row: Guarded | None) -> dict[str, Any]:
        standing = Attribution.objects.filter(incident=self.incident, closed_at=None).select_related("group")
        ready = [one.pk for one in standing if one.group.is_open]
        return {"summary": self.incident.summary, "attributions": ready}

    def perform(self, form: ActForm, row: Guarded | None) -> Any:
        facts = form.facts()
        facts["attributions"] = [one.pk for one in facts["attributions"]]
        return actions.publish_incident(by=self.by, incident=self.incident.pk, **facts)

    def preview(self, form: ActForm) -> dict[str, Any]:
        chosen = list(form.cleaned_data["attributions"])
        hidden = [("attributions", str(one.pk)) for one in chosen]
        return {
            "incident": self.incident,
            "summary": form.cleaned_data["summary"],
            "standing": chosen,
            "hidden": [("summary", form.cleaned_data["summary"]), *hidden, *carried(form)],
        }

    def extra(self, form: ActForm, row: Guarded | None) -> dict[str, Any]:
        return {"breadcrumbs": crumbs(self.incident, str(self.heading))}

    def cancel_url(self, row: Guarded | None) -> str:
        return self.incident.get_absolute_url()

    def said(self, result: Incident) -> str:
        return _("The incident is published.")
