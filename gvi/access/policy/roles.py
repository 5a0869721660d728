"""Roles and their rights (domain 3.1, 4.3). A role says which acts; it never says which rows."""

from typing import TYPE_CHECKING, ClassVar

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gvi.access.policy.agencies import Kind
from gvi.access.policy.focus import INVITED_KINDS
from gvi.access.policy.rights import (
    ACCESS_REVIEW,
    ACCOUNTS,
    AGENDA,
    BUSINESS,
    COMMITMENT_LIST,
    COMMITMENTS,
    EVENING,
    EVERYBODY,
    FOCUS_INVITATIONS,
    FOCUS_PARTS,
    GROUP_LIST,
    INCIDENTS,
    MEASURES,
    NAMED_PERSONS,
    NOTIFICATIONS,
    ON_BEHALF,
    PAPERS,
    PARTICIPATION,
    PEOPLE,
    PLANNING,
    PUBLIC_MESSAGES,
    RECEIVED_DISCLOSURES,
    REGISTER,
    SANCTIONS,
    SUPPORT_CASES,
    Right,
)

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class Role(TextChoices):
    """The roles (domain 3.1), as the database keeps them and as people call them."""

    COORDINATOR = "coordinator", _("coordinator")
    STEERING = "steering", _("steering group")
    ANALYST = "analyst", _("analyst")
    SOCIAL_WORKER = "social_worker", _("social worker")
    EXIT_COORDINATOR = "exit_coordinator", _("exit coordinator")
    POLICE_COORDINATOR = "police_coordinator", _("police coordinator")
    POLICE_EXIT_COORDINATOR = "police_exit_coordinator", _("exit coordinator at the police")
    PROBATION_COORDINATOR = "probation_coordinator", _("probation coordinator")
    PROBATION_OFFICER = "probation_officer", _("probation officer")
    FOCUS_CONTACT = "focus_contact", _("contact person in increased focus")
    DUTY_DESK = "duty_desk", pgettext_lazy("role", "duty desk")
    UNIT_HEAD = "unit_head", pgettext_lazy("role", "unit head")
    MANAGER = "manager", pgettext_lazy("role", "manager (reads)")
    REGISTRAR = "registrar", _("registrar")
    LOG_REVIEWER = "log_reviewer", _("log reviewer")
    SYSTEM_MANAGER = "system_manager", _("system manager")
    SYSTEM = "system", _("the system")
    OUTSIDE = "outside", pgettext_lazy("role", "somebody outside")

    @property
    def description(self) -> "StrOrPromise":
        """What the role may do, in plain words."""
        return ROLES[self].description


class RolePolicy:
    """The policy of one role. A subclass declares it, and is then found in ROLES.

    description: what the role may do, in one or two plain sentences for an auditor and for whoever gives the role.
    rights: the rights that it has besides those of everybody who signs in.
    """

    role: ClassVar[Role]
    description: ClassVar["StrOrPromise"]
    rights: ClassVar[frozenset[Right]]

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        ROLES[cls.role] = cls


ROLES: dict[str, type[RolePolicy]] = {}


class Coordinator(RolePolicy):
    """The municipality's GVI coordinator."""

    role = Role.COORDINATOR
    description = _(
        "Plans call-ins and meetings, gives people seats and strikes them, keeps the action list, and leads increased"
        " focus, also by withdrawing a decision that was wrong and by inviting agencies to take part. Imports history, "
        "and for agencies that do not log in records facts and makes and takes back codes. Sees codes; keeps no "
        "dossiers, and sees only names that were disclosed to the agency."
    )
    rights = (
        BUSINESS
        | PEOPLE
        | EVENING
        | PLANNING
        | AGENDA
        | PAPERS
        | PUBLIC_MESSAGES
        | RECEIVED_DISCLOSURES
        | SANCTIONS
        | FOCUS_PARTS
        | FOCUS_INVITATIONS
        | MEASURES
        | COMMITMENTS
        | COMMITMENT_LIST
        | ON_BEHALF
        | NOTIFICATIONS
    )


class Steering(RolePolicy):
    """A member of the steering group or the working group."""

    role = Role.STEERING
    description = _(
        "Reads about groups, call-ins, increased focus, meetings, the action list and papers. Changes nothing, and has "
        "no pages about persons."
    )
    rights = BUSINESS | {Right.PORTAL_SEE_FIGURES}


class Analyst(RolePolicy):
    """The analyst of the police."""

    role = Role.ANALYST
    description = _(
        "Keeps the agency's groups, dossiers and incidents, imports its list and undoes an import, and shares what "
        "the other agencies need: groups, incidents, and codes, which it also takes back. Puts the agency's own names"
        " beside codes, gives people seats at call-ins and strikes them, discloses names and withdraws them, and "
        "reports the agency's own measures."
    )
    rights = NAMED_PERSONS | GROUP_LIST | INCIDENTS | MEASURES


