"""What may be read of the invitations to a call-in: the rows until the evening is closed, afterwards counts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet, Sum

from callins.models import (
    Attendance,
    CallIn,
    CallInGroup,
    Invitation,
    InvitationQuerySet,
    OutcomeCorrection,
    Strike,
)
from groups.models import Group, PersonCode
from groups.people.queries import KnownName, known_names, stamp_of_names_handed_over
from gvi.access.policy import Reach, Right
from gvi.access.principal import Principal
from gvi.partnerships.models import Affiliation, Agency
from gvi.text.swedish import Alphabetical


@dataclass
class Tally:
    """Counts for one group, or for all groups if `group` is None."""

    group: Group | None = None
    invited: int = 0
    struck: int = 0  # not among the invited, and not absent
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
    """The counts of a call-in per group and in all, with a stamp that changes whenever a count may have changed."""

    groups: list[Tally]
    stamp: str

    @property
    def all(self) -> Tally:
        total = Tally(
            invited=sum(tally.invited for tally in self.groups), struck=sum(tally.struck for tally in self.groups)
        )
        for outcome in Attendance.values:
            total.counts[outcome] = sum(tally.counts[outcome] for tally in self.groups)
        return total


@dataclass(frozen=True)
class InvitationRow:
    """An invitation as one agency sees it, with a name only if that agency holds one.

    `may_record`: it may record attendance. `may_seat`: it may also set seat, arrival and escort, and strike. `reason`
    is why it was struck, if the agency may know. `corrections` are those of its outcome, the newest first.
    """

    invitation: Invitation
    name: KnownName | None
    is_mine: bool
    may_record: bool
    may_seat: bool
    reason: str = ""
    corrections: tuple[OutcomeCorrection, ...] = ()

    @property
    def code(self) -> PersonCode:
        return self.invitation.person_code


def tallies(callin: CallIn) -> Tallies:
    """The counts per group, without reading any invitation; for a call-in that is over, those that were kept."""
    scope = list(callin.scope.select_related("group").order_by(Alphabetical("group__name")))
    if callin.is_over:
        return Tallies([_kept(part) for part in scope], str(callin.version))
    found = _counted(callin)
    touched = sum(row["rows"] + row["touched"] for row in found.values())  # a row that goes home is missed too
    groups = [_tally(part.group, found.get(part.group_id, {})) for part in scope]
    return Tallies(groups, f"{callin.version}.{len(scope)}.{touched}")


def _counted(callin: CallIn) -> dict[UUID, Mapping[str, Any]]:
    by_outcome = {name: Count("pk", filter=Q(outcome=name)) for name in Attendance.values}
    standing = Q(seat__isnull=False)
    rows = (
        callin.invitations.order_by()
        .annotate(group=F("person_code__group"))
        .values("group")
        .annotate(
            rows=Count("pk"),
            invited=Count("pk", filter=standing),
            struck=Count("pk", filter=~standing),
            touched=Sum("version"),
            **by_outcome,
        )
    )
    return {row["group"]: row for row in rows}


def _tally(group: Group, row: Mapping[str, Any]) -> Tally:
    counts = {name: row.get(name, 0) for name in Attendance.values}
    return Tally(group, row.get("invited", 0), row.get("struck", 0), counts)


def _kept(part: CallInGroup) -> Tally:
    counts = {name: getattr(part, name) or 0 for name in Attendance.values}
    return Tally(part.group, part.invited or 0, part.struck or 0, counts)


def invitations_to(callin: CallIn) -> InvitationQuerySet:
    """The invitations by seat, those that were struck last, with what a row shows of each, in one query."""
    invitations: InvitationQuerySet = callin.invitations.all()
    return invitations.select_related("person_code__group", "recorded_by", "previous_by").order_by("seat")


def invitation_rows(
    callin: CallIn, by: Principal, invitations: Iterable[Invitation] | None = None
) -> list[InvitationRow]:
    """The invitations that this agency may see now.

    As soon as the evening is over nobody is shown the invitations of others, even before the jobs that narrow their
    reach have run (architecture 3).
    """
    if invitations is None:
        invitations = invitations_to(callin)
    shown = [each for each in invitations if not callin.is_over or each.owner_id == by.agency.pk]
    for invitation in shown:
        invitation.callin = callin  # one object for all, so that its grants are read once
    names = known_names([invitation.person_code for invitation in shown])
    reasons, corrections = _reasons(shown), _corrections(shown) if callin.is_over else {}
    rows = [
        _row(invitation, names.get(invitation.person_code_id), reasons.get(invitation.pk, ""), by)
        for invitation in shown
    ]
    return [replace(row, corrections=tuple(corrections.get(row.invitation.pk, ()))) for row in rows]


def _reasons(invitations: list[Invitation]) -> dict[UUID, str]:
    """Why the agency's own were struck, the latest reason of each."""
    struck = [invitation.pk for invitation in invitations if invitation.is_struck and invitation.is_mine]
    found = Strike.objects.filter(invitation__in=struck).order_by("struck_at") if struck else []
    return {strike.invitation_id: str(strike) for strike in found}


