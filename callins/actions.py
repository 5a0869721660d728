"""What is done with a call-in (domain 2.5): planned, people invited, the evening held, the seats sent home."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, time
from typing import Any
from uuid import UUID

from django.contrib.auth.models import Permission
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from callins.models import Attendance, CallIn, CallInGrant, CallInGroup, CallInState, Invitation, SupportRequest
from callins.places import Place, refuse_stale, refuse_taken
from callins.seats import invitable, tallies
from callins.seats import places as may_place
from groups.models import Group, PersonCode
from gvi.access.policy import Reach, default_grants
from gvi.access.principal import Principal
from gvi.acts.act import NotNow, act, check_deferred_constraints
from gvi.jobs import queue
from gvi.partnerships.accounts.queries import system_principal
from gvi.partnerships.models import Agency, User

# --- planning


@act("callins.plan")
def plan(
    *,
    by: Principal,
    on: date,
    starts: time,
    ends: time,
    venue: str,
    purpose: str = "",
    groups: Iterable[Group],
) -> CallIn:
    """A new call-in for published groups, with the write grants that each agency has by the policy table."""
    _check_hours(starts, ends)
    callin = CallIn(on=on, starts=starts, ends=ends, venue=venue, purpose=purpose)
    callin.save()
    _add_groups(callin, groups)
    CallInGrant.objects.bulk_create(_grants_on(callin))
    return callin


@act("callins.change", moves=CallInState.PLANNED >> CallInState.PLANNED)
def change(
    callin: CallIn,
    *,
    by: Principal,
    on: date,
    starts: time,
    ends: time,
    venue: str,
    purpose: str = "",
    groups: Iterable[Group] = (),
) -> CallIn:
    """Date, hours, venue and purpose of a planned call-in, and further groups. One that is named stays named."""
    _check_hours(starts, ends)
    callin.on, callin.starts, callin.ends = on, starts, ends
    callin.venue, callin.purpose = venue, purpose
    callin.save()
    _add_groups(callin, groups)
    return callin


@act("callins.cancel", moves=CallInState.PLANNED >> CallInState.CANCELLED)
def cancel(callin: CallIn, *, by: Principal) -> CallIn:
    """A planned call-in that is not held. Its seats go home at once."""
    callin.closed_at = timezone.now()
    _send_home(callin)
    return callin


def _check_hours(starts: time, ends: time) -> None:
    if ends <= starts:
        raise ValidationError({"ends": _("The end must be later than the start.")})


def _add_groups(callin: CallIn, groups: Iterable[Group]) -> None:
    """Only published groups can be in scope: the others are nobody's business but their owner's."""
    groups = list(groups)
    if any(not group.is_open for group in groups):
        raise ValidationError({"groups": _("Only published groups can be chosen.")})
    CallInGroup.objects.bulk_create(
        [CallInGroup(callin=callin, owner_id=callin.owner_id, group=group) for group in groups]
    )


def _grants_on(callin: CallIn) -> list[CallInGrant]:
    permissions = {
        one.codename: one
        for one in Permission.objects.filter(content_type__app_label="callins", content_type__model="callin")
    }
    return [
        CallInGrant(group=agency, permission=permissions[codename], content_object=callin)
        for agency in Agency.objects.filter(partnership=callin.partnership_id)
        for codename in default_grants(agency.kind, "callin")
    ]


# --- invitations and seats


@act("callins.invite")
def invite(*, by: Principal, callin: CallIn, person_codes: Iterable[PersonCode]) -> list[Invitation]:
    """Give codes the next free seats, group by group. Each seat belongs to the agency whose code it is.

    Raises ValidationError for a code that this principal may not invite, NotNow when the call-in is over.
    """
    require_ahead(callin)
    chosen = {code.pk for code in person_codes}
    codes = [code for code in invitable(callin, by) if code.pk in chosen]
    if not chosen or len(codes) != len(chosen):
        raise ValidationError(_("Choose at least one code that is not invited yet."))
    free = (callin.invitations.aggregate(highest=Max("seat"))["highest"] or 0) + 1
    seats = [
        Invitation(callin=callin, person_code=code, owner_id=code.owner_id, seat=number)
        for number, code in enumerate(codes, start=free)
    ]
    with _seats_agree():
        Invitation.objects.bulk_create(seats)
    require_ahead(callin)  # once more: closing waits for the rows above, or we for it
    return seats


@act("callins.change_seat")
def change_seats(*, by: Principal, callin: CallIn, places: dict[UUID, Place]) -> list[Invitation]:
    """Seats, arrival slots and escorts of many at once; two may swap seats in one go.

    Only changed lines are written, and each only if nobody else changed it meanwhile. Raises ValidationError by line.
    """
    seats = list(callin.invitations.select_for_update(of=("self",)).select_related("person_code"))
    require_ahead(callin)
    changing = [seat for seat in seats if seat.pk in places and may_place(seat, by)]
    if len(changing) != len(places):
        raise ObjectDoesNotExist
    refuse_stale(changing, places)
    for seat in changing:
        for name, value in places[seat.pk].facts.items():
            setattr(seat, name, value)
    refuse_taken(callin, changing)
    with _seats_agree():
        for seat in changing:
            seat.save()
    return changing


@contextmanager
def _seats_agree() -> Iterator[None]:
    """Two people may give out the same seat in the same moment; the second one is told. Raises NotNow."""
    try:
        with transaction.atomic():
            yield
            check_deferred_constraints()
    except IntegrityError as taken:
        raise NotNow(
            _("Somebody else gave out the same seat just now. Nothing was saved: look at the seats and try again.")
        ) from taken


def require_ahead(callin: CallIn) -> None:
    """Seats are given out and changed until the evening is closed. Raises NotNow."""
    _require(callin.pk, CallInState.PLANNED, CallInState.EVENING)


def _require(callin: UUID, *states: CallInState) -> None:
    """The call-in's state as it stands this moment, whatever the page showed. Raises NotNow."""
    now = CallIn.objects.get(pk=callin)
    if now.state not in states:
        raise NotNow(_not_now(now))


