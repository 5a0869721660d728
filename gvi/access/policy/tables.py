"""For each table: its reaches, who reads and writes it, what is logged, how long it is kept (architecture 3-4)."""

from dataclasses import dataclass
from enum import StrEnum

from gvi.access.policy.agencies import AGENCY_PROFILES, Kind, Reach
from gvi.access.policy.relations import (
    ANYBODY,
    ASSIGNED,
    GRANTED,
    HOLDS,
    INVITED,
    KEEPERS,
    LOCAL_RECEIVER,
    NAMED,
    NOBODY,
    OPEN,
    OWNER,
    RECEIVER,
    REQUEST_TAKERS,
    SEEN,
    TELLER,
    UNASSIGNED,
    VISITOR,
    WRITER,
    Clause,
    Relation,
)
from gvi.access.policy.rights import Right
from gvi.access.policy.roles import roles_with


class Log(StrEnum):
    """What is logged of a model. Acts are always logged."""

    READS = "reads"  # personal data: each read writes a log entry (SoLPuL 10 §; domain 9.21)
    ACTS = "acts"  # and nothing else
    SELF = "self"  # the log itself, written by the kernel and by nothing else


class Retention(StrEnum):
    """When a row is due for disposal (proposals, to be confirmed per agency: domain 4.1 rules 11, 15, 22)."""

    PARTNERSHIP = "preserved with the partnership's records"
    REVIEWED = "three years after the calendar year of the last registration"
    OCCASION = "one year after the occasion"
    SUPPORT = "five years after the last note"
    LOG = "five years"
    MESSAGE = "two years after it was answered"
    WITH_ROW = "with the row it tells of"


@dataclass(frozen=True)
class TablePolicy:
    """The policy of one guarded model.

    reaches: the reaches that its rows may have; a new row has the first. owners: which agencies may own a row. read,
    insert, update: who may do that with a row. Within the partnership everything holds; nothing is ever deleted.
    content: the columns whose loading counts as a read. If empty, loading the row at all counts. sealed: columns whose
    values are never copied into the log. unnamed: those of them whose very name tells, so that it does not
    stand there either. names: columns that hold names of persons, which a name finder looks for in
    texts that others will read; a table whose reads are logged must say so, and () says that there are none to look
    for. unscanned: text columns that the machine writes, not searched for national ids.
    """

    reaches: tuple[Reach, ...]
    log: Log
    retention: Retention
    owners: Clause = ANYBODY
    read: Clause = OWNER | OPEN
    insert: Clause = OWNER
    update: Clause = OWNER
    content: tuple[str, ...] = ()
    sealed: tuple[str, ...] = ()
    unnamed: tuple[str, ...] = ()
    names: tuple[str, ...] | None = None
    unscanned: tuple[str, ...] = ()

    @property
    def clauses(self) -> dict[str, str]:
        """The four clauses as text, as migrations keep them."""
        return {name: str(getattr(self, name)) for name in ("owners", "read", "insert", "update")}

    @property
    def is_named(self) -> bool:
        """Whether only some people of the owner read its rows. Values of such rows are never copied into the log."""
        return bool({"named", "assigned", "seen"} & {relation.name for relation in self.read.relations})

    @property
    def grants(self) -> set[Relation]:
        """The write grants that the policy knows, each on a container."""
        return {relation for relation in self.update.relations if relation.name == "granted"}

    @property
    def columns(self) -> set[str]:
        """The columns that it names."""
        return {*self.content, *self.sealed, *(self.names or ()), *self.unscanned}


OWN = (Reach.OWN,)
CORE_KINDS = tuple(kind for kind, profile in AGENCY_PROFILES.items() if profile.needed_reach == Reach.CORE)
CORE_OR_ALL = (Reach.CORE, Reach.ALL)
OWN_OR_CORE = (Reach.OWN, Reach.CORE)
OWNER_OR_COORDINATION = OWNER | OPEN & GRANTED("partnership", to=(Kind.COORDINATION,))
OWNER_OR_CORE = OWNER | OPEN & GRANTED("partnership", to=CORE_KINDS)
OWNER_OR_PLANNER = OWNER | OPEN & GRANTED("callin", to=(Kind.COORDINATION,))
# Those who are at the door record attendance (domain 4.3).
OWNER_OR_DOOR = OWNER | OPEN & GRANTED("callin", to=(Kind.COORDINATION, Kind.POLICE, Kind.PROBATION))

