"""How far rows reach, and what the kinds of agency are in a partnership (architecture 2-3; domain 3.1)."""

from dataclasses import dataclass

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class Reach(IntegerChoices):
    """How far a row reaches; and how far the row of another agency must reach for an agency to see it.

    NOBODY is what a visitor without an account needs, and no row has it.
    """

    OWN = 0, _("own agency only")
    CORE = 1, _("the core agencies")
    ALL = 2, _("every agency of the partnership")
    NOBODY = 3, _("nobody")


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
class AgencyProfile:
    """What a kind of agency is in a partnership.

    `needed_reach` is the reach that a row of another agency must have for this agency to see it. `keeps_dossiers` says
    whether it may hold records about named persons; coordination may not (architecture 3; domain 4.1 rule 5).
    `takes_requests` says whether requests for support are written to it (domain 2.7). `protects` says whether minors,
    relatives and people with protected identity may be handed to it, where the duty to report or protection asks for it
    (domain 4.1 rules 10, 22).
    """

    needed_reach: Reach
    keeps_dossiers: bool = False
    takes_requests: bool = False
    protects: bool = False


AGENCY_PROFILES: dict[str, AgencyProfile] = {
    Kind.COORDINATION: AgencyProfile(Reach.CORE),
    Kind.SOCIAL_SERVICES: AgencyProfile(Reach.CORE, keeps_dossiers=True, takes_requests=True, protects=True),
    Kind.POLICE: AgencyProfile(Reach.CORE, keeps_dossiers=True),
    Kind.PROBATION: AgencyProfile(Reach.CORE, keeps_dossiers=True),
    Kind.PRISON: AgencyProfile(Reach.CORE, keeps_dossiers=True),
    Kind.PROSECUTOR: AgencyProfile(Reach.ALL),
    Kind.ENFORCEMENT: AgencyProfile(Reach.ALL),
    Kind.TAX: AgencyProfile(Reach.ALL),
    Kind.REGION: AgencyProfile(Reach.ALL),
    Kind.COUNTY_BOARD: AgencyProfile(Reach.ALL),
    Kind.COMMUNITY: AgencyProfile(Reach.ALL),
    Kind.ADVISER: AgencyProfile(Reach.ALL),
    Kind.RESEARCH: AgencyProfile(Reach.ALL),
    Kind.NATIONAL_SUPPORT: AgencyProfile(Reach.ALL),
}


def holds_names(kind: str) -> bool:
    """Whether a kind of agency holds names of persons, so that its own records say what is a name (domain 4.1)."""
    return AGENCY_PROFILES[kind].keeps_dossiers


def protects(kind: str) -> bool:
    """Whether minors, relatives and people with protected identity may be handed to a kind of agency (domain 4.1)."""
    return AGENCY_PROFILES[kind].protects
