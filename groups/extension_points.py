"""What other apps add to the pages of groups and incidents: buttons, marks, events and figures.

Groups know nothing of call-ins, meetings and sanctions. Those apps register functions with the registries below, from
their registrations.py (architecture 5).
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from uuid import UUID

from groups.models import Attribution, Group, Incident, PersonCode
from gvi.access.principal import Principal
from gvi.access.registry import Registry
from gvi.pages.buttons import Button

T = TypeVar("T")


@dataclass(frozen=True)
class Mark:
    """A few words beside a group's name, and where they lead."""

    text: str
    url: str


@dataclass(frozen=True)
class Event:
    """Something that happened, on a group's timeline."""

    date: date
    title: str
    note: str = ""
    url: str = ""
    tone: str = ""


@dataclass(frozen=True)
class Figure:
    """A number about a group, with its context."""

    label: str
    value: str
    note: str = ""


# When a code is taken back: ends what hangs on it, and gives the ids of the agencies that had something.
code_closings: Registry[Callable[[PersonCode, str, Principal], Collection[int]]] = Registry()
# The codes that are said in the same room as those of a group: new ones are not to be alike.
spoken_with: Registry[Callable[[Group], Iterable[str]]] = Registry()
group_buttons: Registry[Callable[[Group, Principal], Iterable[Button]]] = Registry()
incident_buttons: Registry[Callable[[Incident, Principal], Iterable[Button]]] = Registry()
attribution_buttons: Registry[Callable[[Attribution, Principal], Iterable[Button]]] = Registry()
mark_finders: Registry[Callable[[Collection[Group]], dict[UUID, Mark]]] = Registry()
event_finders: Registry[Callable[[Group], Iterable[Event]]] = Registry()
figure_finders: Registry[Callable[[Group], Iterable[Figure]]] = Registry()


def added_buttons(
    registry: Registry[Callable[[T, Principal], Iterable[Button]]], row: T, by: Principal
) -> list[Button]:
    """The buttons that other apps add for this row, for what this reader may do."""
    return [button for find in registry for button in find(row, by)]


def marks_of(groups: Collection[Group]) -> dict[UUID, Mark]:
    """The marks of these groups, by group id; one query for each finder."""
    return {group: mark for find in mark_finders for group, mark in find(groups).items()}


def timeline(group: Group) -> list[Event]:
    """All events of a group that this reader may see, the newest first."""
    events = [event for find in event_finders for event in find(group)]
    return sorted(events, key=lambda event: event.date, reverse=True)


def figures_of(group: Group) -> list[Figure]:
    """The numbers about a group."""
    return [figure for find in figure_finders for figure in find(group)]
