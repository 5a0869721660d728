"""What others tell of a group on its page: marks beside its name, and events of its timeline.

A group does not know of call-ins and sanctions; they register here what is to be shown of them (architecture 5).
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from django.utils.translation import gettext as _

from groups.models import Attribution, Group, Incident
from gvi.access.guarded import Guarded
from gvi.access.principal import Principal
from gvi.commitments.origins import Origin, register_origin


@dataclass(frozen=True)
class Mark:
    """A few words beside a group's name, and where they lead."""

    text: str
    url: str


@dataclass(frozen=True)
class Event:
    """One line of a group's timeline."""

    on: date
    title: str
    note: str = ""
    url: str = ""
    tone: str = ""


@dataclass(frozen=True)
class Offer:
    """Something that can be done about a group or an incident, elsewhere."""

    label: str
    url: str
    icon: str


@dataclass(frozen=True)
class Figure:
    """A number about a group, with its context."""

    label: str
    value: str
    note: str = ""


Offers = Callable[[Any, Principal], Iterable[Offer]]
Counts = Callable[[Group], Iterable[Figure]]
Tells = Callable[[Group], Iterable[Event]]
Marks = Callable[[Collection[Group]], dict[UUID, Mark]]
Offering = TypeVar("Offering", bound=Offers)
Counter = TypeVar("Counter", bound=Counts)
T = TypeVar("T", bound=Tells)
M = TypeVar("M", bound=Marks)
_tellers: list[Tells] = []
_markers: list[Marks] = []
_offerers: dict[type[Guarded], list[Offers]] = {}
_counters: list[Counts] = []


def offers(model: type[Guarded]) -> Callable[[Offering], Offering]:
    """Register what can be done about a group or an incident by those who may."""

    def register(offerer: Offering) -> Offering:
        _offerers.setdefault(model, []).append(offerer)
        return offerer

    return register


def offered(row: Guarded, by: Principal) -> list[Offer]:
    """Everything that is offered about this row to this reader."""
    return [offer for offerer in _offerers.get(type(row), []) for offer in offerer(row, by)]


def counts(counter: Counter) -> Counter:
    """Register what counts something of a group: what it has been told, and how often."""
    _counters.append(counter)
    return counter


def counted(group: Group) -> list[Figure]:
    """The numbers about a group."""
    return [figure for counter in _counters for figure in counter(group)]


def tells(teller: T) -> T:
    """Register what has events for the timeline of one group."""
    _tellers.append(teller)
    return teller


def marks(marker: M) -> M:
    """Register what sets marks beside groups, in one query for a whole page."""
    _markers.append(marker)
    return marker


def timeline(group: Group) -> list[Event]:
    """Everything that is told of a group to this reader, newest first."""
    told = [event for teller in _tellers for event in teller(group)]
    return sorted(told, key=lambda event: event.on, reverse=True)


def marked(groups: Collection[Group]) -> dict[UUID, Mark]:
    """The marks of these groups."""
    found: dict[UUID, Mark] = {}
    for marker in _markers:
        found |= marker(groups)
    return found


@register_origin("incident")
def published(ids: Collection[UUID]) -> dict[UUID, Origin]:
    """Incidents, for the promises that came of them."""
    return {one.pk: Origin(str(one), one.get_absolute_url()) for one in Incident.objects.filter(pk__in=ids)}


@tells
def incidents(group: Group) -> Iterable[Event]:
    """What is laid to the group today: own judgements to their owner, published ones to the core."""
    for one in Attribution.objects.filter(group=group, closed_at=None).select_related("incident", "source_agency"):
        shared = one.source_label if one.is_open else _("your agency only")
        yield Event(
            on=one.incident.happened_on,
            title=f"{one.incident.get_kind_display().capitalize()}, {one.incident.area}",
            note=" · ".join(filter(None, [f"{one.get_side_display()}, {one.get_certainty_display()}", shared])),
            url=one.incident.get_absolute_url(),
            tone="danger",
        )
