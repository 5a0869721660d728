"""What can be done with incidents."""

import datetime
from collections.abc import Iterable
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from groups.incidents.rules import IncidentFacts as IncidentFacts
from groups.incidents.rules import check_facts
from groups.models import Attribution, Certainty, Group, Incident, IncidentFile, IncidentState, Side
from gvi.access.policy import Reach
from gvi.access.principal import Principal
from gvi.acts.act import Stale, act
from gvi.acts.requires import NotNow
from gvi.acts.validators import check_not_in_future
from gvi.partnerships.on_behalf.models import Source
from gvi.partnerships.on_behalf.rules import a_core_agency_does_not_log_in


@act(
    "groups.report_incident",
    label=gettext_lazy("Report an incident"), icon="plus", log=gettext_lazy("reported an incident"),
)  # fmt: skip
def report_incident(*, by: Principal, facts: IncidentFacts) -> Incident:
    """Report a new incident, which only the agency itself sees until it is published. Raises ValidationError."""
    check_facts(facts)
    incident = Incident(**vars(facts))
    incident.save()
    return incident


@act(
    "groups.record_incident", requires=[a_core_agency_does_not_log_in],
    label=gettext_lazy("Record an incident"), icon="plus", log=gettext_lazy("recorded an incident for others"),
)  # fmt: skip
def record_incident(
    *,
    by: Principal,
    source: Source,
    facts: IncidentFacts,
    group: Group | None = None,
    side: str = Side.UNCLEAR,
    certainty: str = Certainty.POSSIBLE,
) -> Incident:
    """Record an incident for another agency, and which group it is attributed to if that is known.

    The core agencies see it at once. Its facts count as established: it awaits its review, not its verification
    (domain 2.8). Raises ValidationError.
    """
    check_facts(facts)
    if facts.happened_on > source.date:
        raise ValidationError({"source_date": _("It cannot have been told before it happened.")})
    incident = Incident(reach=Reach.CORE, state=IncidentState.VERIFIED, **vars(facts))
    incident.set_source(source)
    incident.save()
    if group is not None:
        attribution = _judgement(incident, group, side, certainty)
        attribution.reach = Reach.CORE
        attribution.set_source(source)
        attribution.save()
    return incident


@act(
    "groups.edit_incident", on=Incident,
    label=gettext_lazy("Correct"), icon="pencil", log=gettext_lazy("corrected an incident"),
)  # fmt: skip
def edit_incident(incident: Incident, *, by: Principal, facts: IncidentFacts, source: Source | None = None) -> Incident:
    """Correct the facts. A published incident stays published, and changes for all who see it.

    Raises ValidationError.
    """
    check_facts(facts)
    incident.set_source(source)
    for name, value in vars(facts).items():
        setattr(incident, name, value)
    incident.save()
    return incident


@act(
    "groups.verify_incident", on=Incident, moves=IncidentState.REPORTED >> IncidentState.VERIFIED,
    label=gettext_lazy("Verify"), icon="check", log=gettext_lazy("verified an incident"),
)  # fmt: skip
def verify_incident(incident: Incident, *, by: Principal) -> Incident:
    """What happened, where and when is established (domain 2.8)."""
    return incident


@act(
    "groups.review_incident", on=Incident, moves=IncidentState.VERIFIED >> IncidentState.REVIEWED,
    label=gettext_lazy("Note the review"), icon="calendar-check", log=gettext_lazy("noted an incident's review"),
)  # fmt: skip
def review_incident(incident: Incident, *, by: Principal, reviewed_on: datetime.date) -> Incident:
    """The review has been held. It should be within a week of the incident (domain 6.3). Raises ValidationError."""
    check_not_in_future("reviewed_on", reviewed_on)
    if reviewed_on < incident.happened_on:
        raise ValidationError({"reviewed_on": _("The review cannot be earlier than the incident.")})
    incident.reviewed_on = reviewed_on
    return incident


@act(
    "groups.attribute_incident", on=Incident,
    label=gettext_lazy("Link to a group"), icon="affiliate", log=gettext_lazy("linked an incident to a group"),
)  # fmt: skip
def attribute_incident(
    incident: Incident, *, by: Principal, group: Group, side: str, certainty: str, source: Source | None = None
) -> Attribution:
    """Judge that the incident is a group's. A new judgement is a new row that only the agency sees; it replaces an
    earlier one.

    Everyone who saw a published judgement sees that it is replaced: what rests on it must be looked at again
    (domain 2.11 rule 7). A judgement recorded for another agency is open at once. Raises NotNow, ValidationError.
    """
    replaced = Attribution.objects.current().filter(incident=incident, group=group).first()
    attribution = _judgement(incident, group, side, certainty)
    if replaced is not None:
        if (replaced.side, replaced.certainty) == (side, certainty):
            raise NotNow(_("It is already judged that way."))
        replaced.replaced_at = attribution.judged_at
        replaced.save()
    if incident.source_agency_id:
        attribution.reach, attribution.source_agency = Reach.CORE, incident.source_agency  # needs a source of its own
    attribution.set_source(source)
    attribution.save()
    return attribution


def _judgement(incident: Incident, group: Group, side: str, certainty: str) -> Attribution:
    return Attribution(incident=incident, group=group, side=side, certainty=certainty, judged_at=timezone.now())


@act(
    "groups.publish_incident", on=Incident,
    label=gettext_lazy("Share with the parties"), icon="share", log=gettext_lazy("shared an incident with the parties"),
    done=gettext_lazy("The incident is shared with the parties."),
)  # fmt: skip
def publish_incident(incident: Incident, *, by: Principal, summary: str, attributions: Iterable[UUID] = ()) -> Incident:
    """Let the core agencies see the incident, its public summary and the chosen judgements, and nothing else.

    Raises ValidationError if a judged group is not published itself, NotNow if nothing is new.
    """
    current = Attribution.objects.current().filter(incident=incident, pk__in=set(attributions))
    unpublished = [attribution for attribution in current.select_related("group") if not attribution.is_open]
    if any(not attribution.group.is_open for attribution in unpublished):
        raise ValidationError({"attributions": _("Share the group first: the judgement names it.")})
    if incident.is_open and incident.summary == summary and not unpublished:
        raise NotNow(_("This is already shared with the parties."))
    incident.summary, incident.reach = summary, Reach.CORE
    incident.save()
    for attribution in unpublished:
        attribution.reach = Reach.CORE
        attribution.save()
    return incident


@act(
    "groups.save_incident_file", on=Incident,
    label=gettext_lazy("Own file"), icon="note", log=gettext_lazy("wrote in an incident's own file"),
)  # fmt: skip
def save_incident_file(
    incident: Incident, *, by: Principal, case_number: str = "", notes: str = "", file_version: int | None = None
) -> IncidentFile:
    """Save the agency's own case number and notes. They never leave the agency, whatever is published.

    `file_version` is the version that the form showed, 0 if there was no file yet. Raises Stale if it has changed.
    """
    file = IncidentFile.objects.filter(incident=incident).first()
    if file_version not in (None, file.version if file else 0):
        raise Stale(incident)
    file = file or IncidentFile(incident=incident)
    file.case_number, file.notes = case_number, notes
    file.save()
    return file
