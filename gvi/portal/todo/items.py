"""The list of what needs the user today."""

from collections.abc import Callable, Iterable
from datetime import date

from django.utils import timezone

from gvi.access.policy import Right
from gvi.access.principal import Principal
from gvi.portal.todo import accounts, coordination, disclosures, focus, groups, support
from gvi.portal.todo.item import TodoItem

# The right that an item is for, in the order of the page.
KINDS: list[tuple[Right, Callable[[Principal, date], Iterable[TodoItem]]]] = [
    (Right.CALLINS_RECORD_ATTENDANCE, coordination.evenings),
    (Right.GROUPS_ADD_READER, groups.protected_in_lists),
    (Right.SANCTIONS_REPORT, focus.own_measures),
    (Right.MEETINGS_CALL_QUICK, coordination.fresh_incidents),
    (Right.COMMITMENTS_KEEP, coordination.commitments_due),
    (Right.SANCTIONS_DECIDE, focus.proposals),
    (Right.SANCTIONS_EXTEND, focus.focus_to_review),
    (Right.SANCTIONS_INFORM_GROUP, focus.groups_to_inform),
    (Right.SANCTIONS_REPORT, focus.listed_measures),
    (Right.GROUPS_REVIEW_INCIDENT, groups.incidents_to_review),
    (Right.SUPPORT_SEE, support.help_waiting),
    (Right.DISCLOSURES_ACCEPT, disclosures.disclosures_to_accept),
    (Right.DISCLOSURES_DISPOSE, disclosures.disclosures_to_dispose_of),
    (Right.CALLINS_CHANGE, coordination.past_callins),
    (Right.CALLINS_CHANGE, coordination.unready_callins),
    (Right.MEETINGS_PRINT_BRIEF, coordination.meetings_without_papers),
    (Right.GROUPS_EDIT_GROUP, groups.groups_to_review),
    (Right.GROUPS_PUBLISH_CODES, groups.memberships_to_review),
    (Right.GROUPS_LINK_CODE_TO_PERSON, groups.own_invited),
    (Right.PORTAL_ANSWER_MESSAGE, coordination.messages_to_answer),
    (Right.PARTNERSHIPS_CONFIRM_FACTOR_RESET, accounts.resets_to_confirm),
    (Right.PARTNERSHIPS_END_ACCESS, accounts.access_to_review),
]


def todo_items(by: Principal) -> list[TodoItem]:
    """What needs this user today, in the order of the table above."""
    today = timezone.localdate()
    return [item for right, find in KINDS if by.may(right) for item in find(by, today)]
