"""What a call-in tells elsewhere: who came, on a group's page; and that it is an occasion to hand names over for."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from callins.models import CallIn, CallInGroup, CallInState, Invitation, NotificationCount
from groups.models import Group
from groups.shown import Event, Figure, Offer, counts, offers, tells
from gvi.access.principal import Principal
from gvi.commitments.origins import Origin, register_origin
from gvi.disclosures.registry import Occasion, occasion_finders

AHEAD = (CallInState.PLANNED, CallInState.EVENING)
AFTERWARDS = timedelta(hours=2)  # people are still on their way home when the evening ends


def title(callin: CallIn) -> str:
    """A call-in is known by its day."""
    return _("Call-in %(day)s") % {"day": date_format(callin.on, "j F Y")}


@register_origin("callin")
def callins(ids: Collection[UUID]) -> dict[UUID, Origin]:
    """Call-ins by their day, for the promises that were given there (domain 2.10)."""
    return {one.pk: Origin(title(one), one.get_absolute_url()) for one in CallIn.objects.filter(pk__in=ids)}


@tells
def called(group: Group) -> Iterable[Event]:
    """The call-ins that were held with the group; counts only, never a seat."""
    for one in CallInGroup.objects.filter(group=group, callin__state=CallInState.HELD).select_related("callin"):
        came = _("%(came)s of %(invited)s came") % {"came": one.present or 0, "invited": one.invited or 0}
        yield Event(on=one.callin.on, title=_("Call-in"), note=came, url=one.callin.get_absolute_url(), tone="info")


@tells
def notified(group: Group) -> Iterable[Event]:
    """The rounds of custom notifications with the group, as counts."""
    for one in NotificationCount.objects.filter(group=group):
        note = _("%(talks)s of %(attempts)s attempts became talks, %(people)s people reached") % {
            "talks": one.carried_out,
            "attempts": one.attempts,
            "people": one.reached,
        }
        yield Event(one.on, _("Custom notifications"), note, one.get_absolute_url(), "info")


@counts
def dose(group: Group) -> Iterable[Figure]:
    """How often the group has been told, and since when: what evaluations call the dose (domain 6.2)."""
    held = list(
        CallInGroup.objects.filter(group=group, callin__state=CallInState.HELD, present__gt=0).select_related("callin")
    )
    rounds = list(NotificationCount.objects.filter(group=group, carried_out__gt=0))
    days = sorted([one.callin.on for one in held] + [one.on for one in rounds])
    if not days:
        yield Figure(_("Not told yet"), "–", _("no call-in with anybody present, no talk"))
        return
    came, talks = sum(one.present or 0 for one in held), sum(one.carried_out for one in rounds)
    yield Figure(_("Call-ins"), str(len(held)), ngettext("%(n)s person came", "%(n)s people came", came) % {"n": came})
    people = sum(one.reached for one in rounds)
    yield Figure(
        _("Talks"), str(talks), ngettext("%(n)s person reached", "%(n)s people reached", people) % {"n": people}
    )
    yield Figure(
        _("Told since"), date_format(days[0], "j b Y"), _("latest %(day)s") % {"day": date_format(days[-1], "j b Y")}
    )


@offers(Group)
def write_down_talks(group: Group, by: Principal) -> Iterable[Offer]:
    """Talks with people of a published group are counted on its page."""
    if group.is_open and by.may("callins.note_notifications"):
        url = reverse("callins:note_notifications") + f"?grupp={group.pk}"
        yield Offer(_("Write down talks"), url, "note")


@occasion_finders.register
def evenings() -> Iterable[Occasion]:
    """The call-ins ahead or under way, each for the people who have a seat there."""
    seats: dict[UUID, set[UUID]] = {}
    for callin_id, code in Invitation.objects.filter(callin__state__in=AHEAD).values_list("callin", "person_code"):
        seats.setdefault(callin_id, set()).add(code)
    for callin in CallIn.objects.filter(pk__in=seats).order_by("on"):
        ends = timezone.make_aware(datetime.combine(callin.on, callin.ends)) + AFTERWARDS
        if ends < timezone.now():
            continue
        name = _("Call-in %(day)s, %(venue)s") % {"day": date_format(callin.on, "j b"), "venue": callin.venue}
        yield Occasion(str(callin.pk), name, ends, frozenset(seats[callin.pk]))
