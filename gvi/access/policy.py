"""The one table: who may hold, see, write and keep what. Nothing else in the code names a kind of agency.

Sources: architecture 2-4; domain 3.1 (kinds and roles), 4.3 (secrecy matrix), 4.1 (retention). The roles'
acts below are the partnership's defaults; a lawyer and a data-protection officer have to confirm them.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Reach(IntegerChoices):
    """How far a row reaches: its owner, the core agencies, every agency of the partnership."""

    OWN = 0, _("own agency only")
    CORE = 1, _("the core agencies")
    ALL = 2, _("every agency of the partnership")


class Kind(TextChoices):
    """Kinds of agency (domain 3.1). A municipality's coordination and its social services are two."""

    COORDINATION = "coordination", _("municipal coordination")
    SOCIAL_SERVICES = "social_services", _("social services")
    POLICE = "police", _("police")
    PROBATION = "probation", _("probation service")
    PRISON = "prison", _("prison or remand prison")
    PROSECUTOR = "prosecutor", _("prosecutor")
    ENFORCEMENT = "enforcement", _("enforcement authority")
    TAX = "tax", _("tax agency")
    REGION = "region", _("region (health care)")
    COUNTY_BOARD = "county_board", _("county administrative board")
    COMMUNITY = "community", _("community organisation")
    ADVISER = "adviser", _("adviser")
    RESEARCH = "research", _("research")
    NATIONAL_SUPPORT = "national_support", _("national support team")


@dataclass(frozen=True)
class Standing:
    """What a kind of agency is in a partnership.

    `circle` is the reach a row needs for this agency to see it: 1 core, 2 all. `keeps_dossiers` says whether it
    may hold records about named persons; coordination may not (architecture 3; domain 4.1 rule 5).
    """

    circle: int
    keeps_dossiers: bool = False


STANDING: dict[str, Standing] = {
    Kind.COORDINATION: Standing(circle=1),
    Kind.SOCIAL_SERVICES: Standing(circle=1, keeps_dossiers=True),
    Kind.POLICE: Standing(circle=1, keeps_dossiers=True),
    Kind.PROBATION: Standing(circle=1, keeps_dossiers=True),
    Kind.PRISON: Standing(circle=1, keeps_dossiers=True),
    Kind.PROSECUTOR: Standing(circle=2),
    Kind.ENFORCEMENT: Standing(circle=2),
    Kind.TAX: Standing(circle=2),
    Kind.REGION: Standing(circle=2),
    Kind.COUNTY_BOARD: Standing(circle=2),
    Kind.COMMUNITY: Standing(circle=2),
    Kind.ADVISER: Standing(circle=2),
    Kind.RESEARCH: Standing(circle=2),
    Kind.NATIONAL_SUPPORT: Standing(circle=2),
}


class Log(StrEnum):
    """What is logged of a model besides its acts."""

    READS = "reads"  # personal data: each read writes an Entry (SoLPuL 10 §; domain 9.21)
    ACTS = "acts"
    SELF = "self"  # the log itself, written by the kernel and by nothing else


class Keep(StrEnum):
    """When a row is due for disposal (proposals, to be confirmed per agency: domain 4.1 rules 11, 15, 22)."""

    PARTNERSHIP = "preserved with the partnership's records"
    REVIEWED = "three years after the calendar year of the last confirmation"
    OCCASION = "one year after the occasion"
    LOG = "five years"
    WITH_ROW = "with the row it tells of"


@dataclass(frozen=True)
class Row:
    """The policy of one guarded model.

    reaches: the reaches its rows may have, the first one at birth. writers: the kinds of agency that by default
    hold guardian's grant to write open rows of other owners, on the container named in `granted_on`.
    named_by: a boolean column; rows where it is true are for named readers only (domain 2.11 rule 18).
    content: the columns that make a reading of the row; without any, loading it at all is one.
    """

    reaches: tuple[Reach, ...]
    log: Log
    keep: Keep
    writers: tuple[str, ...] = ()
    granted_on: str = "partnership"
    keepers_only: bool = False
    named_by: str | None = None
    frozen: bool = False
    told_by: str = "owner"
    content: tuple[str, ...] = ()


OWN = (Reach.OWN,)
BUSINESS = (Reach.CORE, Reach.ALL)
PUBLISHABLE = (Reach.OWN, Reach.CORE)

