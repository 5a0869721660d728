"""For each table: its reaches, who writes it, what is logged of it, how long it is kept (architecture 3-4)."""

from dataclasses import dataclass
from enum import StrEnum

from gvi.access.policy.agencies import AGENCY_PROFILES, Kind, Reach


class Log(StrEnum):
    """What is logged of a model besides its acts."""

    READS = "reads"  # personal data: each read writes an Entry (SoLPuL 10 §; domain 9.21)
    ACTS = "acts"
    SELF = "self"  # the log itself, written by the kernel and by nothing else


class Retention(StrEnum):
    """When a row is due for disposal (proposals, to be confirmed per agency: domain 4.1 rules 11, 15, 22)."""

    PARTNERSHIP = "preserved with the partnership's records"
    REVIEWED = "three years after the calendar year of the last confirmation"
    OCCASION = "one year after the occasion"
    SUPPORT = "five years after the last note"
    LOG = "five years"
    MESSAGE = "two years after it was answered"
    WITH_ROW = "with the row it tells of"


@dataclass(frozen=True)
class TablePolicy:
    """The policy of one guarded model.

    reaches: the reaches its rows may have, the first one at birth. writers: the kinds of agency that by default
    hold guardian's grant to write open rows of other owners, on the container named in `granted_on`.
    named_by: a boolean column; rows where it is true are for named readers only (domain 2.11 rule 18).
    content: the columns that make a reading of the row; without any, loading it at all is one.
    from_outside: a visitor of the public pages may leave such a row with the leading agency, and never read one.
    told_by: whose act makes the row: its owner's, or (in the column `teller`) that of another agency, which then cannot
    read it. received: only agencies that take requests for support may own it. handed: another agency (column
    `receiver`) reads it too, until `readable_until`; its owner handed it over by a decision (architecture 3).
    """

    reaches: tuple[Reach, ...]
    log: Log
    keep: Retention
    writers: tuple[str, ...] = ()
    granted_on: str = "partnership"
    keepers_only: bool = False
    named_by: str | None = None
    frozen: bool = False
    told_by: str = "owner"
    received: bool = False
    content: tuple[str, ...] = ()
    from_outside: bool = False
    handed: bool = False


OWN = (Reach.OWN,)
CORE_KINDS = tuple(kind for kind, standing in AGENCY_PROFILES.items() if standing.circle == Reach.CORE)
BUSINESS = (Reach.CORE, Reach.ALL)
PUBLISHABLE = (Reach.OWN, Reach.CORE)

