"""Groups, the people in them, and violent incidents."""

from groups.models.groups import Group, GroupKind, GroupState, Violence
from groups.models.imports import ImportedRow, ListImport, ListImportState
from groups.models.incidents import (
    FRESH_FOR,
    Attribution,
    Incident,
    IncidentFile,
    IncidentKind,
    IncidentState,
    Side,
)
from groups.models.people import (
    BYSTANDERS,
    Accuracy,
    Certainty,
    Dossier,
    DossierReader,
    Membership,
    MembershipRole,
    PersonCode,
    Reliability,
)
from groups.models.retractions import Retraction, RetractionReason

__all__ = [
    "BYSTANDERS",
    "FRESH_FOR",
    "Accuracy",
    "Attribution",
    "Certainty",
    "Dossier",
    "DossierReader",
    "Group",
    "GroupKind",
    "GroupState",
    "ImportedRow",
    "Incident",
    "IncidentFile",
    "IncidentKind",
    "IncidentState",
    "ListImport",
    "ListImportState",
    "Membership",
    "MembershipRole",
    "PersonCode",
    "Reliability",
    "Retraction",
    "RetractionReason",
    "Side",
    "Violence",
]
