"""What may be read of a call-in's seats: the seats themselves while it is ahead or under way, afterwards counts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, Sum

from callins.models import Attendance, CallIn, CallInGroup, Invitation
from groups.models import Group, PersonCode
from groups.names import Beside, names_beside, stamp_of_handed
from gvi.access.policy import Reach
from gvi.access.principal import Principal
from gvi.text.swedish import Swedish


@dataclass
class Tally:
    """How many, of one group or of all. `group` is None for the sum."""

    group: Group | None = None
    invited: int = 0
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(Attendance.values, 0))

    @property
    def registered(self) -> int:
        return sum(self.counts.values())

    @property
    def left(self) -> int:
        return self.invited - self.registered

    def __getattr__(self, outcome: str) -> int:
        """`tally.present`, `tally.turned`: the number with that outcome."""
        try:
            return self.__dict__["counts"][outcome]
        except KeyError:
            raise AttributeError(outcome) from None


@dataclass(frozen=True)
class Tallies:
    """The counts of a call-in: per group, in all, and a stamp that differs as soon as anything in them may."""

    groups: list[Tally]
    stamp: str

    @property
    def all(self) -> Tally:
        total = Tally(invited=sum(one.invited for one in self.groups))
        for outcome in Attendance.values:
            total.counts[outcome] = sum(one.counts[outcome] for one in self.groups)
        return total


@dataclass(frozen=True)
class Line:
    """A seat as one agency sees it: the name only where it holds one, buttons only where it may write.

    `may`: it may tick the seat. `places`: it may also say who sits there, when and with whom.
    """

    seat: Invitation
    name: Beside | None
    mine: bool
    may: bool
    places: bool

    @property
    def code(self) -> PersonCode:
        return self.seat.person_code


def tallies(callin: CallIn) -> Tallies:
    """The counts per group. Nobody's row is read for them; of a held call-in they are those that were kept."""
    scope = list(callin.scope.select_related("group").order_by(Swedish("group__name")))
    if callin.is_over:
        return Tallies([_kept(line) for line in scope], str(callin.version))
    found = _counted(callin)
    touched = sum(row["touched"] for row in found.values())
    groups = [_tally(line.group, found.get(line.group_id, {})) for line in scope]
    return Tallies(groups, f"{callin.version}.{len(scope)}.{touched}")


def _counted(callin: CallIn) -> dict[UUID, Mapping[str, Any]]:
    by_outcome = {name: Count("pk", filter=Q(outcome=name)) for name in Attendance.values}
    rows = (
        callin.invitations.order_by()
        .annotate(group=F("person_code__group"))
        .values("group")
        .annotate(invited=Count("pk"), touched=Sum("version"), **by_outcome)
    )
    return {row["group"]: row for row in rows}


def _tally(group: Group, row: Mapping[str, Any]) -> Tally:
    return Tally(group, row.get("invited", 0), {name: row.get(name, 0) for name in Attendance.values})


def _kept(line: CallInGroup) -> Tally:
    return Tally(line.group, line.invited or 0, {name: getattr(line, name) or 0 for name in Attendance.values})


def seats_of(callin: CallIn) -> Any:
    """The seats in order, with what a row shows of each; one query."""
    return callin.invitations.select_related("person_code__group", "ticked_by", "before_by").order_by("seat")


def lines(callin: CallIn, by: Principal, seats: Iterable[Invitation] | None = None) -> list[Line]:
    """The seats this agency may see now.

    When the evening is over the seats go home: from that moment nobody is shown others' seats, also before the
    jobs that narrow them have run (architecture 3).
    """
    if seats is None:
        seats = seats_of(callin)
    shown = [seat for seat in seats if not callin.is_over or seat.owner_id == by.agency.pk]
    for seat in shown:
        seat.callin = callin  # the same one for all: its grants are asked once
    names = names_beside([seat.person_code for seat in shown])
    return [
        Line(seat, names.get(seat.person_code_id), seat.owner_id == by.agency.pk, by.may_write(seat), places(seat, by))
        for seat in shown
    ]


def places(seat: Invitation, by: Principal) -> bool:
    """Whether this principal says who sits where: of any seat who runs the call-in, else of the agency's own."""
    return seat.owner_id == by.agency.pk or by.may_write(seat.callin)


def names_stamp(callin: CallIn) -> str:
    """Differs as soon as a name that others handed over comes to the call-in's seats or leaves them."""
    return stamp_of_handed(callin.invitations.order_by().values("person_code"))


def own_lines(callin: CallIn, by: Principal) -> list[Line]:
    """The agency's own seats, of any call-in at any time."""
    return lines(callin, by, seats_of(callin).filter(owner=by.agency))


def invitable(callin: CallIn, by: Principal) -> Any:
    """Codes that this principal may give a seat: open, of the call-in's groups, not invited (domain 2.11 rule 12).

    All of them for whoever runs the call-in, else the agency's own: to tick a seat is everybody's who stands at the
    door, to give one out is not. None when it is over: those left would tell who was invited.
    """
    if callin.is_over:
        return PersonCode.objects.none()
    codes = PersonCode.objects.filter(group__in=callin.scope.values("group"), reach__gte=Reach.CORE).exclude(
        pk__in=callin.invitations.values("person_code")
    )
    if not by.may_write(callin):
        codes = codes.filter(owner=by.agency)
    return codes.select_related("group").order_by(Swedish("group__name"), Swedish("code"))


def published_groups() -> Any:
    """Groups that a call-in may be for: those whose cards are open to the partnership, with their number of codes."""
    return (
        Group.objects.filter(reach__gte=Reach.CORE)
        .annotate(codes=Count("person_codes", filter=Q(person_codes__reach__gte=Reach.CORE)))
        .order_by(Swedish("name"))
    )