CASE_GRANTS = "support_caseworker"
ON_THE_CASE = OWNER & (
    ASSIGNED(CASE_GRANTS)
    | UNASSIGNED(CASE_GRANTS, *sorted(roles_with(Right.SUPPORT_TAKE_ON)))
    | HOLDS("unit_head")
    | HOLDS("duty_desk")
    | HOLDS("system")
)


def _of_named(parent: str, retention: Retention, *, owners: Clause = ANYBODY) -> TablePolicy:
    """The policy of personal data that hangs by a row which only some of the agency's people see."""
    rule = OWNER & SEEN(parent)
    return TablePolicy(OWN, Log.READS, retention, owners=owners, read=rule, insert=rule, update=rule, names=())


COUNTS = ("invited", "present", "absent", "declined", "turned", "struck")

POLICY: dict[str, TablePolicy] = {
    # the log
    "acts.LogEntry": TablePolicy(OWN, Log.SELF, Retention.LOG, insert=(OWNER | VISITOR) & WRITER, update=NOBODY),
    "acts.Change": TablePolicy(OWN, Log.SELF, Retention.WITH_ROW, insert=TELLER, update=NOBODY),
    # the partnership's own business
    "partnerships.Milestone": TablePolicy(CORE_OR_ALL, Log.ACTS, Retention.PARTNERSHIP),
    "partnerships.Training": TablePolicy(CORE_OR_ALL, Log.ACTS, Retention.PARTNERSHIP),
    "partnerships.KeyMessage": TablePolicy(CORE_OR_ALL, Log.ACTS, Retention.PARTNERSHIP),
    "meetings.Meeting": TablePolicy(CORE_OR_ALL, Log.ACTS, Retention.PARTNERSHIP, update=OWNER_OR_COORDINATION),
    "meetings.Attendee": TablePolicy(CORE_OR_ALL, Log.ACTS, Retention.PARTNERSHIP, update=OWNER_OR_COORDINATION),
    "meetings.AgendaItem": TablePolicy(CORE_OR_ALL, Log.ACTS, Retention.PARTNERSHIP, update=OWNER_OR_COORDINATION),
    # the one list of what is promised, and its history
    "commitments.Commitment": TablePolicy(CORE_OR_ALL, Log.ACTS, Retention.PARTNERSHIP, update=OWNER_OR_CORE),
    "commitments.CommitmentEvent": TablePolicy(CORE_OR_ALL, Log.ACTS, Retention.PARTNERSHIP, update=NOBODY),
    # common papers; an agency's own papers stay home
    "documents.Document": TablePolicy((*CORE_OR_ALL, Reach.OWN), Log.ACTS, Retention.PARTNERSHIP),
    "documents.Copy": TablePolicy(
        (*CORE_OR_ALL, Reach.OWN),
        Log.READS,
        Retention.PARTNERSHIP,
        content=("html", "pdf"),
        sealed=("html", "pdf"),
        names=(),
        unscanned=("html", "html_sha256", "pdf_sha256"),  # one hash in 1,600 looks like a national id
    ),
    "callins.CallIn": TablePolicy(CORE_OR_ALL, Log.ACTS, Retention.PARTNERSHIP, update=OWNER_OR_COORDINATION),
    # guardian's grants on a call-in: of its owner, read by the agencies that hold them
    "callins.CallInGrant": TablePolicy(CORE_OR_ALL, Log.ACTS, Retention.WITH_ROW, update=NOBODY),
    "callins.CallInGroup": TablePolicy(
        CORE_OR_ALL,
        Log.ACTS,
        Retention.PARTNERSHIP,
        insert=OWNER_OR_PLANNER,
        update=OWNER_OR_DOOR,  # whoever registers may have to correct an outcome, and the counts follow it
        sealed=COUNTS,
        unnamed=COUNTS,  # which count moved tells who came
    ),
    "callins.NotificationCount": TablePolicy(CORE_OR_ALL, Log.ACTS, Retention.PARTNERSHIP),
    # what the public sends in
    "portal.PublicMessage": TablePolicy(
        OWN,
        Log.READS,
        Retention.MESSAGE,
        content=("text", "contact"),
        names=(),
        insert=OWNER | VISITOR,
    ),
    "sanctions.Sanction": TablePolicy(
        CORE_OR_ALL,
        Log.ACTS,
        Retention.PARTNERSHIP,
        read=OWNER | OPEN | INVITED("sanctions_focusparticipation"),
        update=OWNER_OR_COORDINATION,
    ),
    "sanctions.SanctionDecision": TablePolicy(CORE_OR_ALL, Log.ACTS, Retention.PARTNERSHIP, update=NOBODY),
    "sanctions.DecisionPart": TablePolicy(CORE_OR_ALL, Log.ACTS, Retention.PARTNERSHIP, update=NOBODY),
    "sanctions.Measure": TablePolicy(CORE_OR_ALL, Log.ACTS, Retention.PARTNERSHIP),
    # An agency outside the core is asked to take part in one focus: what it was told, and what it answers. Only the
    # core asks. What was told stands, and nobody prolongs their own sight of it: a trigger sees to that.
    "sanctions.FocusParticipation": TablePolicy(
        (Reach.CORE,),
        Log.ACTS,
        Retention.PARTNERSHIP,
        owners=OPEN,
        read=OWNER | OPEN | RECEIVER,
        insert=OWNER & LOCAL_RECEIVER,
        update=OWNER_OR_COORDINATION | RECEIVER,
    ),
    # published by its owner, or not
    "groups.Incident": TablePolicy(OWN_OR_CORE, Log.ACTS, Retention.REVIEWED),
    "groups.Attribution": TablePolicy(OWN_OR_CORE, Log.ACTS, Retention.REVIEWED),
    "groups.Group": TablePolicy(OWN_OR_CORE, Log.ACTS, Retention.REVIEWED),
    "groups.PersonCode": TablePolicy(OWN_OR_CORE, Log.READS, Retention.REVIEWED, names=()),
    "callins.Invitation": TablePolicy(
        (Reach.CORE, Reach.OWN),
        Log.READS,
        Retention.OCCASION,
        insert=OWNER_OR_DOOR,
        update=OWNER_OR_DOOR,
        unnamed=("outcome", "previous_outcome"),
        sealed=("outcome", "previous_outcome"),  # the log outlasts the evening and is to be no register of who came
        names=(),
    ),
    # why a person was struck: told to the agency whose code it is, and read by nobody else
    "callins.Strike": TablePolicy(OWN, Log.READS, Retention.OCCASION, insert=TELLER, update=NOBODY, names=()),
    # an outcome that was corrected after the evening, when the invitation is its owner's alone
    "callins.OutcomeCorrection": TablePolicy(OWN, Log.READS, Retention.OCCASION, update=NOBODY, names=()),
    # who may use the system for an agency, and who decided it: the agency's own business
    "partnerships.AccessDecision": TablePolicy(OWN, Log.ACTS, Retention.LOG, update=NOBODY),
    "partnerships.AccountInvitation": TablePolicy(OWN, Log.ACTS, Retention.OCCASION),
    "partnerships.FactorReset": TablePolicy(OWN, Log.ACTS, Retention.LOG),
    # handed from one agency to another by a decision; what it was taken from stays home
    "disclosures.Disclosure": TablePolicy(
        OWN, Log.ACTS, Retention.REVIEWED, read=OWNER | RECEIVER, insert=OWNER & LOCAL_RECEIVER, update=OWNER | RECEIVER
    ),
    "disclosures.DisclosedRecord": TablePolicy(
        OWN,
        Log.READS,
        Retention.REVIEWED,
        read=OWNER | RECEIVER,
        insert=OWNER & LOCAL_RECEIVER,  # of one person it may be ended, and nothing else: a trigger sees to that
        content=("facts",),
        names=("facts",),
    ),
    "disclosures.DisclosureSource": TablePolicy(OWN, Log.ACTS, Retention.REVIEWED, update=NOBODY),
    "disclosures.GroundConfirmation": TablePolicy(OWN, Log.ACTS, Retention.PARTNERSHIP),
    # stays home, for ever
    "groups.IncidentFile": TablePolicy(OWN, Log.READS, Retention.REVIEWED, owners=KEEPERS, names=()),
    "groups.Dossier": TablePolicy(
        OWN,
        Log.READS,
        Retention.REVIEWED,
        owners=KEEPERS,
        read=OWNER & NAMED("protected"),
        sealed=("national_id", "national_id_key"),
        names=("given_name", "family_name", "alias"),
    ),
    # what hangs by a named row is named too
    "groups.DossierReader": TablePolicy(
        OWN, Log.ACTS, Retention.WITH_ROW, owners=KEEPERS, insert=OWNER & SEEN("content_object"), update=NOBODY
    ),
    "groups.Retraction": _of_named("dossier", Retention.REVIEWED),
    "groups.Membership": _of_named("dossier", Retention.REVIEWED, owners=KEEPERS),
    # what a list made and changed, to be undone. No finder looks for the names that people had before
    "groups.ListImport": TablePolicy(OWN, Log.ACTS, Retention.REVIEWED, owners=KEEPERS),
    "groups.ImportedRow": TablePolicy(
        OWN,
        Log.READS,
        Retention.REVIEWED,
        owners=KEEPERS,
        read=OWNER & SEEN("dossier") & SEEN("membership"),
        insert=OWNER & SEEN("dossier") & SEEN("membership"),
        update=NOBODY,
        content=("before",),
        names=(),
    ),
    # help: written to social services by whoever meets the person, read by nobody else (domain 2.7, 2.11 rule 8). No
    # finder looks for `who`: a warning would tell colleagues who may not see it that the person asked for help
    "callins.SupportRequest": TablePolicy(
        OWN, Log.READS, Retention.SUPPORT, owners=REQUEST_TAKERS, insert=TELLER, names=()
    ),
    # A case is read by whoever works on it and stands in, by those who lead and receive, and by all who receive while
    # nobody works on it or whoever did has left (OSL 26 kap.; inner secrecy, SoL 2025:400 and HSLF-FS 2016:40). The
    # agency's system user plans follow-ups, counts the cases and hands over those of somebody who leaves.
    "support.SupportCase": TablePolicy(
        OWN, Log.READS, Retention.SUPPORT, owners=REQUEST_TAKERS, read=ON_THE_CASE, update=ON_THE_CASE, names=()
    ),
    "support.CaseWorker": TablePolicy(
        OWN,
        Log.ACTS,
        Retention.WITH_ROW,
        owners=REQUEST_TAKERS,
        insert=OWNER & SEEN("content_object"),
        update=OWNER & SEEN("content_object"),
    ),
    "support.Contact": _of_named("case", Retention.SUPPORT, owners=REQUEST_TAKERS),
    "support.FollowUp": _of_named("case", Retention.SUPPORT, owners=REQUEST_TAKERS),
}

# What a model gets that the policy does not know: nothing leaves its owner. `manage.py check` refuses such a model.
CLOSED = TablePolicy(OWN, Log.READS, Retention.REVIEWED)


def for_model(label: str) -> TablePolicy | None:
    """The policy of a guarded model, or None where the table does not know it."""
    return POLICY.get(label)


def sealed_columns(label: str) -> tuple[str, ...]:
    """The columns of a model whose values are never copied into the log."""
    return POLICY[label].sealed if label in POLICY else ()


def unnamed_columns(label: str) -> tuple[str, ...]:
    """The sealed columns of a model whose names do not stand in the log either."""
    return POLICY[label].unnamed if label in POLICY else ()


def default_grants(kind: str, container: str) -> list[str]:
    """Codenames of guardian's write grants that agencies of this kind get on a new container."""
    return sorted(
        "write_" + label.split(".")[1].lower()
        for label, rule in POLICY.items()
        if any(grant.about == container and kind in grant.to for grant in rule.grants)
    )
