"""Pages of incidents."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy

from groups.extension_points import added_buttons, incident_buttons
from groups.incidents import actions
from groups.incidents.forms import (
    AttributionForm,
    IncidentFileForm,
    IncidentForm,
    PublishIncidentForm,
    RecordIncidentForm,
    ReviewForm,
    SourcedAttributionForm,
    SourcedIncidentForm,
)
from groups.incidents.presenters import COLORS, incident_rows, judgements_of, readers_of, review_clock
from groups.models import Attribution, Incident, IncidentFile, IncidentState
from groups.views import RecordGroup
from gvi.access.policy import Right
from gvi.acts.models import Receipt
from gvi.commitments.presenters import commitments_from
from gvi.pages.act_page import ActPage
from gvi.pages.base import Section
from gvi.pages.buttons import Button, buttons_for, make_first_primary
from gvi.pages.detail import DetailPage
from gvi.pages.forms import ActForm
from gvi.pages.lists import Column, ListPage
from gvi.pages.previews import PreviewedActPage
from gvi.partnerships.on_behalf.views import SourcedAct

SECTION = Section(gettext_lazy("Incidents"), "groups:incidents")


class Incidents(ListPage):
    """The incidents that the reader's agency may see, newest first."""

    needs = Right.GROUPS_SEE
    model = Incident
    order = ("-happened_on", "pk")
    acts = (actions.report_incident, actions.record_incident)
    columns = (
        Column(gettext_lazy("Incident")),
        Column(gettext_lazy("Area")),
        Column(gettext_lazy("State")),
        Column(gettext_lazy("Dead"), numeric=True),
        Column(gettext_lazy("Injured"), numeric=True),
        Column(gettext_lazy("Linked to")),
        Column(gettext_lazy("Review")),
    )
    template_name = "groups/incidents.html"
    heading = gettext_lazy("Incidents")
    lead = gettext_lazy("Violence that concerns the groups. An incident is reviewed within seven days.")

    narrower: ClassVar = {"ga-igenom": gettext_lazy("Your own incidents to review")}

    def get_queryset(self) -> QuerySet[Incident]:
        incidents = Incident.objects.select_related("source_agency")
        return incidents.filter(owner=self.by.agency).unreviewed() if self.narrowed else incidents

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"incidents": incident_rows(self.rows)}


class IncidentPage(DetailPage):
    """One incident: its facts, its review, the groups it is attributed to, and earlier judgements."""

    needs = Right.GROUPS_SEE
    log = gettext_lazy("read an incident's own file")
    model = Incident
    section = SECTION
    acts = (
        actions.verify_incident,
        actions.review_incident,
        actions.attribute_incident,
        actions.publish_incident,
        actions.save_incident_file,
        actions.edit_incident,
    )
    template_name = "groups/incident.html"

    def get_queryset(self) -> QuerySet[Incident]:
        return Incident.objects.select_related("owner", "source_agency")

    @cached_property
    def attributions(self) -> list[Attribution]:
        """All judgements of the incident that the reader may see."""
        found = Attribution.objects.filter(incident=self.object).select_related("group", "source_agency")
        return list(found.in_order())

    def get_buttons(self) -> list[Button]:
        left_out = None if self._has_something_to_publish() else actions.publish_incident
        offered = [function for function in self.acts if function is not left_out]
        return make_first_primary(
            [*buttons_for(self.object, self.by, offered), *added_buttons(incident_buttons, self.object, self.by)]
        )

    def _has_something_to_publish(self) -> bool:
        current = [attribution for attribution in self.attributions if attribution.replaced_at is None]
        return not self.object.is_open or any(not attribution.is_open for attribution in current)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        incident: Incident = self.object
        keeps_file = incident.is_mine and self.by.may(Right.GROUPS_SAVE_INCIDENT_FILE)
        page = super().get_context_data(**kwargs) | {
            "color": COLORS[IncidentState(incident.state)],
            "clock": review_clock(incident),
            "judgements": judgements_of(self.attributions, self.by),
            "replaced": [attribution for attribution in self.attributions if attribution.replaced_at],
            "keeps_file": keeps_file,
            "file": IncidentFile.objects.filter(incident=incident).first() if keeps_file else None,
            "readers": readers_of(incident),
        }
        return page | commitments_from(self.by, "incident", incident.pk) if incident.is_open else page


class ReportIncident(ActPage):
    act = actions.report_incident
    section = SECTION
    form_class = IncidentForm
    lead = gettext_lazy("Seen by your own agency only, until you share it with the parties.")


class RecordIncident(ActPage):
    act = actions.record_incident
    section = SECTION
    form_class = RecordIncidentForm
    lead = RecordGroup.lead


class OnIncident(SourcedAct):
    """An act on one incident; afterwards the incident is shown."""

    section = SECTION

    def get_success_url(self) -> str:
        return str(self.object.get_absolute_url())

    def get_receipt_url(self, receipt: Receipt) -> str:
        return self.get_success_url()


class EditIncident(OnIncident):
    act = actions.edit_incident
    form_class = IncidentForm
    source_form = SourcedIncidentForm
    heading = gettext_lazy("Correct the incident")


class VerifyIncident(OnIncident):
    act = actions.verify_incident
    heading = gettext_lazy("Verify the incident")
    lead = gettext_lazy("What happened, where and when are established.")
    submit = gettext_lazy("Verify")


class ReviewIncident(OnIncident):
    act = actions.review_incident
    form_class = ReviewForm
    lead = gettext_lazy("The agencies have gone through the incident together.")


class AttributeIncident(OnIncident):
    act = actions.attribute_incident
    form_class = AttributionForm
    source_form = SourcedAttributionForm
    lead = gettext_lazy(
        "Your own agency's judgement until you share it. A new judgement of the same group replaces the one "
        "before, which stays in the history."
    )


class SaveIncidentFile(OnIncident):
    act = actions.save_incident_file
    log = gettext_lazy("read an incident's own file")
    form_class = IncidentFileForm


class PublishIncident(PreviewedActPage):
    """Publish an incident: what the others will see is shown first."""

    act = actions.publish_incident
    section = SECTION
    form_class = PublishIncidentForm
    preview_template = "groups/publish_incident_preview.html"
    heading = gettext_lazy("Share the incident with the parties")
    lead = gettext_lazy("The core agencies will see the facts, the summary and the judgements you tick. Nothing else.")
    submit = gettext_lazy("See what the others will see")

    def get_preview(self, form: ActForm) -> dict[str, Any]:
        return {
            "incident": self.object,
            "summary": form.cleaned_data["summary"],
            "attributions": list(form.cleaned_data["attributions"]),
        }
