"""A group's card as pages show it: the same object in lists, on its page and in previews, so that all say the same."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from groups.extension_points import Mark
from groups.models import Group, GroupState, Violence
from gvi.pages.lists import Column

COLORS = {
    GroupState.PROPOSED: "info",
    GroupState.ACTIVE: "accent",
    GroupState.DORMANT: "neutral",
    GroupState.DISSOLVED: "neutral",
}
GLYPHS = {Violence.HIGH: "●●●", Violence.MEDIUM: "●●○", Violence.LOW: "●○○", Violence.NONE_KNOWN: "○○○"}
COLUMNS = (
    Column(gettext_lazy("Group")),
    Column(gettext_lazy("State")),
    Column(gettext_lazy("Area")),
    Column(gettext_lazy("Size"), numeric=True),
    Column(gettext_lazy("Level of violence")),
    Column(gettext_lazy("Next step")),
    Column(gettext_lazy("Review by")),
    Column(gettext_lazy("Shared")),
)


@dataclass(frozen=True)
class Card:
    """A group as somebody sees it. Only its owner (`for_owner`) is told whether others see it."""

    group: Group
    for_owner: bool
    mark: Mark | None = None

    @property
    def color(self) -> str:
        return COLORS[GroupState(self.group.state)]

    @property
    def glyph(self) -> str:
        return GLYPHS[Violence(self.group.violence)]

    @cached_property
    def is_late(self) -> bool:
        """Whether the review is overdue today."""
        return self.group.review_on is not None and self.group.review_on < timezone.localdate()

    @property
    def shared(self) -> str:
        """To the owner: whether others see it. To the others: whose it is."""
        if not self.for_owner:
            return _("from %(agency)s") % {"agency": self.group.owner.short_name}
        return _("shared with the parties") if self.group.is_open else _("own agency only")

    @property
    def shared_color(self) -> str:
        return "success" if self.for_owner and self.group.is_open else "neutral"


def readers_of(group: Group) -> list[str]:
    """Who can see the group, its codes and its people, and why."""
    if group.source_label:
        shared = [
            _("The card: the core agencies. It is recorded for an agency that does not log in."),
            _("Codes: the core agencies. Who they are is written only on the key sheet that the agency keeps."),
        ]
    elif group.is_open:
        shared = [
            _("The card: the core agencies, because its owner has shared it."),
            _("Codes: the core agencies, where the owner has given a person a code. Never names."),
        ]
    else:
        shared = [_("The card: your own agency only, until it is shared with the parties.")]
    return [*shared, _("Names, grounds and sources: only the agency that holds them itself.")]