POLICY: dict[str, Row] = {
    # the log
    "access.Entry": Row(OWN, Log.SELF, Keep.LOG, frozen=True),
    "access.Change": Row(OWN, Log.SELF, Keep.WITH_ROW, frozen=True, told_by="teller"),
    # the partnership's own business
    "partnerships.Milestone": Row(BUSINESS, Log.ACTS, Keep.PARTNERSHIP),
    "partnerships.Training": Row(BUSINESS, Log.ACTS, Keep.PARTNERSHIP),
    "partnerships.Message": Row(BUSINESS, Log.ACTS, Keep.PARTNERSHIP),
    "meetings.Meeting": Row(BUSINESS, Log.ACTS, Keep.PARTNERSHIP, writers=(Kind.COORDINATION,)),
    "meetings.Attendee": Row(BUSINESS, Log.ACTS, Keep.PARTNERSHIP, writers=(Kind.COORDINATION,)),
    "meetings.AgendaItem": Row(BUSINESS, Log.ACTS, Keep.PARTNERSHIP, writers=(Kind.COORDINATION,)),
    "documents.Document": Row(BUSINESS, Log.ACTS, Keep.PARTNERSHIP),
    "documents.Copy": Row(BUSINESS, Log.READS, Keep.PARTNERSHIP, content=("html", "pdf")),
    "callins.CallIn": Row(BUSINESS, Log.ACTS, Keep.PARTNERSHIP, writers=(Kind.COORDINATION,)),
    "callins.CallInGroup": Row(
        BUSINESS,
        Log.ACTS,
        Keep.PARTNERSHIP,
        writers=(Kind.COORDINATION,),
        granted_on="callin",
    ),
    # published by its owner, or not
    "groups.Group": Row(PUBLISHABLE, Log.ACTS, Keep.REVIEWED),
    "groups.Individual": Row(PUBLISHABLE, Log.READS, Keep.REVIEWED),
    "callins.Invitation": Row(
        (Reach.CORE, Reach.OWN),
        Log.READS,
        Keep.OCCASION,
        writers=(Kind.COORDINATION,),
        granted_on="callin",
    ),
    # stays home, for ever
    "groups.Dossier": Row(OWN, Log.READS, Keep.REVIEWED, keepers_only=True, named_by="protected"),
    "groups.Membership": Row(OWN, Log.READS, Keep.REVIEWED, keepers_only=True),
}

# Tables without case data: no context is needed to read them, and none is checked.
SYSTEM: dict[str, str] = {
    "partnerships.Partnership": "what the walls are built of",
    "partnerships.Agency": "what the walls are built of",
    "partnerships.Unit": "where users sit",
    "partnerships.User": "accounts",
    "partnerships.Affiliation": "accounts",
    "partnerships.PartnershipGrant": "guardian's grants to agencies",
    "callins.CallInGrant": "guardian's grants to agencies",
    "groups.DossierReader": "guardian's grants to named readers; ids only",
    "access.Job": "work to be done; ids only",
    "access.Receipt": "idempotency keys; ids only",
    "auth.Permission": "Django",
    "auth.Group": "Django",
    "contenttypes.ContentType": "Django",
    "sessions.Session": "Django",
    "guardian.UserObjectPermission": "guardian's generic tables, unused",
    "guardian.GroupObjectPermission": "guardian's generic tables, unused",
    "account.EmailAddress": "allauth",
    "account.EmailConfirmation": "allauth",
    "mfa.Authenticator": "allauth",
}
SYSTEM_TABLES = {"django_migrations": "Django", "cache": "Django's cache: rate limits"}


class Role(TextChoices):
    """Roles (domain 3.1). A role says which acts; it never says which rows."""

    COORDINATOR = "coordinator", _("coordinator")
    STEERING = "steering", _("steering group")
    ANALYST = "analyst", _("analyst")
    SOCIAL_WORKER = "social_worker", _("social worker")
    EXIT_COORDINATOR = "exit_coordinator", _("exit coordinator")
    POLICE_COORDINATOR = "police_coordinator", _("police coordinator")
    PROBATION_COORDINATOR = "probation_coordinator", _("probation coordinator")
    PROBATION_OFFICER = "probation_officer", _("probation officer")
    MANAGER = "manager", pgettext_lazy("role", "manager (reads)")
    REGISTRAR = "registrar", _("registrar")
    LOG_REVIEWER = "log_reviewer", _("log reviewer")
    SYSTEM_MANAGER = "system_manager", _("system manager")
    SYSTEM = "system", _("the system")