def _corrections(invitations: list[Invitation]) -> dict[UUID, list[OutcomeCorrection]]:
    """The corrections of the agency's own, the newest of each first."""
    own = [invitation.pk for invitation in invitations if invitation.is_mine]
    made = OutcomeCorrection.objects.filter(invitation__in=own).select_related("corrected_by") if own else ()
    found: dict[UUID, list[OutcomeCorrection]] = {}
    for correction in sorted(made, key=lambda each: each.corrected_at, reverse=True):
        found.setdefault(correction.invitation_id, []).append(correction)
    return found


def _row(invitation: Invitation, name: KnownName | None, reason: str, by: Principal) -> InvitationRow:
    is_mine, stands = invitation.owner_id == by.agency.pk, not invitation.is_struck
    may_record = stands and by.may_write(invitation)
    return InvitationRow(invitation, name, is_mine, may_record, stands and may_seat(invitation, by), reason)


def may_seat(invitation: Invitation, by: Principal) -> bool:
    """Whoever runs the call-in may seat any code, and strike it; other agencies only their own."""
    return invitation.owner_id == by.agency.pk or by.may_write(invitation.callin)


def names_stamp(callin: CallIn) -> str:
    """Changes when a name that was handed over appears beside one of the codes, or is withdrawn."""
    return stamp_of_names_handed_over(callin.invitations.order_by().values("person_code"))


def name_of(mark: str, by: Principal) -> str:
    """Who made taps that wait on a tablet: the first name and the agency, as registrations show them (domain 9.18).

    Empty for anybody who does not record attendance in this partnership.
    """
    affiliations = Affiliation.objects.in_force().for_principal().filter(agency__partnership=by.partnership)
    for principal in map(Principal, affiliations):
        if principal.mark == mark and principal.may(Right.CALLINS_RECORD_ATTENDANCE):
            return f"{principal.user.short_name}, {principal.agency.short_name}"
    return ""


def own_invitation_rows(callin: CallIn, by: Principal) -> list[InvitationRow]:
    """The agency's own invitations, of any call-in at any time."""
    return invitation_rows(callin, by, invitations_to(callin).filter(owner=by.agency))


def invitable_codes(callin: CallIn, by: Principal) -> QuerySet[PersonCode]:
    """Published codes of the groups of the call-in that are not invited, or were struck (domain 2.11 rule 12).

    Whoever runs the call-in may invite any of them; other agencies only their own. (Recording attendance is open to
    everyone at the door; giving out seats is not.) None if it is over: those left would tell who was invited.
    """
    if callin.is_over:
        return PersonCode.objects.none()
    codes = (
        PersonCode.objects.published()
        .filter(group__in=callin.scope.values("group"))
        .exclude(pk__in=callin.invitations.standing().values("person_code"))
    )
    if not by.may_write(callin):
        codes = codes.filter(owner=by.agency)
    return codes.select_related("group").order_by(Alphabetical("group__name"), Alphabetical("code"))


def published_groups() -> QuerySet[Group]:
    """Groups that a call-in may be for: those with a published card, with the number of their published codes."""
    return (
        Group.objects.published()
        .annotate(codes=Count("person_codes", filter=Q(person_codes__reach__gte=Reach.CORE)))
        .order_by(Alphabetical("name"))
    )


def agencies_reading_requests(by: Principal) -> QuerySet[Agency]:
    """The social services that read requests for support here: those that log in."""
    return Agency.objects.filter(partnership=by.partnership, takes_requests=True, logs_in=True).order_by(
        Alphabetical("title")
    )
