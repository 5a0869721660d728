"""What sanctions tell on the pages of groups: who is in focus, and the events of a group's timeline."""

from collections.abc import Collection, Iterable
from uuid import UUID

from django.utils.translation import gettext as _

from groups.models import Group
from groups.shown import Event, Mark, marks, tells
from gvi.commitments.origins import Origin, register_origin
from sanctions.models import IN_FOCUS, DecisionKind, Sanction, SanctionDecision


@marks
def in_focus(groups: Collection[Group]) -> dict[UUID, Mark]:
    """Increased focus follows from a decided sanction that has not ended; nobody types it (product 2)."""
    found = Sanction.objects.filter(group__in=groups, state__in=IN_FOCUS)
    return {one.group_id: Mark(_("increased focus"), one.get_absolute_url()) for one in found}


@tells
def focused(group: Group) -> Iterable[Event]:
    """Decided, lifted, told back."""
    for one in SanctionDecision.objects.filter(sanction__group=group).select_related("sanction"):
        title = TITLES[DecisionKind(one.kind)]()
        yield Event(one.on, title, one.reason, one.sanction.get_absolute_url(), "accent")
    for sanction in Sanction.objects.filter(group=group, ended_on__isnull=False):
        url = sanction.get_absolute_url()
        yield Event(sanction.ended_on, _("Increased focus lifted"), sanction.get_end_reason_display(), url, "success")  # type: ignore[arg-type]
        if sanction.told_on:
            yield Event(sanction.told_on, _("The group was told that it is over"), sanction.get_told_by_display(), url)


@register_origin("sanction")
def sanctions(ids: Collection[UUID]) -> dict[UUID, Origin]:
    """Sanctions by their group, for the promises that came of them."""
    found = Sanction.objects.filter(pk__in=ids).select_related("group")
    return {
        one.pk: Origin(_("Increased focus: %(group)s") % {"group": one.group}, one.get_absolute_url()) for one in found
    }


TITLES = {
    DecisionKind.BEGIN: lambda: _("Increased focus decided"),
    DecisionKind.EXTEND: lambda: _("Increased focus extended"),
    DecisionKind.REJECT: lambda: _("Increased focus rejected"),
}
