"""The one table: who may hold, see, write and keep what. Nothing else in the code names a kind of agency.

Sources: architecture 2-4; domain 3.1 (kinds and roles), 4.3 (secrecy matrix), 4.1 (retention). All of it is a proposal
that a lawyer and a data-protection officer have to confirm.
"""

from gvi.access.policy.focus import MOST_IN_FOCUS, USUAL_TO_REVIEW, lever, levers, missing_in_quorum
from gvi.access.policy.kinds import STANDING, Kind, Reach, Standing
from gvi.access.policy.roles import ROLES, Role, kinds_with, rights, roles_of
from gvi.access.policy.rows import OWN, POLICY, SYSTEM, SYSTEM_TABLES, Keep, Log, Row, default_grants, of

__all__ = [
    "MOST_IN_FOCUS",
    "OWN",
    "POLICY",
    "ROLES",
    "STANDING",
    "SYSTEM",
    "SYSTEM_TABLES",
    "USUAL_TO_REVIEW",
    "Keep",
    "Kind",
    "Log",
    "Reach",
    "Role",
    "Row",
    "Standing",
    "default_grants",
    "kinds_with",
    "lever",
    "levers",
    "missing_in_quorum",
    "of",
    "rights",
    "roles_of",
]
