"""What groups register with other apps: the names that a text may not hold, the persons that can be disclosed, what
can be found, and what an incident is called where a commitment came from it.
"""

from collections.abc import Collection, Iterable
from uuid import UUID

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from groups.extension_points import Event, event_finders
from groups.finders import GROUPS
from groups.models import Attribution, Group, Incident
from groups.people.disclosable import DISCLOSABLE
from groups.people.finders import CODES, PEOPLE
from groups.people.name_finder import CODE, names_in
from gvi.access.names import codes, finds_names_of, public_names
from gvi.commitments.origins import Origin, origin_finders
from gvi.disclosures.registry import disclosables
from gvi.pages.finders import finders

finds_names_of("groups.Dossier", "disclosures.DisclosedRecord")(names_in)
codes.register(CODE)
disclosables.register(DISCLOSABLE)
finders.register(CODES)
finders.register(PEOPLE)
finders.register(GROUPS)


@public_names.register
def names_of_groups() -> Iterable[str]:
    """The groups that the reader sees, their areas and municipalities."""
    return [name for names in Group.objects.values_list("name", "area", "municipality") for name in names]


@origin_finders.register_as("incident")
def incident_origins(ids: Collection[UUID]) -> dict[UUID, Origin]:
    """Incidents by their kind, area and date."""
    found = Incident.objects.filter(pk__in=ids)
    return {incident.pk: Origin(str(incident), incident.get_absolute_url()) for incident in found}


@event_finders.register
def attributed_incidents(group: Group) -> Iterable[Event]:
    """The incidents that are attributed to the group today. The core sees published judgements, the owner all."""
    current = Attribution.objects.current().filter(group=group).select_related("incident", "source_agency")
    for judgement in current:
        incident = judgement.incident
        assessed = f"{judgement.get_side_display()}, {judgement.get_certainty_display()}"
        seen_by = judgement.source_label if judgement.is_open else _("your agency only")
        yield Event(
            date=incident.happened_on,
            title=f"{capfirst(incident.get_kind_display())}, {incident.area}",
            note=" · ".join(filter(None, [assessed, seen_by])),
            url=incident.get_absolute_url(),
            tone="danger",
        )
