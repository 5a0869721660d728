"""What can be done with groups. Acts on people, incidents and lists are in the packages beside."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from groups.models import Group, GroupState
from groups.people.retraction.actions import close_excluded
from gvi.access.policy import Reach
from gvi.access.principal import Principal
from gvi.acts.act import act
from gvi.acts.requires import NotNow
from gvi.acts.validators import constraint_as_error
from gvi.partnerships.on_behalf.models import Source
from gvi.partnerships.on_behalf.rules import a_core_agency_does_not_log_in


@act(
    "groups.record_group", requires=[a_core_agency_does_not_log_in],
    label=gettext_lazy("Record a group"), icon="plus", log=gettext_lazy("recorded a group for others"),
)  # fmt: skip
def record_group(*, by: Principal, source: Source, **card: Any) -> Group:
    """Record a group's card for another agency. The core agencies see it at once. Raises ValidationError."""
    group = Group(reach=Reach.CORE, **card)
    group.set_source(source)
    _save(group)
    return group


@act(
    "groups.edit_group", on=Group,
    label=gettext_lazy("Edit card"), icon="pencil", log=gettext_lazy("changed a group's card"),
)  # fmt: skip
def edit_group(group: Group, *, by: Principal, source: Source | None = None, **card: Any) -> Group:
    """Correct a group's card. A published card stays published, and changes for all who see it.

    Raises ValidationError.
    """
    group.set_source(source)
    for name, value in card.items():
        setattr(group, name, value)
    _save(group)
    if group.state == GroupState.DISSOLVED:
        close_excluded(by=by, group=group)
    return group


@act(
    "groups.publish_groups",
    label=gettext_lazy("Share groups with the parties"), icon="share",
    log=gettext_lazy("shared groups with the parties"),
)  # fmt: skip
def publish_groups(*, by: Principal, groups: Iterable[UUID]) -> list[Group]:
    """Let the core agencies see the cards of these groups, and no person (architecture 3). Raises NotNow."""
    own = Group.objects.filter(owner=by.agency, pk__in=list(groups))
    unpublished = list(own.unpublished().select_for_update(of=("self",)))
    if not unpublished:
        raise NotNow(_("These groups are already shared with the parties."))
    for group in unpublished:
        group.reach = Reach.CORE
        group.save()
    return unpublished


def _save(group: Group) -> None:
    sentence = gettext_lazy("Your agency already has a group with this name.")
    with constraint_as_error("one_group_per_name", field="name", message=sentence):
        group.save()
