"""What holds of the facts of an incident: it has happened, and the dead and injured fit its kind."""

import datetime
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from groups.models import IncidentKind
from gvi.acts.validators import check_not_in_future
from gvi.text.days import OLDEST

UNHURT = (IncidentKind.SHOOTING, IncidentKind.WEAPON_FOUND)


@dataclass(frozen=True)
class IncidentFacts:
    """What happened, where and when. `summary` is what the others will read once the incident is published."""

    happened_on: datetime.date
    area: str
    kind: str
    time: datetime.time | None = None
    deaths: int = 0
    injured: int = 0
    summary: str = ""


def check_facts(facts: IncidentFacts) -> None:
    """Raises ValidationError on the field that cannot be right."""
    check_not_in_future("happened_on", facts.happened_on)
    if facts.happened_on < OLDEST:
        raise ValidationError({"happened_on": _("Look at the year.")})
    now = timezone.localtime()
    if facts.time and facts.happened_on == now.date() and facts.time > now.time():
        raise ValidationError({"time": _("This time has not come yet. Was it yesterday?")})
    if fault := _why_unlikely(facts):
        raise ValidationError(fault)


def _why_unlikely(facts: IncidentFacts) -> dict[str, str]:
    """The field on which the number of dead or injured contradicts the kind, and why."""
    if facts.kind == IncidentKind.DEADLY_SHOOTING and not facts.deaths:
        return {"deaths": _("Nobody is said to be dead, but the kind says so. Correct one of them.")}
    if facts.kind == IncidentKind.SHOOTING_INJURED and facts.deaths:
        return {"kind": _("Somebody is dead: the kind is a deadly shooting.")}
    if facts.kind == IncidentKind.SHOOTING_INJURED and not facts.injured:
        return {"injured": _("Nobody is said to be injured, but the kind says so. Correct one of them.")}
    if facts.kind in UNHURT and (facts.deaths or facts.injured):
        return {"kind": _("Somebody is dead or injured: choose a kind that says so.")}
    return {}
