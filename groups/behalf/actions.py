"""What is recorded on behalf of an agency that does not log in: open facts, never a name."""

from datetime import date
from datetime import time as clock_time
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from groups.actions import require_told
from groups.models import Attribution, Certainty, Group, Incident, IncidentState, PersonCode, Side
from gvi.access.policy import Reach
from gvi.access.principal import Principal
from gvi.acts.act import NotNow, act
from gvi.documents.actions import Addressee, issue
from gvi.documents.models import Document
from gvi.documents.registry import LANGUAGE
from gvi.partnerships.models import Agency
from gvi.partnerships.on_behalf.models import Source
from gvi.partnerships.on_behalf.rules import a_core_agency_does_not_log_in

KEY_SHEET = "groups.key_sheet"


@act("groups.record_group", requires=[a_core_agency_does_not_log_in])
def record_group(*, by: Principal, source: Source, **card: Any) -> Group:
    """A group's card on another agency's word, open to the core at once. Raises ValidationError."""
    group = Group(reach=Reach.CORE, **card)
    group.set_source(source)
    try:
        with transaction.atomic():
            group.save()
    except IntegrityError as error:
        if "one_group_per_name" not in str(error):
            raise
        raise ValidationError({"name": _("Your agency already has a group with this name.")}) from error
    return group


@act("groups.record_incident", requires=[a_core_agency_does_not_log_in])
def record_incident(
    *,
    by: Principal,
    source: Source,
    happened_on: date,
    area: str,
    kind: str,
    summary: str,
    time: clock_time | None = None,
    deaths: int = 0,
    injured: int = 0,
    group: Group | None = None,
    side: str = Side.UNCLEAR,
    certainty: str = Certainty.POSSIBLE,
) -> Incident:
    """An incident on another agency's word, open to the core at once, and the group it is laid to where one is said.

    What is told is established: it waits for the review, not to be verified (domain 2.8). Raises ValidationError.
    """
    if happened_on > source.date:
        raise ValidationError({"source_date": _("It cannot have been told before it happened.")})
    incident = Incident(
        reach=Reach.CORE, state=IncidentState.VERIFIED, happened_on=happened_on, time=time, area=area, kind=kind,
        deaths=deaths, injured=injured, summary=summary,
    )  # fmt: skip
    incident.set_source(source)
    incident.save()
    if group is not None:
        laid = Attribution(
            incident=incident, group=group, reach=Reach.CORE, side=side, certainty=certainty, made_at=timezone.now()
        )
        laid.set_source(source)
        laid.save()
    return incident


@act("groups.print_key_sheet")
def print_key_sheet(group: Group, *, by: Principal, keeper: Agency) -> Document:
    """An empty key sheet for the group's codes: names are filled in by pen by the agency that keeps them.

    It never comes back (product 18): only an agency that may hold records of persons can be its keeper.
    Raises NotNow, ValidationError.
    """
    require_told(group)
    require_codes(group)
    if not keeper.keeps_dossiers or keeper.partnership_id != group.partnership_id:
        raise ValidationError({"keeper": _("Choose an agency that may keep records of persons.")})
    with translation.override(LANGUAGE):
        title = _("Key sheet for %(group)s") % {"group": group.name}
    return issue(
        by=by,
        kind=KEY_SHEET,
        subject=group.pk,
        title=title,
        readers=[by.agency, keeper],
        addressees=[Addressee(keeper.short_name, keeper)],
    )


def require_codes(group: Group) -> None:
    """A key without codes is no key. Raises NotNow."""
    if not PersonCode.objects.filter(group=group).exists():
        raise NotNow(_("The group has no codes yet. Make them first."))
