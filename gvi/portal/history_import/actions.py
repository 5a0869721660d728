"""Import what was done before the system: each row by the act that would have recorded it at the time."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from callins.history import actions as callins
from callins.notifications import actions as notifications
from gvi.access.principal import Principal
from gvi.acts.act import act
from gvi.commitments import actions as commitments
from gvi.commitments.models import CommitmentState
from gvi.meetings import actions as meetings
from gvi.meetings.models import AgendaItem, ItemKind
from gvi.portal.history_import.columns import ACTIONS, HELD_MEETINGS, TALKS
from gvi.portal.history_import.lines import OUTCOMES, Line
from gvi.portal.history_import.plan import Plan, callins_of, compare
from gvi.spreadsheets.signed_payload import one_at_a_time
from gvi.text.swedish import fold


@dataclass(frozen=True)
class Imported:
    """How many rows were new, and how many were here already."""

    new: int
    known: int


@act("portal.import_history", label=gettext_lazy("Import history"), icon="upload", log=gettext_lazy("imported history"))
def import_history(*, by: Principal, lines: Iterable[Line]) -> Imported:
    """All of the file or nothing; the same file twice changes nothing. Raises ValidationError."""
    one_at_a_time(by)
    plan = compare(lines, by)
    if plan.faults:
        text = _("%(sheet)s, row %(row)d: %(text)s")
        raise ValidationError([text % {"sheet": f.title, "row": f.row, "text": f.sentence} for f in plan.faults])
    for line in plan.lines_on(HELD_MEETINGS):
        _meeting(plan, line, by)
    for line in plan.lines_on(ACTIONS):
        _action(plan, line, by)
    for alike in callins_of(plan).values():
        _callin(plan, alike, by)
    for line in plan.lines_on(TALKS):
        facts = {name: line.facts[name] for name in ("attempts", "carried_out", "reached", "relatives")}
        notifications.note(by=by, group=_group(plan, line), date=line.day(), **facts)
    return Imported(len(plan.new), len(plan.known))


def _action(plan: Plan, line: Line, by: Principal) -> None:
    facts = line.facts
    made = commitments.make(
        by=by,
        text=facts["text"],
        agency=plan.agencies[fold(facts["agency"])],
        function=facts["function"],
        kind=facts["kind"],
        made_on=line.day("made_on"),
        due_on=line.day("due_on"),
    )
    if facts["state"] != CommitmentState.OPEN:
        day = line.day("settled_on")
        commitments.settle(made, by=by, state=facts["state"], settled_on=day, note=facts["note"])


def _meeting(plan: Plan, line: Line, by: Principal) -> None:
    facts = line.facts
    made = meetings.enter_held(
        by=by,
        kind=facts["kind"],
        date=line.day(),
        starts_at=line.hour("starts"),
        ends_at=line.hour("ends"),
        venue=facts["place"],
        agencies=plan.agencies_of(line),
    )
    if facts["decision"]:
        item: AgendaItem = meetings.add_item(made, by=by, kind=ItemKind.DECISION, text=facts["decision"])
        meetings.settle_item(item, by=by, outcome=facts["decision"])


def _callin(plan: Plan, alike: list[Line], by: Principal) -> None:
    """The rows of one day and venue are one call-in, with the hours of the first of them."""
    first = alike[0]
    callins.record(
        by=by,
        date=first.day(),
        starts_at=first.hour("starts"),
        ends_at=first.hour("ends"),
        venue=first.facts["venue"],
        groups={_group(plan, line): _counts(line) for line in alike},
    )


def _counts(line: Line) -> dict[str, int]:
    return {name: line.facts[name] for name in ("invited", *OUTCOMES)}


def _group(plan: Plan, line: Line) -> Any:
    return plan.groups[fold(line.facts["group"])]
