"""What a call-in tells on the page of a group: that it was told, and how many came."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from callins.models import CallInGroup, CallInState
from groups.models import Group
from groups.shown import Event, tells


@tells
def called(group: Group) -> Iterable[Event]:
    """The call-ins that were held with the group; counts only, never a seat."""
    for one in CallInGroup.objects.filter(group=group, callin__state=CallInState.HELD).select_related("callin"):
        came = _("%(came)s of %(invited)s came") % {"came": one.present or 0, "invited": one.invited or 0}
        yield Event(on=one.callin.on, title=_("Call-in"), note=came, url=one.callin.get_absolute_url(), tone="info")
