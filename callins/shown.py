"""What a call-in tells on the page of a group: that it was told, and how many came."""

from collections.abc import Collection, Iterable
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from callins.models import CallIn, CallInGroup, CallInState
from groups.models import Group
from groups.shown import Event, tells
from gvi.commitments.sources import Source, names


def title(callin: CallIn) -> str:
    """A call-in is known by its day."""
    return _("Call-in %(day)s") % {"day": date_format(callin.on, "j F Y")}


@names("callin")
def callins(ids: Collection[UUID]) -> dict[UUID, Source]:
    """Call-ins by their day, for the promises that were given there (domain 2.10)."""
    return {one.pk: Source(title(one), one.get_absolute_url()) for one in CallIn.objects.filter(pk__in=ids)}


@tells
def called(group: Group) -> Iterable[Event]:
    """The call-ins that were held with the group; counts only, never a seat."""
    for one in CallInGroup.objects.filter(group=group, callin__state=CallInState.HELD).select_related("callin"):
        came = _("%(came)s of %(invited)s came") % {"came": one.present or 0, "invited": one.invited or 0}
        yield Event(on=one.callin.on, title=_("Call-in"), note=came, url=one.callin.get_absolute_url(), tone="info")
