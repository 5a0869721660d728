"""The one table: who may hold, see, write and keep what. Nothing else in the code names a kind of agency.

Sources: architecture 2-4; domain 3.1 (kinds and roles), 4.3 (secrecy matrix), 4.1 (retention). All of it is a proposal
that a lawyer and a data-protection officer have to confirm.
"""

from gvi.access.policy.agencies import AGENCY_PROFILES, AgencyProfile, Kind, Reach, holds_names, protects
from gvi.access.policy.focus import (
    INVITED_KINDS,
    MOST_IN_FOCUS,
    TO_REPORT,
    USUAL_TO_REVIEW,
    USUAL_TO_START,
    lever,
    levers,
    missing_in_quorum,
    quorum_part,
)
from gvi.access.policy.relations import KEEPERS, NOBODY, OPEN, REQUEST_TAKERS, TELLER, VISITOR, Clause, Relation
from gvi.access.policy.rights import Right
from gvi.access.policy.roles import ROLES, Role, RolePolicy, kinds_with, rights_of, roles_of, roles_with
from gvi.access.policy.system import SYSTEM, SYSTEM_TABLES, SystemTable
from gvi.access.policy.tables import (
    CLOSED,
    OWN,
    POLICY,
    Log,
    Retention,
    TablePolicy,
    default_grants,
    for_model,
    sealed_columns,
    unnamed_columns,
)

__all__ = [
    "AGENCY_PROFILES",
    "CLOSED",
    "INVITED_KINDS",
    "KEEPERS",
    "MOST_IN_FOCUS",
    "NOBODY",
    "OPEN",
    "OWN",
    "POLICY",
    "REQUEST_TAKERS",
    "ROLES",
    "SYSTEM",
    "SYSTEM_TABLES",
    "TELLER",
    "TO_REPORT",
    "USUAL_TO_REVIEW",
    "USUAL_TO_START",
    "VISITOR",
    "AgencyProfile",
    "Clause",
    "Kind",
    "Log",
    "Reach",
    "Relation",
    "Retention",
    "Right",
    "Role",
    "RolePolicy",
    "SystemTable",
    "TablePolicy",
    "default_grants",
    "for_model",
    "holds_names",
    "kinds_with",
    "lever",
    "levers",
    "missing_in_quorum",
    "protects",
    "quorum_part",
    "rights_of",
    "roles_of",
    "roles_with",
    "sealed_columns",
    "unnamed_columns",
]
