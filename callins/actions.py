"""What is done with a call-in (domain 2.5): plan, invite, hold the evening, return the invitations to their owners."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.contrib.auth.models import Permission
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from callins.models import (
    Attendance,
    CallIn,
    CallInGrant,
    CallInGroup,
    CallInState,
    Invitation,
    SupportRequest,
)
from callins.queries import invitable_codes, may_seat, tallies
from callins.rules import (
    check_hours,
    check_is_new,
    has_invitations,
    has_not_been_held,
    is_ahead,
    is_in_progress,
    is_its_day,
    is_of_open_evening,
    is_standing,
    refuse_older,
    somebody_reads_requests,
    time_of_tap,
)
from callins.seat_changes import SeatChange, refuse_stale, refuse_taken
from callins.striking.actions import send_home as send_home
from callins.striking.actions import strike as strike
from groups.models import Group, PersonCode
from gvi.access.policy import Reach, default_grants
from gvi.access.principal import Principal
from gvi.acts.act import act, check_deferred_constraints, wait_for_turn
from gvi.acts.afterwards import check_has_begun
from gvi.acts.requires import NotNow
from gvi.jobs import queue
from gvi.partnerships.accounts.queries import system_principal
from gvi.partnerships.models import Agency, User

# --- planning

SEATS_LOCK = 0x7365  # the advisory lock under which seats of a call-in are given out


@act(
    "callins.plan", label=gettext_lazy("Plan a call-in"), icon="plus", log=gettext_lazy("planned a call-in"),
    done=gettext_lazy("The call-in is planned. Next: invite."),
)  # fmt: skip
def plan(
    *,
    by: Principal,
    date: date,
    starts_at: time,
    ends_at: time,
    venue: str,
    purpose: str = "",
    groups: Iterable[Group],
) -> CallIn:
    """A new call-in for published groups, with the write grants that each agency has by the policy table."""
    return _begin(CallIn(date=date, starts_at=starts_at, ends_at=ends_at, venue=venue, purpose=purpose), groups)


@act(
    "callins.enter_held", label=gettext_lazy("Enter one that was held"), icon="calendar-check",
    log=gettext_lazy("entered a call-in afterwards"),
    done=gettext_lazy("The call-in is entered. Next: invite those who were there, open the evening and say who came."),
)  # fmt: skip
def enter_held(
    *,
    by: Principal,
    date: date,
    starts_at: time,
    ends_at: time,
    venue: str,
    purpose: str = "",
    groups: Iterable[Group],
) -> CallIn:
    """A call-in that took place and was not planned here. Its invitations and outcomes come by the same acts.

    Raises ValidationError for a day or an hour that has not come, and for an evening that is here already.
    """
    check_has_begun(date, starts_at)
    check_is_new(date, starts_at, ends_at)
    callin = CallIn(date=date, starts_at=starts_at, ends_at=ends_at, venue=venue, purpose=purpose)
    callin.entered_at = timezone.now()
    return _begin(callin, groups)


def _begin(callin: CallIn, groups: Iterable[Group]) -> CallIn:
    check_hours(callin.starts_at, callin.ends_at)
    callin.save()
    _add_groups(callin, groups)
    CallInGrant.objects.bulk_create(_grants_on(callin))
    return callin


@act(
    "callins.change", on=CallIn, moves=CallInState.PLANNED >> CallInState.PLANNED, label=gettext_lazy("Change"),
    icon="edit", log=gettext_lazy("changed a call-in"),
)  # fmt: skip
def change(
    callin: CallIn,
    *,
    by: Principal,
    date: date,
    starts_at: time,
    ends_at: time,
    venue: str,
    purpose: str = "",
    groups: Iterable[Group] = (),
) -> CallIn:
    """Date, hours, venue and purpose of a planned call-in, and further groups. A group that is in scope stays."""
    check_hours(starts_at, ends_at)
    if callin.entered_at:
        check_has_begun(date, starts_at)
    callin.date, callin.starts_at, callin.ends_at = date, starts_at, ends_at
    callin.venue, callin.purpose = venue, purpose
    callin.save()
    _add_groups(callin, groups)
    return callin


@act(
    "callins.cancel", on=CallIn, moves=CallInState.PLANNED >> CallInState.CANCELLED, requires=[has_not_been_held],
    label=gettext_lazy("Cancel the call-in"), icon="ban", danger=True, log=gettext_lazy("cancelled a call-in"),
    done=gettext_lazy("The call-in is cancelled. The seats go back to the agencies they came from."),
)  # fmt: skip
def cancel(callin: CallIn, *, by: Principal) -> CallIn:
    """A planned call-in that is not held. Its invitations are returned to their owners at once."""
    callin.closed_at = timezone.now()
    _order_return(callin)
    return callin


def _add_groups(callin: CallIn, groups: Iterable[Group]) -> None:
    """Only published groups can be in scope: other agencies must not learn of the rest."""
    groups = list(groups)
    if any(not group.is_open for group in groups):
        raise ValidationError({"groups": _("Only groups shared with the parties can be chosen.")})
    CallInGroup.objects.bulk_create(
        [CallInGroup(callin=callin, owner_id=callin.owner_id, group=group) for group in groups]
    )


def _grants_on(callin: CallIn) -> list[CallInGrant]:
    found = Permission.objects.filter(content_type__app_label="callins", content_type__model="callin")
    permissions = {permission.codename: permission for permission in found}
    home = {"owner_id": callin.owner_id, "reach": callin.reach}
    return [
        CallInGrant(group=agency, permission=permissions[codename], content_object=callin, **home)
        for agency in Agency.objects.filter(partnership=callin.partnership_id)
        for codename in default_grants(agency.kind, "callin")
    ]


# --- invitations and seats


@act(
    "callins.invite", on=CallIn, writes=False, requires=[is_ahead], label=gettext_lazy("Invite"), icon="user-plus",
    log=gettext_lazy("invited codes"),
)  # fmt: skip
def invite(callin: CallIn, *, by: Principal, person_codes: Iterable[PersonCode]) -> list[Invitation]:
    """Invite codes and give them the next free seats, group by group. Each invitation belongs to the code's agency.

    Somebody who was struck gets a seat again.

    Raises ValidationError for a code that this principal may not invite.
    """
    _one_at_a_time(callin)
    chosen = {code.pk for code in person_codes}
    codes = [code for code in invitable_codes(callin, by) if code.pk in chosen]
    if not chosen or len(codes) != len(chosen):
        raise ValidationError(_("Choose at least one code that is not invited yet."))
    first_free = (callin.invitations.aggregate(highest=Max("seat"))["highest"] or 0) + 1
    struck = {each.person_code_id: each for each in callin.invitations.struck().select_for_update(of=("self",))}
    invitations = []
    for seat, code in enumerate(codes, start=first_free):
        invitation = struck.get(code.pk) or Invitation(callin=callin, person_code=code, owner_id=code.owner_id)
        invitation.seat = seat
        invitations.append(invitation)
    with _unique_seats():
        for invitation in invitations:
            invitation.save()
    _require_still_ahead(callin, by)
    return invitations


@act(
    "callins.change_seats", on=CallIn, writes=False, label=gettext_lazy("Seats and escorts"), icon="armchair",
    requires=[is_ahead], log=gettext_lazy("changed seats"),
)  # fmt: skip
def change_seats(callin: CallIn, *, by: Principal, changes: dict[UUID, SeatChange]) -> list[Invitation]:
    """Change seats, arrival slots and escorts of many invitations at once; two may swap seats in one go.

    Only changed invitations are written, and each only if nobody else has changed it in the meantime. Raises
    ValidationError on the field of the invitation.
    """
    _one_at_a_time(callin)
    standing = callin.invitations.standing().select_for_update(of=("self",))
    invitations = list(standing.select_related("person_code"))
    _require_still_ahead(callin, by)
    changing = [each for each in invitations if each.pk in changes and may_seat(each, by)]
    if len(changing) != len(changes):
        raise ObjectDoesNotExist
    refuse_stale(changing, changes)
    for invitation in changing:
        for name, value in changes[invitation.pk].facts.items():
            setattr(invitation, name, value)
    refuse_taken(callin, changing)
    with _unique_seats():
        for invitation in changing:
            invitation.save()
    return changing


def _one_at_a_time(callin: CallIn) -> None:
    """Wait until nobody else gives out seats of this call-in: the next one sees which are free.

    Who invites may not write the call-in, so that its row cannot be what is locked.
    """
    wait_for_turn(SEATS_LOCK, callin.pk.int % 2**31)


@contextmanager
def _unique_seats() -> Iterator[None]:
    """A seat is given out once; whoever gives one out that is taken is told. Raises NotNow."""
    try:
        with transaction.atomic():
            yield
            check_deferred_constraints()
    except IntegrityError as taken:
        raise NotNow(
            _("Somebody else gave out the same seat just now. Nothing was saved: look at the seats and try again.")
        ) from taken


def _require_still_ahead(callin: CallIn, by: Principal) -> None:
    """Ask again once the rows are locked: either closing the evening waits for them, or they waited for it."""
    is_ahead(CallIn.objects.get(pk=callin.pk), by)


# --- the evening


@act(
    "callins.open_evening", on=CallIn, moves=CallInState.PLANNED >> CallInState.EVENING,
    requires=[is_its_day, has_invitations], label=gettext_lazy("Open the evening"), icon="door",
    log=gettext_lazy("opened an evening"), done=gettext_lazy("The evening is open."),
)  # fmt: skip
def open_evening(callin: CallIn, *, by: Principal) -> CallIn:
    """Open the evening page for everybody who records attendance."""
    callin.opened_at = timezone.now()
    return callin


@dataclass(frozen=True)
class Recorded:
    """A registration and what it replaced, so that the answer can say whose."""

    invitation: Invitation
    previous: str = ""
    previous_by: User | None = None


@act(
    "callins.record_attendance", on=Invitation, requires=[is_of_open_evening, is_standing],
    label=gettext_lazy("Register attendance"), icon="user-check", log=gettext_lazy("registered attendance"),
)  # fmt: skip
def record_attendance(
    invitation: Invitation, *, by: Principal, outcome: str, tapped_at: datetime | None = None
) -> Recorded:
    """What became of an invitation. The last tap wins and says what it replaced; the same tap again is harmless.

    A tap that waited for the network counts from when it was made. Raises NotNow if a newer one has come before it.
    """
    if outcome not in Attendance.values:
        raise ValidationError({"outcome": _("Choose one of the four.")})
    previous, previous_by = invitation.outcome, invitation.recorded_by
    if previous != outcome:
        at = time_of_tap(invitation, tapped_at)
        refuse_older(invitation, at)
        invitation.previous_outcome, invitation.previous_by = previous, previous_by
        invitation.previous_at = invitation.recorded_at
        invitation.outcome, invitation.recorded_by, invitation.recorded_at = outcome, by.user, at
        invitation.save()
    return Recorded(invitation, previous, previous_by)


@act(
    "callins.undo_attendance", on=CallIn, writes=False, requires=[is_in_progress],
    label=gettext_lazy("Undo the last one"), icon="arrow-back-up", at_once=True,
    log=gettext_lazy("took a registration back"),
)  # fmt: skip
def undo_attendance(callin: CallIn, *, by: Principal) -> Invitation:
    """Take back the user's own latest registration that still holds; what it replaced holds again.

    Raises NotNow if there is none.
    """
    own = callin.invitations.select_for_update(of=("self",)).filter(recorded_by=by.user)
    invitation: Invitation | None = own.order_by("-recorded_at").first()
    if invitation is None:
        raise NotNow(_("You have no registration of your own to take back."))
    invitation.outcome, invitation.recorded_by = invitation.previous_outcome, invitation.previous_by
    invitation.recorded_at = invitation.previous_at
    invitation.previous_outcome, invitation.previous_by, invitation.previous_at = "", None, None
    invitation.save()
    return invitation


@act(
    "callins.close_evening", on=CallIn, moves=CallInState.EVENING >> CallInState.HELD,
    label=gettext_lazy("Review and close"), icon="lock", log=gettext_lazy("closed an evening"),
    done=gettext_lazy("The evening is closed. The counts are kept; the seats go back to the agencies they came from."),
)  # fmt: skip
def close_evening(callin: CallIn, *, by: Principal) -> CallIn:
    """Those without registration become absent, the counts are kept per group, and the invitations are returned.

    Every invitation is locked first: a registration at the same moment is either counted or refused.
    """
    list(callin.invitations.select_for_update(of=("self",)).order_by("pk"))
    callin.invitations.standing().filter(outcome="").update(outcome=Attendance.ABSENT)
    counted = {tally.group.pk: tally for tally in tallies(callin).groups if tally.group}
    for part in callin.scope.all():
        part.invited, part.struck = counted[part.group_id].invited, counted[part.group_id].struck
        for outcome in Attendance.values:
            setattr(part, outcome, counted[part.group_id].counts[outcome])
        part.save()
    _forget_outcomes(callin)
    callin.closed_at = timezone.now()
    _order_return(callin)
    return callin


def _forget_outcomes(callin: CallIn) -> None:
    """Keep the counts alone for codes whose agency keeps no records of persons.

    Where only the municipality logs in the codes are coordination's, and it is not to become the register of who came.
    """
    theirs = callin.invitations.filter(owner__in=Agency.objects.filter(keeps_dossiers=False))
    theirs.update(
        outcome="", recorded_at=None, recorded_by=None, previous_outcome="", previous_at=None, previous_by=None
    )


def _order_return(callin: CallIn) -> None:
    """Have each owner's system account narrow its invitations: only an owner may change how far a row reaches."""
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


@act("callins.return_seats", log=gettext_lazy("took seats home"))
def return_seats(*, by: Principal, callin: UUID) -> None:
    """Narrow the agency's own invitations of a call-in that is over: nobody else can read who was invited.

    Raises NotNow while it is ahead or in progress.
    """
    if not CallIn.objects.get(pk=callin).is_over:
        raise NotNow(_("The call-in is not over: its seats cannot be returned yet."))
    own = Invitation.objects.filter(callin_id=callin, owner=by.agency, reach__gt=Reach.OWN)
    own.update(reach=Reach.OWN)


@act(
    "support.request", requires=[somebody_reads_requests], label=gettext_lazy("New request for support"),
    log=gettext_lazy("wrote to social services"),
)  # fmt: skip
def request_support(*, by: Principal, to: Agency, **facts: Any) -> None:
    """Write a request for contact to the social services that answer it. Nothing is kept here (domain 2.11 rule 8).

    Returns nothing: the writer cannot read it. Row security refuses an agency that takes no requests. Raises NotNow.
    """
    if not to.logs_in:
        raise NotNow(_("%(agency)s does not log in: nobody would read it. Call instead.") % {"agency": to.short_name})
    SupportRequest(owner_id=to.pk, writer=by.user, **facts).save()
