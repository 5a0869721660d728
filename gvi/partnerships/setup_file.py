"""The file that a partnership is set up from: reading it and checking it. Nothing is saved here."""

import datetime
import tomllib
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from gvi.access.policy import AGENCY_PROFILES, Kind, Reach
from gvi.partnerships.models import Phase
from gvi.text import national_ids


class InvalidSetupFile(Exception):
    """The file cannot be used. `faults` has a sentence for each fault."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True)
class AgencyFacts:
    """An agency. The leading one owns the partnership's records."""

    title: str
    short_name: str
    kind: str
    municipality: str = ""
    logs_in: bool = True
    leads: bool = False
    units: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class MessageFacts:
    """One part of the joint message."""

    code: str
    text: str
    approved_on: datetime.date | None = None


@dataclass(frozen=True)
class MilestoneFacts:
    """A milestone of the partnership."""

    text: str
    date: datetime.date | None = None
    date_in_words: str = ""
    evidence: str = ""


@dataclass(frozen=True)
class TrainingFacts:
    """A training occasion."""

    title: str
    organiser: str
    starts_on: datetime.date
    ends_on: datetime.date
    about: str = ""


@dataclass(frozen=True)
class PartnershipFacts:
    """The partnership."""

    slug: str
    name: str
    brand: str = ""
    police_area: str = ""
    phase: str = "initiated"
    emergency: str = "112"
    about: str = ""
    origin: str = ""
    secrecy_line: str = ""
    updated_on: datetime.date | None = None
    supervisor: str = ""
    supervisor_url: str = ""
    statement_on: datetime.date | None = None
    goals: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class SetupFile:
    """The whole file, read and checked."""

    partnership: PartnershipFacts
    agencies: list[AgencyFacts]
    messages: list[MessageFacts]
    milestones: list[MilestoneFacts]
    trainings: list[TrainingFacts]
    contacts: list[dict[str, str]]
    links: list[dict[str, str]]

    @property
    def leader(self) -> AgencyFacts:
        return next(agency for agency in self.agencies if agency.leads)


TABLES = {"agency": AgencyFacts, "message": MessageFacts, "milestone": MilestoneFacts, "training": TrainingFacts}
# A contact may say when it is answered (hours), and whether it is social services on duty or reads requests (use).
FREE_TABLES = {"contact": {"label", "number", "note", "hours", "use"}, "link": {"label", "url"}}
CONTACT_USES = {"on_duty", "requests"}


def read(path: Path) -> SetupFile:
    """Read and check a partnership file. Raises InvalidSetupFile with every fault found."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InvalidSetupFile([f"{path} cannot be read: {error.strerror}."]) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InvalidSetupFile([f"{path} is not valid TOML: {error}."]) from error
    faults: list[str] = []
    unknown = sorted(set(raw) - set(TABLES) - set(FREE_TABLES) - {"partnership"})
    faults += [f"[{name}] is not a known heading." for name in unknown]
    partnership = _built(PartnershipFacts, raw.get("partnership", {}), "[partnership]", faults)
    rows = {
        name: [_built(kind, row, f"[[{name}]] number {n}", faults) for n, row in enumerate(raw.get(name, []), 1)]
        for name, kind in TABLES.items()
    }
    for name, keys in FREE_TABLES.items():
        faults += _free_table_faults(name, raw.get(name, []), keys)
    if not faults:
        faults += _rule_faults(partnership, rows["agency"], rows["message"], raw)
    if faults:
        raise InvalidSetupFile(faults)
    return SetupFile(
        partnership,
        rows["agency"],
        rows["message"],
        rows["milestone"],
        rows["training"],
        raw.get("contact", []),
        raw.get("link", []),
    )


def _built(kind: type, row: dict[str, Any], where: str, faults: list[str]) -> Any:
    """Build a dataclass from a table. Unknown, missing and mistyped keys are added to `faults`."""
    known = {f.name: f for f in fields(kind)}
    bad = [f"{where}: “{key}” is not a known key." for key in row if key not in known]
    for key, spec in known.items():
        missing = key not in row and spec.default is spec.default_factory
        if missing:
            bad.append(f"{where}: “{key}” is missing.")
        elif key in row and not _fits(row[key], spec.type):
            bad.append(f"{where}: “{key}” should be {_wanted(spec.type)}.")
    faults += bad
    return None if bad else kind(**row)


WANTED = {str: "text", bool: "true or false", datetime.date: "a date, like 2023-01-23", list: "a list of texts"}


def _base(kind: Any) -> type:
    if str(kind).startswith("list"):
        return list
    return datetime.date if "date" in str(kind) else kind


def _wanted(kind: Any) -> str:
    return WANTED[_base(kind)]


def _fits(value: Any, kind: Any) -> bool:
    return type(value) is _base(kind)


def _free_table_faults(name: str, rows: list[dict[str, Any]], keys: set[str]) -> list[str]:
    return [
        f"[[{name}]] number {n}: “{key}” is not a known key."
        for n, row in enumerate(rows, 1)
        for key in row
        if key not in keys
    ]


def _rule_faults(
    partnership: PartnershipFacts, agencies: list[AgencyFacts], messages: list[MessageFacts], raw: Any
) -> list[str]:
    """Faults across the file: one core agency leads, kinds are known, nothing appears twice, no persons."""
    faults = []
    if partnership.phase not in Phase.values:
        faults.append(f"[partnership]: “{partnership.phase}” is no phase. Choose one of {', '.join(Phase.values)}.")
    for agency in agencies:
        if agency.kind not in Kind.values:
            faults.append(f"{agency.title}: “{agency.kind}” is no kind. Choose one of {', '.join(Kind.values)}.")
    leaders = [agency for agency in agencies if agency.leads]
    if len(leaders) != 1:
        faults.append("Exactly one agency must have leads = true: it owns the partnership's own records.")
    elif leaders[0].kind in AGENCY_PROFILES and AGENCY_PROFILES[leaders[0].kind].needed_reach != Reach.CORE:
        faults.append(f"{leaders[0].title} cannot lead: the leading agency is one of the core agencies.")
    for label, values in (
        ("agency", [agency.title for agency in agencies]),
        ("message", [message.code for message in messages]),
    ):
        faults += [f"The {label} “{value}” appears twice." for value in {v for v in values if values.count(v) > 1}]
    faults += [
        f"The contact “{contact.get('label', '')}”: “{contact['use']}” is no use. Choose one of on_duty, requests."
        for contact in raw.get("contact", [])
        if contact.get("use", "on_duty") not in CONTACT_USES
    ]
    if national_ids.is_in(str(raw)):
        faults.append("The file holds a national identity number. A partnership file holds no persons.")
    return faults
