"""How groups are found: by their name, area or municipality."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from groups.models import Group
from gvi.access.policy import Right
from gvi.access.principal import Principal
from gvi.pages.finders import Finder, Hit, about, by_what
from gvi.text.swedish import Alphabetical, whose_words_begin


def groups_called(text: str, by: Principal) -> QuerySet[Group]:
    """The groups that the reader sees with such a name, area or municipality."""
    return whose_words_begin(Group.objects.all(), text, ["name", "area", "municipality"]).order_by(Alphabetical("name"))


def group_hits(groups: list[Group], text: str) -> list[Hit]:
    """Groups with their area and state."""
    return [
        Hit(
            group.name,
            group.get_absolute_url(),
            by_what(text, [(_("name"), group.name), (_("area"), group.area), (_("municipality"), group.municipality)]),
            about(group.area, group.municipality, group.get_state_display()),
        )
        for group in groups
    ]


GROUPS = Finder(gettext_lazy("Groups"), Right.GROUPS_SEE, groups_called, group_hits)
