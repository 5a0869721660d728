"""What a page shows of a group and of a code: the same object in lists, profiles and previews, so that none lies."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypedDict
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from groups.models import Dossier, Group, GroupState, PersonCode, Violence
from groups.names import Beside
from groups.shown import Mark

TONES = {
    GroupState.PROPOSED: "info",
    GroupState.ACTIVE: "accent",
    GroupState.DORMANT: "neutral",
    GroupState.DISSOLVED: "neutral",
}
GLYPHS = {Violence.HIGH: "●●●", Violence.MEDIUM: "●●○", Violence.LOW: "●○○", Violence.NONE_KNOWN: "○○○"}


@dataclass(frozen=True)
class Card:
    """A group as somebody sees it. `for_owner`: what only its owner is told, whether others see it."""

    group: Group
    for_owner: bool
    mark: Mark | None = None

    @property
    def tone(self) -> str:
        return TONES[GroupState(self.group.state)]

    @property
    def glyph(self) -> str:
        return GLYPHS[Violence(self.group.violence)]

    @cached_property
    def is_late(self) -> bool:
        """Whether the review is overdue today."""
        return self.group.review_on is not None and self.group.review_on < timezone.localdate()

    @property
    def shared(self) -> str:
        """For the owner whether others see it, for the others whose it is."""
        if not self.for_owner:
            return _("from %(agency)s") % {"agency": self.group.owner.short_name}
        return _("published") if self.group.is_open else _("own agency only")

    @property
    def shared_tone(self) -> str:
        return "success" if self.for_owner and self.group.is_open else "neutral"


class Coded(TypedDict):
    """A line of the list of codes."""

    code: str
    url: str
    group: str
    group_url: str
    name: str
    protected: bool
    given_by: str


def coded(person_codes: Iterable[PersonCode], groups: dict[UUID, Group], beside: dict[UUID, Beside]) -> list[Coded]:
    """The lines of a page; addresses are put together once and not looked up for each row."""
    to_person, to_group = reverse("groups:people"), reverse("groups:groups")
    lines = []
    for one in person_codes:
        group, held = groups.get(one.group_id), beside.get(one.pk)
        lines.append(
            Coded(
                code=one.code,
                url=f"{to_person}{one.pk}/",
                group=group.name if group else "",
                group_url=f"{to_group}{one.group_id}/",
                name=str(held) if held else "",
                protected=bool(held and held.protected),
                given_by=held.given_by if held else "",
            )
        )
    return lines


def mask(dossier: Dossier) -> str:
    """A national id as it stands on a page: the date, and the last four never."""
    return f"{dossier.number[:8]}-****" if dossier.number else ""
