"""What the lines would do: compared with what is here already, so that the same file twice changes nothing."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from callins.models import CallInGroup, CallInState, NotificationCount
from groups.models import Group
from gvi.access.principal import Principal
from gvi.commitments.models import Commitment
from gvi.meetings.models import Meeting, MeetingState
from gvi.partnerships.models import Agency
from gvi.portal.history_import.columns import ACTIONS, CALLINS, HELD_MEETINGS, SHEETS, TALKS
from gvi.portal.history_import.lines import OUTCOMES, Fault, Line, fault
from gvi.text.swedish import alphabetical, fold

COUNTED = {CALLINS: ("invited", *OUTCOMES), TALKS: ("attempts", "carried_out", "reached", "relatives")}
Key = tuple[Any, ...]


@dataclass
class Plan:
    """The lines that are new, those that are here already, and the faults. If there are faults, nothing is imported."""

    agencies: dict[str, Agency]
    groups: dict[str, Group]
    new: list[Line] = field(default_factory=list)
    known: list[Line] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def lines_on(self, sheet: str) -> list[Line]:
        """The new lines of one sheet."""
        return [line for line in self.new if line.sheet == sheet]

    def agencies_of(self, line: Line) -> list[Agency]:
        """The agencies that a meeting's line names."""
        return [self.agencies[fold(name)] for name in _names(line)]

    @property
    def counts(self) -> list[tuple[str, int, int]]:
        """For each sheet its title, what is new and what is here already."""
        return [
            (sheet.title, len(self.lines_on(key)), sum(line.sheet == key for line in self.known))
            for key, sheet in SHEETS.items()
        ]


def compare(lines: Iterable[Line], by: Principal) -> Plan:
    """Six queries, however long the lists are: agencies, groups, and what there is of each of the four."""
    plan = Plan(_agencies(by), {fold(group.name): group for group in Group.objects.published()})
    here = {sheet: look() for sheet, look in HERE.items()}
    seen: dict[Key, int] = {}
    for line in lines:
        unknown = list(_unknown(plan, line))
        plan.faults += unknown
        if not unknown:
            _place(plan, line, here[line.sheet], seen)
    return plan


def _agencies(by: Principal) -> dict[str, Agency]:
    agencies = Agency.objects.filter(partnership=by.partnership)
    return {fold(name): agency for agency in agencies for name in (agency.title, agency.short_name)}


def _names(line: Line) -> list[str]:
    return [name.strip() for name in str(line.facts.get("agencies", "")).split(",") if name.strip()]


def _unknown(plan: Plan, line: Line) -> Iterable[Fault]:
    """Agencies and groups that are not here, or not shown to this reader: the same sentence."""
    facts, unknown_agency = line.facts, _("“%(name)s” is not among the agencies. Write one of: %(names)s.")
    short_names = ", ".join(sorted({agency.short_name for agency in plan.agencies.values()}, key=alphabetical))
    for key, names in (("agency", [facts["agency"]] if "agency" in facts else []), ("agencies", _names(line))):
        for name in names:
            if fold(name) not in plan.agencies:
                yield fault(line, key, unknown_agency % {"name": name, "names": short_names})
    if "group" in facts and fold(facts["group"]) not in plan.groups:
        text = _("There is no shared group “%(name)s”. Share it with the parties first, or correct the spelling.")
        yield fault(line, "group", text % {"name": facts["group"]})


def _place(plan: Plan, line: Line, here: dict[Key, Any], seen: dict[Key, int]) -> None:
    """New, known, twice in the file, or known with other numbers."""
    key = _key(plan, line)
    if key in seen:
        text = _("Row %(row)d says the same. Keep one of the rows.") % {"row": seen[key]}
        plan.faults.append(fault(line, next(iter(SHEETS[line.sheet].columns)), text))
        return
    seen[key] = line.row
    if key not in here and line.sheet == CALLINS and any(key[1] == day for _sheet, day, _group in here):
        text = _("The call-in of that day is already recorded, without this group. Remove the row.")
        plan.faults.append(fault(line, "group", text))
    elif key not in here:
        plan.new.append(line)
    elif differs := _differing(line, here[key]):
        text = _("This is already recorded with %(number)s. Correct it there, or remove the row.")
        plan.faults.append(fault(line, differs, text % {"number": getattr(here[key], differs)}))
    else:
        plan.known.append(line)


def _differing(line: Line, present: Any) -> str:
    """The first count that is another than the one that is kept."""
    kept = COUNTED.get(line.sheet, ())
    return next((name for name in kept if (getattr(present, name) or 0) != line.facts[name]), "")


def _key(plan: Plan, line: Line) -> Key:
    """What makes it the same, in a row of the file and in the database alike."""
    facts = line.facts
    if line.sheet == ACTIONS:
        return (ACTIONS, fold(facts["text"]), plan.agencies[fold(facts["agency"])].pk, line.day("due_on"))
    if line.sheet == HELD_MEETINGS:
        return (HELD_MEETINGS, line.day(), facts["kind"])
    group = plan.groups[fold(facts["group"])].pk
    return (line.sheet, line.day(), group)


def _actions_here() -> dict[Key, Any]:
    commitments = Commitment.objects.all()
    return {(ACTIONS, fold(made.text), made.agency_id, made.due_on): made for made in commitments}


def _meetings_here() -> dict[Key, Any]:
    held = Meeting.objects.exclude(state=MeetingState.CANCELLED)
    return {(HELD_MEETINGS, meeting.date, meeting.kind): meeting for meeting in held}


def _callins_here() -> dict[Key, Any]:
    held = CallInGroup.objects.filter(callin__state=CallInState.HELD).select_related("callin")
    return {(CALLINS, counts.callin.date, counts.group_id): counts for counts in held}


def _talks_here() -> dict[Key, Any]:
    return {(TALKS, counts.date, counts.group_id): counts for counts in NotificationCount.objects.all()}


HERE: dict[str, Callable[[], dict[Key, Any]]] = {
    ACTIONS: _actions_here,
    HELD_MEETINGS: _meetings_here,
    CALLINS: _callins_here,
    TALKS: _talks_here,
}


def callins_of(plan: Plan) -> dict[tuple[Any, str], list[Line]]:
    """The new lines of call-ins, by day and venue: each is one call-in."""
    found: dict[tuple[Any, str], list[Line]] = {}
    for line in plan.lines_on(CALLINS):
        found.setdefault((line.day(), fold(line.facts["venue"])), []).append(line)
    return found