def _not_now(callin: CallIn) -> str:
    if callin.state == CallInState.PLANNED:
        return _("The evening is not open yet. Nothing was registered.")
    if callin.state == CallInState.CANCELLED:
        return _("The call-in is cancelled. Nothing was changed.")
    return _("The evening is closed. Nothing was changed.")


# --- the evening


@act("callins.open_evening", moves=CallInState.PLANNED >> CallInState.EVENING)
def open_evening(callin: CallIn, *, by: Principal) -> CallIn:
    """On its day, since it cannot be opened twice: a rehearsal must not use it up. Afterwards too, for what was kept on
    paper meanwhile. Raises NotNow.
    """
    require_day(callin)
    if not callin.invitations.exists():
        raise NotNow(_("Nobody is invited. Give out seats before you open the evening."))
    callin.opened_at = timezone.now()
    return callin


def require_day(callin: CallIn) -> None:
    """An evening is opened on its day or later. Raises NotNow."""
    if timezone.localdate() < callin.on:
        raise NotNow(_("The evening can be opened on %(day)s, its own day.") % {"day": date_format(callin.on, "j F")})


@dataclass(frozen=True)
class Ticked:
    """A tick and what it replaced, so that the answer can say whose."""

    seat: Invitation
    was: str = ""
    was_by: User | None = None


@act("callins.tick")
def tick(seat: Invitation, *, by: Principal, outcome: str) -> Ticked:
    """What became of an invitation. The last tap wins and says what it replaced; the same tap again is harmless."""
    _require(seat.callin_id, CallInState.EVENING)
    if outcome not in Attendance.values:
        raise ValidationError({"outcome": _("Choose one of the four.")})
    was, was_by = seat.outcome, seat.ticked_by
    if was != outcome:
        seat.outcome_before, seat.before_by, seat.before_at = was, was_by, seat.ticked_at
        seat.outcome, seat.ticked_by, seat.ticked_at = outcome, by.user, timezone.now()
        seat.save()
    return Ticked(seat, was, was_by)


@act("callins.undo")
def undo(*, by: Principal, callin: CallIn) -> Invitation:
    """Take back one's own latest tick that still stands; what it replaced stands again. Raises NotNow for none."""
    _require(callin.pk, CallInState.EVENING)
    mine = callin.invitations.select_for_update(of=("self",)).filter(ticked_by=by.user)
    seat = mine.order_by("-ticked_at").first()
    if seat is None:
        raise NotNow(_("You have no registration of your own to take back."))
    seat.outcome, seat.ticked_by, seat.ticked_at = seat.outcome_before, seat.before_by, seat.before_at
    seat.outcome_before, seat.before_by, seat.before_at = "", None, None
    seat.save()
    return seat


@act("callins.close_evening", moves=CallInState.EVENING >> CallInState.HELD)
def close_evening(callin: CallIn, *, by: Principal) -> CallIn:
    """Those without registration become absent, the counts are kept per group, and the seats go home.

    Every seat is locked first: a tick in the same moment is either counted or refused.
    """
    list(callin.invitations.select_for_update(of=("self",)).order_by("pk"))
    callin.invitations.filter(outcome="").update(outcome=Attendance.ABSENT)
    kept = {tally.group.pk: tally for tally in tallies(callin).groups if tally.group}
    for line in callin.scope.all():
        line.invited = kept[line.group_id].invited
        for outcome in Attendance.values:
            setattr(line, outcome, kept[line.group_id].counts[outcome])
        line.save()
    callin.closed_at = timezone.now()
    _send_home(callin)
    return callin


def _send_home(callin: CallIn) -> None:
    """Have each owner's own system account narrow its seats: only an owner says how far a row reaches."""
    owners = set(callin.invitations.values_list("owner", flat=True))
    for agency in Agency.objects.filter(pk__in=owners).order_by("pk"):
        try:
            system = system_principal(agency)
        except ObjectDoesNotExist as missing:
            raise NotNow(
                _("%(agency)s has no system account, so its seats cannot be returned. Tell the system manager.")
                % {"agency": agency.title}
            ) from missing
        queue.order("callins.return_seats", callin.pk, by=system, once=str(agency.pk))


@act("callins.return_seats")
def return_seats(*, by: Principal, callin: UUID) -> None:
    """The agency's own seats of a call-in that is over are its own again: nobody else reads who was invited.

    Raises NotNow while it is ahead or under way.
    """
    if not CallIn.objects.get(pk=callin).is_over:
        raise NotNow(_("The call-in is not over: its seats stay where they are."))
    own = Invitation.objects.filter(callin_id=callin, owner=by.agency, reach__gt=Reach.OWN)
    own.update(reach=Reach.OWN)


@act("callins.wish")
def wish(*, by: Principal, to: Agency, **facts: Any) -> None:
    """Write a wish for contact to the social services that shall answer it. Nothing is kept here (domain 2.11 rule 8).

    Gives nothing back: the writer cannot read it. The wall refuses an agency that takes no requests. Raises NotNow.
    """
    if not to.logs_in:
        raise NotNow(_("%(agency)s does not log in: nobody would read it. Ring instead.") % {"agency": to.short_name})
    SupportRequest(owner_id=to.pk, writer=by.user, **facts).save()