POLICY: dict[str, TablePolicy] = {
    # the log
    "acts.LogEntry": TablePolicy(OWN, Log.SELF, Retention.LOG, frozen=True, from_outside=True),
    "acts.Change": TablePolicy(OWN, Log.SELF, Retention.WITH_ROW, frozen=True, told_by="teller"),
    # the partnership's own business
    "partnerships.Milestone": TablePolicy(BUSINESS, Log.ACTS, Retention.PARTNERSHIP),
    "partnerships.Training": TablePolicy(BUSINESS, Log.ACTS, Retention.PARTNERSHIP),
    "partnerships.KeyMessage": TablePolicy(BUSINESS, Log.ACTS, Retention.PARTNERSHIP),
    "meetings.Meeting": TablePolicy(BUSINESS, Log.ACTS, Retention.PARTNERSHIP, writers=(Kind.COORDINATION,)),
    "meetings.Attendee": TablePolicy(BUSINESS, Log.ACTS, Retention.PARTNERSHIP, writers=(Kind.COORDINATION,)),
    "meetings.AgendaItem": TablePolicy(BUSINESS, Log.ACTS, Retention.PARTNERSHIP, writers=(Kind.COORDINATION,)),
    # the one list of what is promised, and its history
    "commitments.Commitment": TablePolicy(BUSINESS, Log.ACTS, Retention.PARTNERSHIP, writers=CORE_KINDS),
    "commitments.CommitmentEvent": TablePolicy(BUSINESS, Log.ACTS, Retention.PARTNERSHIP, frozen=True),
    # common papers; an agency's own papers stay home
    "documents.Document": TablePolicy((*BUSINESS, Reach.OWN), Log.ACTS, Retention.PARTNERSHIP),
    "documents.Copy": TablePolicy((*BUSINESS, Reach.OWN), Log.READS, Retention.PARTNERSHIP, content=("html", "pdf")),
    "callins.CallIn": TablePolicy(BUSINESS, Log.ACTS, Retention.PARTNERSHIP, writers=(Kind.COORDINATION,)),
    "callins.CallInGroup": TablePolicy(
        BUSINESS,
        Log.ACTS,
        Retention.PARTNERSHIP,
        writers=(Kind.COORDINATION,),
        granted_on="callin",
    ),
    "callins.NotificationCount": TablePolicy(BUSINESS, Log.ACTS, Retention.PARTNERSHIP),
    # what the public sends in
    "portal.PublicMessage": TablePolicy(
        OWN,
        Log.READS,
        Retention.MESSAGE,
        content=("text", "contact"),
        from_outside=True,
    ),
    "sanctions.Sanction": TablePolicy(BUSINESS, Log.ACTS, Retention.PARTNERSHIP, writers=(Kind.COORDINATION,)),
    "sanctions.SanctionDecision": TablePolicy(BUSINESS, Log.ACTS, Retention.PARTNERSHIP, frozen=True),
    "sanctions.DecisionPart": TablePolicy(BUSINESS, Log.ACTS, Retention.PARTNERSHIP, frozen=True),
    "sanctions.Measure": TablePolicy(BUSINESS, Log.ACTS, Retention.PARTNERSHIP),
    # published by its owner, or not
    "groups.Incident": TablePolicy(PUBLISHABLE, Log.ACTS, Retention.REVIEWED),
    "groups.Attribution": TablePolicy(PUBLISHABLE, Log.ACTS, Retention.REVIEWED),
    "groups.Group": TablePolicy(PUBLISHABLE, Log.ACTS, Retention.REVIEWED),
    "groups.PersonCode": TablePolicy(PUBLISHABLE, Log.READS, Retention.REVIEWED),
    "callins.Invitation": TablePolicy(
        (Reach.CORE, Reach.OWN),
        Log.READS,
        Retention.OCCASION,
        writers=(Kind.COORDINATION, Kind.POLICE, Kind.PROBATION),  # who stands at the door (4.3: attendance R/W)
        granted_on="callin",
    ),
    # who may use the system for an agency, and who decided it: the agency's own business
    "partnerships.AccessDecision": TablePolicy(OWN, Log.ACTS, Retention.LOG, frozen=True),
    "partnerships.AccountInvitation": TablePolicy(OWN, Log.ACTS, Retention.OCCASION),
    "partnerships.FactorReset": TablePolicy(OWN, Log.ACTS, Retention.LOG),
    # handed from one agency to another by a decision; what it was taken from stays home
    "disclosures.Disclosure": TablePolicy(OWN, Log.ACTS, Retention.REVIEWED, handed=True),
    "disclosures.DisclosedRecord": TablePolicy(
        OWN, Log.READS, Retention.REVIEWED, frozen=True, handed=True, content=("facts",)
    ),
    "disclosures.DisclosureSource": TablePolicy(OWN, Log.ACTS, Retention.REVIEWED, frozen=True),
    "disclosures.GroundConfirmation": TablePolicy(OWN, Log.ACTS, Retention.PARTNERSHIP),
    # stays home, for ever
    "groups.IncidentFile": TablePolicy(OWN, Log.READS, Retention.REVIEWED, keepers_only=True),
    "groups.Dossier": TablePolicy(OWN, Log.READS, Retention.REVIEWED, keepers_only=True, named_by="protected"),
    "groups.Membership": TablePolicy(OWN, Log.READS, Retention.REVIEWED, keepers_only=True),
    # help: written to social services by whoever meets the person, read by nobody else (domain 2.7, 2.11 rule 8)
    "callins.SupportRequest": TablePolicy(OWN, Log.READS, Retention.SUPPORT, told_by="teller", received=True),
    "support.SupportCase": TablePolicy(OWN, Log.READS, Retention.SUPPORT, received=True),
    "support.Contact": TablePolicy(OWN, Log.READS, Retention.SUPPORT, received=True),
    "support.FollowUp": TablePolicy(OWN, Log.READS, Retention.SUPPORT, received=True),
}

# Tables without case data: no context is needed to read them, and none is checked.
SYSTEM: dict[str, str] = {
    "partnerships.Partnership": "what the walls are built of",
    "partnerships.Agency": "what the walls are built of",
    "partnerships.Unit": "where users sit",
    "partnerships.User": "accounts",
    "partnerships.Affiliation": "accounts; an agency writes its own only",
    "partnerships.PartnershipGrant": "guardian's grants to agencies",
    "callins.CallInGrant": "guardian's grants to agencies",
    "groups.DossierReader": "guardian's grants to named readers; ids only",
    "disclosures.LegalGround": "the law, as dated data; the run-time role only reads it",
    "portal.RegisterCounter": "how many messages have come in; no contents",
    "support.CaseWorker": "guardian's grants to the assigned worker; ids only",
    "jobs.Job": "work to be done; ids only",
    "acts.Receipt": "idempotency keys; ids only",
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


def for_model(label: str) -> TablePolicy | None:
    """The policy of a guarded model, or None where the table does not know it."""
    return POLICY.get(label)


def default_grants(kind: str, container: str) -> list[str]:
    """Codenames of guardian's write grants that agencies of this kind get on a new container."""
    return sorted(
        "write_" + label.split(".")[1].lower()
        for label, row in POLICY.items()
        if kind in row.writers and row.granted_on == container
    )