EVERYBODY = frozenset({"portal.today", "portal.profile"})
SEES_BUSINESS = frozenset({"groups.see", "callins.see", "meetings.see", "documents.see"})
SEES_PEOPLE = frozenset({"groups.see_people", "callins.see_seats"})
RUNS_EVENING = frozenset({"callins.tick", "callins.undo"})
HOLDS_NAMES = frozenset({"groups.hold_name", "callins.invite", "callins.change_seat"})
KEEPS_LIST = frozenset(
    {
        "groups.import_list",
        "groups.publish_groups",
        "groups.publish_codes",
        "groups.describe",
        "groups.name_reader",
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
        "callins.change_seat",
        "meetings.call",
        "meetings.change",
        "meetings.attend",
        "meetings.hold",
        "meetings.print_brief",
    }
)
# Whoever may issue a paper may have its copies rendered: the job runs as its issuer.
ISSUES = frozenset({"documents.issue", "documents.render", "documents.try_again"})
ADDS_ITEMS = frozenset({"meetings.add_item", "meetings.settle_item"})

ROLES: dict[str, frozenset[str]] = {
    Role.COORDINATOR: SEES_BUSINESS | SEES_PEOPLE | RUNS_EVENING | RUNS_PARTNERSHIP | ADDS_ITEMS | ISSUES,
    Role.STEERING: SEES_BUSINESS,
    Role.ANALYST: SEES_BUSINESS | SEES_PEOPLE | HOLDS_NAMES | KEEPS_LIST,
    Role.SOCIAL_WORKER: SEES_BUSINESS | SEES_PEOPLE | RUNS_EVENING | HOLDS_NAMES,
    Role.EXIT_COORDINATOR: SEES_BUSINESS | SEES_PEOPLE | RUNS_EVENING | HOLDS_NAMES,
    Role.POLICE_COORDINATOR: SEES_BUSINESS | SEES_PEOPLE | RUNS_EVENING | HOLDS_NAMES | KEEPS_LIST | ADDS_ITEMS,
    Role.PROBATION_COORDINATOR: SEES_BUSINESS | SEES_PEOPLE | RUNS_EVENING | HOLDS_NAMES | ADDS_ITEMS,
    Role.PROBATION_OFFICER: SEES_BUSINESS | SEES_PEOPLE | RUNS_EVENING | HOLDS_NAMES,
    Role.MANAGER: SEES_BUSINESS,
    Role.REGISTRAR: frozenset({"meetings.see", "documents.see"}),
    Role.LOG_REVIEWER: frozenset({"access.see_log"}),
    Role.SYSTEM_MANAGER: frozenset(),
    Role.SYSTEM: frozenset({"partnerships.set_up", "callins.return_seats", "documents.render"}),
}

# Roles that a person may be given, per kind of agency: those that make sense there.
OFFICE = frozenset({Role.MANAGER, Role.REGISTRAR, Role.LOG_REVIEWER, Role.SYSTEM_MANAGER, Role.STEERING})
ROLES_OF_KIND: dict[str, frozenset[str]] = {
    Kind.COORDINATION: OFFICE | {Role.COORDINATOR},
    Kind.SOCIAL_SERVICES: OFFICE | {Role.SOCIAL_WORKER, Role.EXIT_COORDINATOR},
    Kind.POLICE: OFFICE | {Role.POLICE_COORDINATOR, Role.ANALYST, Role.EXIT_COORDINATOR},
    Kind.PROBATION: OFFICE | {Role.PROBATION_COORDINATOR, Role.PROBATION_OFFICER},
    Kind.PRISON: OFFICE | {Role.PROBATION_OFFICER},
}


def roles_of(kind: str) -> frozenset[str]:
    """The roles a person of this kind of agency may be given."""
    return ROLES_OF_KIND.get(kind, OFFICE) | {Role.SYSTEM}


def rights(role: str) -> frozenset[str]:
    """The acts and pages of a role, with what everybody has."""
    return ROLES[role] | EVERYBODY


def of(label: str) -> Row | None:
    """The policy of a guarded model, or None where the table does not know it."""
    return POLICY.get(label)


def default_grants(kind: str, container: str) -> list[str]:
    """Codenames of guardian's write grants that agencies of this kind get on a new container."""
    return sorted(
        "write_" + label.split(".")[1].lower()
        for label, row in POLICY.items()
        if kind in row.writers and row.granted_on == container
    )
