"""What call-ins register with other apps: names of origins, events and counts of groups, occasions for disclosures."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from callins.actions import send_home
from callins.finders import CALLINS
from callins.models import AHEAD, CallIn, CallInGroup, Invitation, NotificationCount
from callins.presenters import callin_name
from groups.extension_points import (
    Event,
    Figure,
    code_closings,
    event_finders,
    figure_finders,
    group_buttons,
    spoken_with,
)
from groups.models import Group, PersonCode
from gvi.access.policy import Right
from gvi.access.principal import Principal
from gvi.commitments.origins import Origin, origin_finders
from gvi.disclosures.registry import Occasion, occasion_finders
from gvi.pages.buttons import Button
from gvi.pages.finders import finders
from gvi.text.days import day_label

STILL_NEEDED = timedelta(hours=2)  # after the evening ends, while people are on their way home
finders.register(CALLINS)


@origin_finders.register_as("callin")
def callin_origins(ids: Collection[UUID]) -> dict[UUID, Origin]:
    """Call-ins by their date, for the commitments that were made there (domain 2.10)."""
    found = CallIn.objects.filter(pk__in=ids)
    return {callin.pk: Origin(callin_name(callin), callin.get_absolute_url()) for callin in found}


@event_finders.register
def called(group: Group) -> Iterable[Event]:
    """The call-ins that were held with the group; counts only, never a seat."""
    for part in CallInGroup.objects.held().filter(group=group):
        came = _("%(came)s of %(invited)s came") % {"came": part.present or 0, "invited": part.invited or 0}
        yield Event(part.callin.date, _("Call-in"), came, part.callin.get_absolute_url(), "info")


@event_finders.register
def notified(group: Group) -> Iterable[Event]:
    """The rounds of custom notifications with the group, as counts."""
    for count in NotificationCount.objects.filter(group=group):
        note = _("%(talks)s of %(attempts)s attempts became talks, %(people)s people reached") % {
            "talks": count.carried_out,
            "attempts": count.attempts,
            "people": count.reached,
        }
        yield Event(count.date, _("Custom notifications"), note, count.get_absolute_url(), "info")


@figure_finders.register
def dose(group: Group) -> Iterable[Figure]:
    """How often the group has been told, and since when: what evaluations call the dose (domain 6.2)."""
    held = list(CallInGroup.objects.held().filter(group=group, present__gt=0))
    rounds = list(NotificationCount.objects.filter(group=group, carried_out__gt=0))
    days = sorted([part.callin.date for part in held] + [count.date for count in rounds if count.reached])
    if not days:
        yield Figure(_("Not told yet"), "–", _("no call-in with anybody present, no talk"))
        return
    came, talks = sum(part.present or 0 for part in held), sum(count.carried_out for count in rounds)
    yield Figure(_("Call-ins"), str(len(held)), ngettext("%(n)s person came", "%(n)s people came", came) % {"n": came})
    people = sum(count.reached for count in rounds)
    yield Figure(
        _("Talks"), str(talks), ngettext("%(n)s person reached", "%(n)s people reached", people) % {"n": people}
    )
    yield Figure(
        _("Told since"),
        date_format(days[0], "DATE_FORMAT"),
        _("latest %(day)s") % {"day": date_format(days[-1], "DATE_FORMAT")},
    )


@code_closings.register
def seats_go_home(code: PersonCode, reason: str, by: Principal) -> Collection[int]:
    """A code that is taken back has no seat."""
    found: Collection[int] = send_home(by=by, person_code=code, reason=reason)
    return found


@spoken_with.register
def at_the_same_evening(group: Group) -> Iterable[str]:
    """The codes that are invited to the call-ins ahead that are also for this group."""
    ahead = CallIn.objects.ahead().filter(scope__group=group)
    standing = Invitation.objects.standing().filter(callin__in=ahead).select_related("person_code")
    return [invitation.person_code.code for invitation in standing]


@group_buttons.register
def write_down_talks(group: Group, by: Principal) -> Iterable[Button]:
    """Talks with people of a published group are counted on its page."""
    if group.is_open and by.may(Right.CALLINS_NOTE_NOTIFICATIONS):
        url = reverse("callins:note_notifications") + f"?grupp={group.pk}"
        yield Button(_("Write down talks"), url, "note")


@occasion_finders.register
def evenings() -> Iterable[Occasion]:
    """The call-ins that are planned or in progress, each for the people who are invited."""
    invited: dict[UUID, set[UUID]] = {}
    standing = Invitation.objects.standing().filter(callin__state__in=AHEAD)
    for callin_id, code in standing.values_list("callin", "person_code"):
        invited.setdefault(callin_id, set()).add(code)
    for callin in CallIn.objects.ahead().filter(pk__in=invited).order_by("date"):
        ends = timezone.make_aware(datetime.combine(callin.date, callin.ends_at)) + STILL_NEEDED
        if ends < timezone.now():
            continue
        name = _("Call-in %(day)s, %(venue)s") % {"day": day_label(callin.date), "venue": callin.venue}
        yield Occasion(str(callin.pk), name, ends, frozenset(invited[callin.pk]))
