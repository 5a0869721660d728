"""The list of what needs the user today."""

from collections.abc import Callable, Iterable
from datetime import date

from django.utils import timezone

from gvi.access.principal import Principal
from gvi.portal.todo import accounts, coordination, disclosures, focus, groups, support
from gvi.portal.todo.item import TodoItem

# The right that an item is for, in the order of the page.
KINDS: list[tuple[str, Callable[[Principal, date], Iterable[TodoItem]]]] = [
    ("callins.record_attendance", coordination.evenings),
    ("sanctions.report", focus.own_measures),
    ("meetings.call_quick", coordination.fresh_incidents),
    ("commitments.keep", coordination.commitments_due),
    ("sanctions.decide", focus.proposals),
    ("sanctions.extend", focus.focus_to_review),
    ("sanctions.inform_group", focus.groups_to_inform),
    ("sanctions.report", focus.listed_measures),
    ("groups.review_incident", groups.incidents_to_review),
    ("support.see", support.help_waiting),
    ("disclosures.accept", disclosures.disclosures_to_accept),
    ("disclosures.dispose", disclosures.disclosures_to_dispose_of),
    ("callins.change", coordination.past_callins),
    ("callins.change", coordination.unready_callins),
    ("meetings.print_brief", coordination.meetings_without_papers),
    ("groups.edit_group", groups.groups_to_review),
    ("groups.publish_codes", groups.memberships_to_review),
    ("groups.link_code_to_person", groups.own_invited),
    ("portal.answer_message", coordination.messages_to_answer),
    ("partnerships.confirm_factor_reset", accounts.resets_to_confirm),
    ("partnerships.end_access", accounts.access_to_review),
]


def todo_items(by: Principal) -> list[TodoItem]:
    """What needs this user today, in the order of the table above."""
    today = timezone.localdate()
    return [item for right, find in KINDS if by.may(right) for item in find(by, today)]
