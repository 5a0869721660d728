"""What can be done with incidents. Every write of theirs is here."""

from collections.abc import Iterable
from datetime import date
from datetime import time as clock_time
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from groups.models import Attribution, Group, Incident, IncidentFile, IncidentState
from gvi.access.policy import Reach
from gvi.access.principal import Principal
from gvi.acts.act import NotNow, act
from gvi.partnerships.on_behalf.models import Source


@act("groups.report_incident")
def report_incident(
    *,
    by: Principal,
    happened_on: date,
    area: str,
    kind: str,
    time: clock_time | None = None,
    deaths: int = 0,
    injured: int = 0,
    summary: str = "",
) -> Incident:
    """A new incident, the own agency's until it is published. Raises ValidationError."""
    _not_ahead("happened_on", happened_on)
    incident = Incident(
        happened_on=happened_on, time=time, area=area, kind=kind, deaths=deaths, injured=injured, summary=summary
    )
    incident.save()
    return incident


@act("groups.edit_incident")
def edit_incident(
    incident: Incident,
    *,
    by: Principal,
    happened_on: date,
    area: str,
    kind: str,
    time: clock_time | None = None,
    deaths: int = 0,
    injured: int = 0,
    summary: str = "",
    source: Source | None = None,
) -> Incident:
    """Correct the facts. What is published stays published, and changes for all who see it."""
    _not_ahead("happened_on", happened_on)
    incident.set_source(source)
    incident.happened_on, incident.time, incident.area, incident.kind = happened_on, time, area, kind
    incident.deaths, incident.injured, incident.summary = deaths, injured, summary
    incident.save()
    return incident


@act("groups.verify_incident", moves=IncidentState.REPORTED >> IncidentState.VERIFIED)
def verify_incident(incident: Incident, *, by: Principal) -> Incident:
    """What, where and when are established (domain 2.8)."""
    return incident


@act("groups.review_incident", moves=IncidentState.VERIFIED >> IncidentState.REVIEWED)
def review_incident(incident: Incident, *, by: Principal, reviewed_on: date) -> Incident:
    """The review has been held. Within a week of the incident it should be (domain 6.3). Raises ValidationError."""
    _not_ahead("reviewed_on", reviewed_on)
    if reviewed_on < incident.happened_on:
        raise ValidationError({"reviewed_on": _("The review cannot be earlier than the incident.")})
    incident.reviewed_on = reviewed_on
    return incident


@act("groups.attribute_incident")
def attribute_incident(
    incident: Incident, *, by: Principal, group: Group, side: str, certainty: str, source: Source | None = None
) -> Attribution:
    """Lay the incident to a group. A new judgement is a new row, the own agency's; the one before it is closed.

    A published one that is closed is seen to be closed by all who saw it: what rests on it must be looked at again
    (domain 2.11 rule 7). On another agency's word it is open at once. Raises NotNow, ValidationError.
    """
    now = timezone.now()
    standing = Attribution.objects.filter(incident=incident, group=group, closed_at=None).first()
    if standing is not None:
        if (standing.side, standing.certainty) == (side, certainty):
            raise NotNow(_("That is how it is judged already."))
        standing.closed_at = now
        standing.save()
    made = Attribution(incident=incident, group=group, side=side, certainty=certainty, made_at=now)
    if incident.source_agency_id:
        made.reach, made.source_agency = Reach.CORE, incident.source_agency  # until somebody is heard
    made.set_source(source)
    made.save()
    return made


@act("groups.publish_incident")
def publish_incident(*, by: Principal, incident: UUID, summary: str, attributions: Iterable[UUID] = ()) -> Incident:
    """Let the core agencies see the incident, its public summary and the chosen judgements. Nothing else goes along.

    Raises PermissionDenied, ValidationError where a judged group is not published itself, NotNow.
    """
    if not Incident.objects.get(pk=incident).is_mine:
        raise PermissionDenied("groups.publish_incident")
    row = Incident.objects.select_for_update(of=("self",)).get(pk=incident)
    wanted = set(attributions)
    chosen = list(Attribution.objects.select_related("group").filter(incident=row, closed_at=None, pk__in=wanted))
    hidden = [one for one in chosen if one.reach == Reach.OWN]
    if any(not one.group.is_open for one in hidden):
        raise ValidationError({"attributions": _("Publish the group first: the judgement names it.")})
    if row.is_open and row.summary == summary and not hidden:
        raise NotNow(_("This is already published."))
    row.summary, row.reach = summary, Reach.CORE
    row.save()
    for one in hidden:
        one.reach = Reach.CORE
        one.save()
    return row


@act("groups.save_incident_file")
def save_incident_file(incident: Incident, *, by: Principal, number: str = "", notes: str = "") -> IncidentFile:
    """The own case number and notes. They never leave the agency, whatever is published."""
    file = IncidentFile.objects.filter(incident=incident).first() or IncidentFile(incident=incident)
    file.number, file.notes = number, notes
    file.save()
    return file


def _not_ahead(field: str, day: date) -> None:
    if day > timezone.localdate():
        raise ValidationError({field: _("This day has not come yet.")})