class SocialWorker(RolePolicy):
    """A social worker who meets people."""

    role = Role.SOCIAL_WORKER
    description = _(
        "Takes on requests for support and keeps the cases that they work on or stand in for. Keeps dossiers, puts "
        "the agency's own names beside codes, gives people seats and strikes them, discloses names and withdraws "
        "them, records attendance and custom notifications, and adds items to agendas."
    )
    rights = NAMED_PERSONS | EVENING | SUPPORT_CASES | NOTIFICATIONS | {Right.MEETINGS_ADD_ITEM}


class ExitCoordinator(RolePolicy):
    """Exit work at social services."""

    role = Role.EXIT_COORDINATOR
    description = _("Does exit work at social services, with the same rights as a social worker.")
    rights = NAMED_PERSONS | EVENING | SUPPORT_CASES | NOTIFICATIONS | {Right.MEETINGS_ADD_ITEM}


class DutyDesk(RolePolicy):
    """The duty desk of social services: receives what comes in and gives it to a worker."""

    role = Role.DUTY_DESK
    description = _(
        "Does everything that a social worker does. Also reads every support case of the agency, to receive requests "
        "and answer when nobody else is there."
    )
    rights = NAMED_PERSONS | EVENING | SUPPORT_CASES | NOTIFICATIONS | {Right.MEETINGS_ADD_ITEM}


class UnitHead(RolePolicy):
    """The head of a unit at social services, who answers for its cases."""

    role = Role.UNIT_HEAD
    description = _(
        "Reads every support case of the agency, says who works on it and who stands in. Reads the same as the "
        "steering group, the number of the agency's own support cases, and the list of its users. Confirms access in "
        "the yearly review."
    )
    rights = (
        BUSINESS
        | ACCESS_REVIEW
        | {Right.PORTAL_SEE_FIGURES, Right.PORTAL_SEE_UNIT_FIGURES}
        | {Right.SUPPORT_SEE, Right.SUPPORT_ASSIGN, Right.SUPPORT_NAME_STAND_IN}
    )


class PoliceCoordinator(RolePolicy):
    """The GVI coordinator of the police."""

    role = Role.POLICE_COORDINATOR
    description = _(
        "Does everything that an analyst does. Also records attendance and custom notifications, requests support for"
        " people, adds items to agendas, corrects, strikes and settles the agency's own, calls quick check-ins, "
        "proposes increased focus, confirms the agency's part in a decision on it and invites agencies to take part in "
        "it."
    )
    rights = (
        NAMED_PERSONS
        | EVENING
        | GROUP_LIST
        | AGENDA
        | INCIDENTS
        | MEASURES
        | NOTIFICATIONS
        | FOCUS_PARTS
        | FOCUS_INVITATIONS
    )


class PoliceExitCoordinator(RolePolicy):
    """Exit work at the police. Its cases have criteria and a register of their own (domain 2.7)."""

    role = Role.POLICE_EXIT_COORDINATOR
    description = _(
        "Keeps dossiers, puts the agency's own names beside codes, gives people seats and strikes them, discloses "
        "names and withdraws them, records attendance and requests support for people. Sees no support cases: the "
        "exit work of the police has a register of its own."
    )
    rights = NAMED_PERSONS | EVENING


class ProbationCoordinator(RolePolicy):
    """The GVI coordinator of the probation service."""

    role = Role.PROBATION_COORDINATOR
    description = _(
        "Does everything that a probation officer does. Also records custom notifications, adds items to agendas, "
        "corrects, strikes and settles the agency's own, calls quick check-ins, proposes increased focus and confirms"
        " the agency's part in a decision on it."
    )
    rights = NAMED_PERSONS | EVENING | AGENDA | MEASURES | NOTIFICATIONS | FOCUS_PARTS


class ProbationOfficer(RolePolicy):
    """A probation officer, or whoever meets clients at a prison."""

    role = Role.PROBATION_OFFICER
    description = _(
        "Keeps dossiers, puts the agency's own names beside codes, gives people seats and strikes them, records "
        "attendance and requests support for people. Discloses names and withdraws them, and reports the agency's own"
        " measures."
    )
    rights = NAMED_PERSONS | EVENING | MEASURES


class FocusContact(RolePolicy):
    """Whoever answers for the measures of an agency outside the core, in the focus that it is invited to."""

    role = Role.FOCUS_CONTACT
    description = _(
        "Sees the increased focus that the agency is invited to take part in: the group by name, the time and what is "
        "asked. Plans and reports the agency's own measures there, or answers that there are none. Sees no other "
        "groups, no codes, no persons, no incidents and no measures of others."
    )
    rights = PARTICIPATION | MEASURES


