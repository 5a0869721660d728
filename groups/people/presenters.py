"""Codes and dossiers as pages show them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypedDict
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from groups.models import Dossier, ImportedRow, ListImportState, Membership, PersonCode
from groups.people.queries import KnownName, known_names
from gvi.access.policy import Right
from gvi.access.principal import Principal
from gvi.pages.lists import Column
from gvi.text.swedish import alphabetical


class CodeRow(TypedDict):
    """A row of a table of codes. `group` is the name of the group, or nothing if the reader may not see it.

    `note` is the known name where there is something to say beside it. `closed`: the owner took the code back.
    """

    code: str
    url: str
    group: str
    group_url: str
    name: str
    note: KnownName | None
    closed: bool


@dataclass(frozen=True)
class CodeTable:
    """A table of codes. Names have a column only for agencies that may hold names or were handed one."""

    rows: list[CodeRow]
    shows_groups: bool
    shows_names: bool

    @property
    def columns(self) -> list[Column]:
        columns = [Column(_("Code"))]
        columns += [Column(_("Group"))] if self.shows_groups else []
        columns += [Column(_("Name that your agency holds"))] if self.shows_names else []
        return columns


def code_table(codes: list[PersonCode], by: Principal, groups: Mapping[UUID, str] | None = None) -> CodeTable:
    """The table of a page, in two queries for the names. Addresses are built once and not resolved for each row.

    `groups` are the names of those that the codes may belong to, by id. Without them all codes belong to the group of
    the page.
    """
    names = known_names(codes)
    people_url, groups_url = reverse("groups:people"), reverse("groups:groups")
    rows = []
    for code in codes:
        known = names.get(code.pk)
        rows.append(
            CodeRow(
                code=code.code,
                url=f"{people_url}{code.pk}/",
                group=groups.get(code.group_id, "") if groups else "",
                group_url=f"{groups_url}{code.group_id}/",
                name=str(known) if known else "–",
                note=known if known and known.has_note else None,
                closed=not code.is_open,
            )
        )
    shows_names = bool(names) or by.may(Right.GROUPS_LINK_CODE_TO_PERSON)
    return CodeTable(rows, shows_groups=groups is not None, shows_names=shows_names)


@dataclass(frozen=True)
class DossierRow:
    """A row of the list of own records: the dossier, its memberships, and the names of its groups.

    `to_review`: the list is of those that are due for review.
    """

    dossier: Dossier
    memberships: list[Membership]
    to_review: bool = False

    @property
    def groups(self) -> list[str]:
        return sorted((member.group.name for member in self.memberships), key=alphabetical)

    @property
    def review_on(self) -> date | None:
        """When the membership that is to be reviewed first is due."""
        return min((member.review_on for member in self.memberships), default=None)

    @property
    def is_late(self) -> bool:
        """Whether the list is about reviews, and the day of one has passed."""
        return self.to_review and any(member.is_late for member in self.memberships)


def dossier_rows(dossiers: list[Dossier], *, to_review: bool = False) -> list[DossierRow]:
    """The rows of a page, with their groups in one query."""
    members: dict[UUID, list[Membership]] = {}
    for member in Membership.objects.filter(dossier__in=dossiers).select_related("group"):
        members.setdefault(member.dossier_id, []).append(member)
    return [DossierRow(dossier, members.get(dossier.pk, []), to_review) for dossier in dossiers]


def masked_national_id(dossier: Dossier) -> str:
    """A national id as pages show it: the date, never the last four digits."""
    digits = dossier.national_id_in_clear
    return f"{digits[:8]}-****" if digits else ""


@dataclass(frozen=True)
class FormerName:
    """A name that the person had here, and until when."""

    name: str
    until: datetime


def former_names(dossier: Dossier) -> list[FormerName]:
    """The names that lists have changed, the latest first."""
    changes = ImportedRow.objects.filter(dossier=dossier, membership=None, is_new=False).select_related("list_import")
    names, now = [], {name: getattr(dossier, name) for name in ("given_name", "family_name")}
    for change in changes.order_by("-list_import__imported_at"):
        earlier = now | {name: change.before[name] for name in now if name in change.before}
        if earlier != now and change.list_import.state == ListImportState.DONE:
            names.append(FormerName(" ".join(earlier.values()).strip(), change.list_import.imported_at))
            now = earlier
    return names


def readers_of(dossier: Dossier) -> list[str]:
    """Who can see the dossier, and why."""
    if dossier.protected:
        who = _("Only the named readers of your agency.")
    else:
        who = _("Only those of your agency who work with people in groups.")
    return [who, _("A name never leaves your agency from here. What is handed over is a decision of its own.")]


def own_tabs(by: Principal, current: str) -> list[dict[str, Any]]:
    """Codes and, for those who may hold names, the agency's own records."""
    tabs = [{"label": _("Codes"), "url": reverse("groups:people"), "current": current == "people"}]
    if by.may(Right.GROUPS_LINK_CODE_TO_PERSON):
        url = reverse("groups:dossiers")
        tabs.append({"label": _("Own records"), "url": url, "current": current == "dossiers"})
    return tabs if len(tabs) > 1 else []
