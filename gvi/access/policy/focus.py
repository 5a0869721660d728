"""Increased focus on a group, as data: who must take part in a decision, how long, each kind's own levers, who is
invited to take part.

Sources: domain 2.9 (levers per agency), 2.11 rules 2, 4 and 6. Proposals that each partnership confirms for itself.
Support is no lever: nothing that a person needs is ever taken away (domain 2.9), so social services have none.
"""

from collections.abc import Iterable
from datetime import timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gvi.access.policy.agencies import AGENCY_PROFILES, Kind, Reach

Words = str | Promise

# Of each line somebody must take part: the municipality, the police, Kriminalvården (rule 2).
QUORUM: tuple[tuple[Kind, ...], ...] = ((Kind.COORDINATION,), (Kind.POLICE,), (Kind.PROBATION, Kind.PRISON))
USUAL_TO_START = timedelta(days=3)  # from the decision to the first measures; later is said (domain 2.9)
MOST_IN_FOCUS = 2  # groups at a time; more takes a motive (rule 4)
USUAL_TO_REVIEW = timedelta(weeks=4)  # a later day takes a written reason (rule 6)
TO_REPORT = timedelta(weeks=2)  # how long an invited agency can still report, after the review or the end

LEVERS: dict[str, dict[str, Words]] = {
    Kind.POLICE: {
        "close_watch": _("close watch"),
        "traffic_controls": _("visible presence and traffic controls"),
        "priority_cases": _("cases tied to the group first in line"),
        "wanted": _("wanted persons"),
        "weapon_search": _("search for weapons"),
        "search_zone": _("security zone"),
        "home_visits": _("home visits"),
        "weapon_licences": _("weapon and guard licences tried again"),
    },
    Kind.PROBATION: {
        "tight_supervision": _("tighter supervision"),
        "drug_tests": _("drug tests"),
        "supervision_board": _("report to the supervision board"),
        "earlier_enforcement": _("earlier enforcement of sentences"),
    },
    Kind.PRISON: {
        "earlier_enforcement": _("earlier enforcement of sentences"),
        "placement": _("placement and transfer"),
    },
    Kind.COORDINATION: {
        "serving_licences": _("serving and tobacco licences inspected"),
        "premises": _("building, environment and fire inspection"),
        "subletting": _("unlawful subletting, with the housing company"),
        "vehicles": _("parking and vehicles"),
        "damages": _("damages claimed"),
        "places": _("lighting and places made safer"),
    },
    Kind.PROSECUTOR: {"priority_prosecution": _("prosecution first in line")},
    Kind.ENFORCEMENT: {"seizure": _("seizure of goods")},
    Kind.TAX: {"tax_control": _("tax control"), "registration": _("control of registered addresses")},
    # Health care is no lever: of a region, only what it does for public transport.
    Kind.REGION: {"public_transport": _("public transport and stations made safer")},
    Kind.COUNTY_BOARD: {
        "money_laundering": _("supervision against money laundering"),
        "guard_companies": _("supervision of guard companies"),
    },
}
# Agencies outside the core that have levers see a focus where they are invited to take part in it, and no other.
INVITED_KINDS = tuple(kind for kind in LEVERS if AGENCY_PROFILES[kind].needed_reach == Reach.ALL)


def levers(kind: str) -> dict[str, Words]:
    """The levers of this kind of agency, by code. Each acts under its own law (domain 2.9)."""
    return LEVERS.get(kind, {})


def lever(code: str) -> str:
    """A lever in words."""
    return next((str(named[code]) for named in LEVERS.values() if code in named), code)


def quorum_part(kind: str) -> tuple[Kind, ...]:
    """The kinds that represent the same part of the quorum as this one; empty if it is in none (rule 2)."""
    return next((part for part in QUORUM if kind in part), ())


def missing_in_quorum(kinds: Iterable[str]) -> list[str]:
    """The parts of the quorum that none of these kinds represents, in words (rule 2)."""
    present = set(kinds)
    return [" / ".join(str(kind.label) for kind in part) for part in QUORUM if not present & set(part)]
