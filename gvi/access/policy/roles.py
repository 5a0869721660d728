"""Roles and their acts (domain 3.1, 4.3). A role says which acts; it never says which rows."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gvi.access.policy.agencies import Kind


class Role(TextChoices):
    """Roles (domain 3.1). A role says which acts; it never says which rows."""

    COORDINATOR = "coordinator", _("coordinator")
    STEERING = "steering", _("steering group")
    ANALYST = "analyst", _("analyst")
    SOCIAL_WORKER = "social_worker", _("social worker")
    EXIT_COORDINATOR = "exit_coordinator", _("exit coordinator")
    POLICE_COORDINATOR = "police_coordinator", _("police coordinator")
    POLICE_EXIT_COORDINATOR = "police_exit_coordinator", _("exit coordinator at the police")
    PROBATION_COORDINATOR = "probation_coordinator", _("probation coordinator")
    PROBATION_OFFICER = "probation_officer", _("probation officer")
    MANAGER = "manager", pgettext_lazy("role", "manager (reads)")
    REGISTRAR = "registrar", _("registrar")
    LOG_REVIEWER = "log_reviewer", _("log reviewer")
    SYSTEM_MANAGER = "system_manager", _("system manager")
    SYSTEM = "system", _("the system")
    OUTSIDE = "outside", pgettext_lazy("role", "somebody outside")


EVERYBODY = frozenset({"portal.today", "portal.profile"})
SEES_BUSINESS = frozenset(
    {"groups.see", "callins.see", "sanctions.see", "meetings.see", "documents.see", "commitments.see"}
)
SEES_PEOPLE = frozenset({"groups.see_people", "callins.see_seats"})
RUNS_EVENING = frozenset({"callins.record_attendance", "callins.undo_attendance", "support.request"})
# Whoever can shut a dossier can open it to a colleague.
HOLDS_NAMES = frozenset({"groups.link_code_to_person", "groups.add_reader", "callins.invite", "callins.change_seats"})
KEEPS_LIST = frozenset(
    {
        "groups.import_list",
        "groups.publish_groups",
        "groups.publish_codes",
        "groups.edit_group",
    }
)
RUNS_PARTNERSHIP = frozenset(
    {
        "callins.plan",
        "callins.change",
        "callins.open_evening",
        "callins.close_evening",
        "callins.cancel",
        "callins.invite",
        "callins.change_seats",
        "meetings.call_meeting",
        "meetings.change",
        "meetings.set_attendees",
        "meetings.mark_held",
        "meetings.cancel",
        "meetings.print_brief",
        "callins.record_history",
        "portal.import_history",
    }
)
KEEPS_INCIDENTS = frozenset(
    {
        "groups.report_incident",
        "groups.edit_incident",
        "groups.verify_incident",
        "groups.review_incident",
        "groups.attribute_incident",
        "groups.publish_incident",
        "groups.save_incident_file",
    }
)
# What coordination records for an agency that does not log in (architecture 6). It owns what it records, and keeps it
# right: these acts are asked of its own rows only, by the walls.
SPEAKS_FOR_OTHERS = frozenset(
    {
        "groups.record_group",
        "groups.edit_group",
        "groups.record_codes",
        "groups.print_key_sheet",
        "groups.record_incident",
        "groups.edit_incident",
        "groups.review_incident",
        "groups.attribute_incident",
        "sanctions.record_measure",
    }
)
# The partnership decides the focus; each agency plans and reports its own measures (domain 2.9).
LEADS_FOCUS = frozenset(
    {
        "sanctions.propose",
        "sanctions.decide",
        "sanctions.reject",
        "sanctions.start",
        "sanctions.extend",
        "sanctions.evaluate",
        "sanctions.end",
        "sanctions.inform_group",
    }
)
DOES_MEASURES = frozenset({"sanctions.plan_measure", "sanctions.report", "sanctions.nothing_new"})
# Whoever may issue a paper may have its copies rendered: the job runs as its issuer.
ISSUES = frozenset({"documents.issue", "documents.render", "documents.try_again"})
READS_MAIL = frozenset({"portal.see_messages", "portal.answer_message"})
# Whoever meets people may write a wish for support to social services (callins.wish); to read it takes this.
GIVES_HELP = frozenset(
    {
        "support.see",
        "support.take_on",
        "support.open",
        "support.change",
        "support.assign",
        "support.change_state",
        "support.log_contact",
        "support.log_follow_up",
        "support.print_follow_up",
    }
)
ADDS_ITEMS = frozenset({"meetings.add_item", "meetings.settle_item", "meetings.call_quick"})
COUNTS_TALKS = frozenset({"callins.note_notifications", "callins.change_notifications"})
# One's own agency's promises; who keeps the list settles anybody's (domain 2.10).
PROMISES = frozenset(
    {"commitments.make", "commitments.change", "commitments.settle", "commitments.keep", "commitments.reopen"}
)
KEEPS_PROMISES = frozenset({"commitments.keep_list"})
# Nobody decides about himself, and a second factor is taken away by two: the acts see to that (product 16).
VOUCHES_FOR_PEOPLE = frozenset(
    {
        "partnerships.see_users",
        "partnerships.confirm_access",
        "partnerships.confirm_factor_reset",
        "partnerships.cancel_factor_reset",
    }
)
KEEPS_ACCOUNTS = VOUCHES_FOR_PEOPLE | {
    "partnerships.invite",
    "partnerships.renew_invitation",
    "partnerships.withdraw_invitation",
    "partnerships.change_access",
    "partnerships.give_role",
    "partnerships.end_access",
    "partnerships.suspend_access",
    "partnerships.restore_access",
    "partnerships.request_factor_reset",
}
# Whoever holds names may hand some on by a decision; whoever meets people may receive them (domain 2.11 rule 16).
RECEIVES = frozenset({"disclosures.see", "disclosures.accept", "disclosures.give_back"})
DISCLOSES = RECEIVES | ISSUES | {"disclosures.hand_over", "disclosures.withdraw", "disclosures.print_decision"}
# The register reads what is over, decides on disposal, and notes which grounds the agency's lawyer has confirmed.
KEEPS_REGISTER = frozenset(
    {
        "disclosures.see",
        "disclosures.see_ended",
        "disclosures.dispose",
        "disclosures.confirm_ground",
        "disclosures.revoke_ground",
    }
)
# What everybody does who works with named people.
KNOWS_PEOPLE = SEES_BUSINESS | SEES_PEOPLE | HOLDS_NAMES | DISCLOSES | PROMISES

ROLES: dict[str, frozenset[str]] = {
    Role.COORDINATOR: SEES_BUSINESS
    | SEES_PEOPLE
    | RUNS_EVENING
    | RUNS_PARTNERSHIP
    | ADDS_ITEMS
    | ISSUES
    | READS_MAIL
    | RECEIVES
    | LEADS_FOCUS
    | DOES_MEASURES
    | PROMISES
    | KEEPS_PROMISES
    | SPEAKS_FOR_OTHERS
    | COUNTS_TALKS,
    Role.STEERING: SEES_BUSINESS,
    Role.ANALYST: KNOWS_PEOPLE | KEEPS_LIST | KEEPS_INCIDENTS | DOES_MEASURES,
    Role.SOCIAL_WORKER: KNOWS_PEOPLE | RUNS_EVENING | GIVES_HELP | COUNTS_TALKS,
    Role.EXIT_COORDINATOR: KNOWS_PEOPLE | RUNS_EVENING | GIVES_HELP | COUNTS_TALKS,
    Role.POLICE_COORDINATOR: KNOWS_PEOPLE
    | RUNS_EVENING
    | KEEPS_LIST
    | ADDS_ITEMS
    | KEEPS_INCIDENTS
    | DOES_MEASURES
    | COUNTS_TALKS,
    # The police's exit cases have criteria and a register of their own (domain 2.7): no page of support is theirs.
    Role.POLICE_EXIT_COORDINATOR: KNOWS_PEOPLE | RUNS_EVENING,
    Role.PROBATION_COORDINATOR: KNOWS_PEOPLE | RUNS_EVENING | ADDS_ITEMS | DOES_MEASURES | COUNTS_TALKS,
    Role.PROBATION_OFFICER: KNOWS_PEOPLE | RUNS_EVENING | DOES_MEASURES,
    Role.MANAGER: SEES_BUSINESS | VOUCHES_FOR_PEOPLE,
    Role.REGISTRAR: frozenset({"meetings.see", "documents.see"}) | READS_MAIL | KEEPS_REGISTER,
    Role.LOG_REVIEWER: frozenset({"access.see_log"}),
    Role.SYSTEM_MANAGER: KEEPS_ACCOUNTS,
    Role.SYSTEM: frozenset(
        {
            "partnerships.set_up",
            "partnerships.create_account",
            "partnerships.accept_invitation",
            "callins.return_seats",
            "documents.render",
            "support.plan_follow_ups",
        }
    ),
    # A visitor of the public pages, without an account: may leave a message, and reads nothing.
    Role.OUTSIDE: frozenset({"portal.leave_message"}),
}

# Roles that a person may be given, per kind of agency: those that make sense there.
OFFICE = frozenset({Role.MANAGER, Role.REGISTRAR, Role.LOG_REVIEWER, Role.SYSTEM_MANAGER, Role.STEERING})
ROLES_OF_KIND: dict[str, frozenset[str]] = {
    Kind.COORDINATION: OFFICE | {Role.COORDINATOR},
    Kind.SOCIAL_SERVICES: OFFICE | {Role.SOCIAL_WORKER, Role.EXIT_COORDINATOR},
    Kind.POLICE: OFFICE | {Role.POLICE_COORDINATOR, Role.ANALYST, Role.POLICE_EXIT_COORDINATOR},
    Kind.PROBATION: OFFICE | {Role.PROBATION_COORDINATOR, Role.PROBATION_OFFICER},
    Kind.PRISON: OFFICE | {Role.PROBATION_OFFICER},
}


def roles_of(kind: str) -> frozenset[str]:
    """The roles a person of this kind of agency may be given."""
    return ROLES_OF_KIND.get(kind, OFFICE) | {Role.SYSTEM}


def kinds_with(act: str) -> list[str]:
    """The kinds of agency where somebody may do this."""
    return [kind for kind in Kind.values if any(act in ROLES[role] for role in roles_of(kind) - {Role.SYSTEM})]


def rights(role: str) -> frozenset[str]:
    """The acts and pages of a role, with what everybody has."""
    return ROLES[role] if role == Role.OUTSIDE else ROLES[role] | EVERYBODY
