"""The list of what needs the user today."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gvi.access.policy import Right
from gvi.access.principal import Principal
from gvi.portal.todo import accounts, coordination, disclosures, focus, groups, support
from gvi.portal.todo.item import TodoItem

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# The right that an item is for, in the order of the page.
KINDS: list[tuple[Right, Callable[[Principal, date], Iterable[TodoItem]]]] = [
    (Right.CALLINS_RECORD_ATTENDANCE, coordination.evenings),
    (Right.GROUPS_ADD_READER, groups.protected_in_lists),
    (Right.GROUPS_SETTLE_RETRACTION, groups.receivers_to_call),
    (Right.SANCTIONS_REPORT, focus.own_measures),
    (Right.MEETINGS_CALL_QUICK, coordination.fresh_incidents),
    (Right.COMMITMENTS_KEEP, coordination.commitments_due),
    (Right.SANCTIONS_CONFIRM_PART, focus.focus_to_look_at_again),
    (Right.SANCTIONS_CONFIRM_PART, focus.parts_to_confirm),
    (Right.SANCTIONS_DECIDE, focus.proposals),
    (Right.SANCTIONS_CONFIRM_PART, focus.proposals_to_prepare),
    (Right.SANCTIONS_START, focus.focus_to_begin),
    (Right.SANCTIONS_DECLINE, focus.invitations_to_answer),
    (Right.SANCTIONS_PLAN_MEASURE, focus.measures_to_plan),
    (Right.SANCTIONS_REPORT, focus.measures_to_close),
    (Right.SANCTIONS_EXTEND, focus.focus_to_review),
    (Right.SANCTIONS_INFORM_GROUP, focus.groups_to_inform),
    (Right.SANCTIONS_INVITE_AGENCY, focus.agencies_to_remind),
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


# What will be listed for whoever has the right, when there is something: the first that fits is said.
AWAITED: list[tuple[Right, "StrOrPromise"]] = [
    (Right.SUPPORT_TAKE_ON, _("New requests, follow-ups and next steps are listed here when they come.")),
    (Right.PARTNERSHIPS_END_ACCESS, _("Second factors to reset and users to review are listed here when they come.")),
    (Right.DISCLOSURES_DISPOSE, _("Messages to answer and copies to decide about are listed here when they come.")),
    (Right.ACCESS_SEE_LOG, _("You have no duties with a date here. The log of your agency is under Log.")),
    (Right.SANCTIONS_DECLINE, _("Invitations to take part and measures to report are listed here when they come.")),
    (Right.PORTAL_SEE_FIGURES, _("Nobody waits for you. Below is what is decided, what is late and what is next.")),
]


def nothing_today(by: Principal) -> str:
    """What an empty list says: that nothing waits, and what would be listed here."""
    awaited = next((words for right, words in AWAITED if by.may(right)), _("When something does, it is listed here."))
    return " ".join([gettext("Nothing needs you today."), str(awaited)])


def todo_items(by: Principal) -> list[TodoItem]:
    """What needs this user today, in the order of the table above; what cannot wait comes first."""
    today = timezone.localdate()
    found = [item for right, find in KINDS if by.may(right) for item in find(by, today)]
    return sorted(found, key=lambda item: item.rank)
