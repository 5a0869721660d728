"""What to do first, in each role: three steps on Min dag until they are put away."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gvi.access.policy import Right, Role
from gvi.access.principal import Principal

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

STEPS_SHOWN = 3
# In order of weight: a role sees the first three of those that it may do. The last two are for everybody.
STEPS: list[tuple[Right, "StrOrPromise", str]] = [
    (Right.ACCESS_SEE_LOG, _("Draw twenty log entries and look at what they say"), "portal:log"),
    (Right.PARTNERSHIPS_INVITE, _("Invite those of your colleagues who need an account"), "partnerships:invite"),
    (Right.PARTNERSHIPS_CONFIRM_ACCESS, _("Go through who has access at your agency"), "partnerships:review"),
    (Right.DISCLOSURES_CONFIRM_GROUND, _("Note which legal grounds your lawyer has confirmed"), "disclosures:grounds"),
    (Right.PORTAL_ANSWER_MESSAGE, _("Look at what has come in from the public"), "portal:messages"),
    (Right.SUPPORT_SEE, _("Look at the requests for support that wait"), "support:cases"),
    (Right.GROUPS_IMPORT_LIST, _("Read in your list of groups"), "groups:import_list"),
    (Right.SANCTIONS_DECLINE, _("See what your agency is invited to take part in"), "sanctions:participations"),
    (Right.CALLINS_PLAN, _("See which call-ins are planned"), "callins:callins"),
    (Right.GROUPS_LINK_CODE_TO_PERSON, _("Put your own names beside the codes that you know"), "groups:people"),
    (Right.GROUPS_SEE, _("Read what the groups on the list are"), "groups:groups"),
    (Right.MEETINGS_SEE, _("See when the next meeting is"), "meetings:meetings"),
    (Right.PORTAL_PROFILE, _("See who you are here, and what the log says about you"), "portal:profile"),
    (Right.PORTAL_PROFILE, _("Keep your reserve codes in a safe place"), "mfa_index"),
]


@dataclass(frozen=True)
class Welcome:
    """What the role is for, and the first steps: words and addresses."""

    description: "StrOrPromise"
    steps: list[tuple["StrOrPromise", str]]


def welcome(by: Principal) -> Welcome | None:
    """The welcome of a role that the user has not put away yet."""
    if by.affiliation.welcomed_at:
        return None
    steps = [(words, reverse(name)) for right, words, name in STEPS if by.may(right)]
    return Welcome(Role(by.role).description, steps[:STEPS_SHOWN])