class Manager(RolePolicy):
    """A manager, who reads and answers for who has access."""

    role = Role.MANAGER
    description = _(
        "Reads the same as the steering group, the number of the agency's own support cases, and the list of its "
        "users. Confirms access in the yearly review, and can be the second person who confirms that a second factor "
        "is reset or a password renewed."
    )
    rights = BUSINESS | ACCESS_REVIEW | {Right.PORTAL_SEE_FIGURES, Right.PORTAL_SEE_UNIT_FIGURES}


class Registrar(RolePolicy):
    """The registrar of an agency."""

    role = Role.REGISTRAR
    description = _(
        "Reads meetings and the register of papers, answers messages from the public, and decides on the disposal of "
        "what was disclosed and has ended. Notes which legal grounds the agency's lawyer has confirmed."
    )
    rights = PUBLIC_MESSAGES | REGISTER | {Right.PORTAL_SEARCH, Right.MEETINGS_SEE, Right.DOCUMENTS_SEE}


class LogReviewer(RolePolicy):
    """The log reviewer of an agency."""

    role = Role.LOG_REVIEWER
    description = _(
        "Reads the log of who at the agency has read and done what, has signed in or tried to. Has no other pages "
        "about the work."
    )
    rights = frozenset({Right.ACCESS_SEE_LOG})


class SystemManager(RolePolicy):
    """The system manager of an agency."""

    role = Role.SYSTEM_MANAGER
    description = _(
        "Invites the agency's users, gives, changes and ends their roles, and asks for the reset of a second factor or "
        "a new password. Sees nothing about groups or persons."
    )
    rights = ACCOUNTS


class System(RolePolicy):
    """The system user of an agency: it runs the jobs that no person has asked for."""

    role = Role.SYSTEM
    description = _(
        "The system's own work: makes the accounts of those who were invited, returns seats after a call-in, renders "
        "papers and plans follow-ups. No person has this role."
    )
    rights = frozenset(
        {
            Right.PARTNERSHIPS_SET_UP,
            Right.PARTNERSHIPS_CREATE_ACCOUNT,
            Right.PARTNERSHIPS_ACCEPT_INVITATION,
            Right.CALLINS_RETURN_SEATS,
            Right.DOCUMENTS_RENDER,
            Right.SUPPORT_PLAN_FOLLOW_UPS,
        }
    )


class Outside(RolePolicy):
    """A visitor of the public pages. Does not sign in, and has none of the rights of everybody who does."""

    role = Role.OUTSIDE
    description = _("A visitor of the public pages, without an account. Can leave a message, and reads nothing.")
    rights = frozenset({Right.PORTAL_LEAVE_MESSAGE})


# Roles that a person may be given, per kind of agency: those that make sense there.
OFFICE = frozenset({Role.MANAGER, Role.REGISTRAR, Role.LOG_REVIEWER, Role.SYSTEM_MANAGER, Role.STEERING})
ROLES_OF_KIND: dict[str, frozenset[Role]] = {
    Kind.COORDINATION: OFFICE | {Role.COORDINATOR},
    Kind.SOCIAL_SERVICES: OFFICE | {Role.SOCIAL_WORKER, Role.EXIT_COORDINATOR, Role.DUTY_DESK, Role.UNIT_HEAD},
    Kind.POLICE: OFFICE | {Role.POLICE_COORDINATOR, Role.ANALYST, Role.POLICE_EXIT_COORDINATOR},
    Kind.PROBATION: OFFICE | {Role.PROBATION_COORDINATOR, Role.PROBATION_OFFICER},
    Kind.PRISON: OFFICE | {Role.PROBATION_OFFICER, Role.PROBATION_COORDINATOR},
} | {kind: OFFICE | {Role.FOCUS_CONTACT} for kind in INVITED_KINDS}


def roles_of(kind: str) -> frozenset[Role]:
    """The roles that a person at this kind of agency may be given."""
    return ROLES_OF_KIND.get(kind, OFFICE)


def roles_with(right: Right) -> list[Role]:
    """The roles that have this right."""
    return [role for role in Role if right in rights_of(role)]


def kinds_with(right: Right) -> list[Kind]:
    """The kinds of agency where somebody may have this right."""
    return [kind for kind in Kind if roles_of(kind) & set(roles_with(right))]


def rights_of(role: str) -> frozenset[Right]:
    """The rights of a role, with those of everybody who signs in."""
    mine = ROLES[role].rights
    return mine if role == Role.OUTSIDE else mine | EVERYBODY
