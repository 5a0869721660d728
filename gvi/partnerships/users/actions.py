"""What a system manager does with the people of the own agency, and what two people do together.

Every act asks that the affiliation is the own agency's (the kernel asks for `owner_id`), and PostgreSQL asks again.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from gvi.access.principal import Principal
from gvi.acts.act import NotNow, act
from gvi.jobs import queue
from gvi.partnerships.models import (
    AccessDecision,
    AccessDecisionKind,
    AccountInvitation,
    AccountInvitationState,
    Affiliation,
    AffiliationStatus,
    FactorReset,
    FactorResetState,
    User,
)
from gvi.partnerships.users import links, standing

MAIL = "partnerships.mail_invite"

# ------------------------------------------------------------------ joining


@act("partnerships.invite")
def invite(*, by: Principal, email: str, name: str, **place: Any) -> AccountInvitation:
    """Ask somebody to join the own agency, in a role, a unit and a function, between two dates (product 16).

    No account is looked for: whether the address has one at another agency is not told, by no word and no delay.
    Raises ValidationError where the address is the agency's own already.
    """
    email = email.lower()
    standing.require_fitting(by, **place)
    if standing.not_ended(by.agency).filter(user__email=email).exists():
        sentence = _("This address belongs to one of your people. Give a role on that person's page.")
        raise ValidationError({"email": sentence})
    if (
        standing.people_of(by.agency)
        .filter(user__email=email, role=place["role"], starts_on=place["starts_on"])
        .exists()
    ):
        raise ValidationError({"role": _("The person has this role from that day already.")})
    made = AccountInvitation(email=email, name=name, sent_by=by.user, **place)
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError as error:
        if "one_open_account_invitation" not in str(error):
            raise
        raise ValidationError({"email": _("This address is invited already. Send a new link instead.")}) from error
    _tell(made, by)
    return made


@act("partnerships.renew_invite", moves=AccountInvitationState.OPEN >> AccountInvitationState.OPEN)
def renew_invite(invite: AccountInvitation, *, by: Principal) -> AccountInvitation:
    """A new link for 72 hours; the old one is dead. Whoever made the new one answers for it."""
    invite.sent_at, invite.sent_by = timezone.now(), by.user
    invite.save()
    _tell(invite, by)
    return invite


@act("partnerships.withdraw_invite", moves=AccountInvitationState.OPEN >> AccountInvitationState.WITHDRAWN)
def withdraw_invite(invite: AccountInvitation, *, by: Principal) -> AccountInvitation:
    """The link is dead from now."""
    return invite


@act("partnerships.open_account")
def open_account(invite: AccountInvitation, *, by: Principal, password: str) -> None:
    """Whoever holds the link makes an account where the address has none. Done by the agency's system user.

    It opens nothing yet: see accept_invite. An account that is there already keeps its password, and the answer is the
    same, in words and in time: the link may be in the hands of the one who invited. Raises NotNow for an old link.
    """
    standing.require_fresh(invite)
    hashed = make_password(password)  # also when nobody needs it: the time must not tell
    User.objects.get_or_create(email=invite.email, defaults={"full_name": invite.name, "password": hashed})


@act("partnerships.accept_invite", moves=AccountInvitationState.OPEN >> AccountInvitationState.ACCEPTED)
def accept_invite(invite: AccountInvitation, *, by: Principal, user: User) -> AccessDecision:
    """The account's own person, signed in, joins by the link. Done by the agency's system user, once.

    Both are asked for. Without the sign-in an agency could tie anybody's account to itself; without the link whoever
    had made an account in another's name beforehand would come in. Raises NotNow for an old link or another's.
    """
    standing.require_fresh(invite)
    if user.email != invite.email or user.is_system:
        raise NotNow(_("The link does not work any more. Ask for a new one."))
    place = {name: getattr(invite, name) for name in ("role", "unit", "title", "starts_on", "ends_on")}
    today = timezone.localdate()
    joined = Affiliation(user=user, agency=by.agency, invited_as=invite.name, confirmed_on=today, **place)
    _unless_twice(joined)
    return _decided(joined, AccessDecisionKind.GIVEN, by=invite.sent_by)


@act("partnerships.give_role")
def give_role(affiliation: Affiliation, *, by: Principal, **place: Any) -> AccessDecision:
    """One more affiliation for one of one's own people; whoever has ended is invited anew.

    Raises ValidationError, NotNow.
    """
    standing.require_going(affiliation, by)
    standing.require_known(affiliation, by)
    standing.require_fitting(by, **place)
    today = timezone.localdate()
    joined = Affiliation(user=affiliation.user, agency=by.agency, confirmed_on=today, **place)
    _unless_twice(joined)
    return _decided(joined, AccessDecisionKind.GIVEN, by=by.user)


# ------------------------------------------------------------------ changing and ending


@act("partnerships.change_access")
def change_access(affiliation: Affiliation, *, by: Principal, **place: Any) -> AccessDecision:
    """Another role, unit, function or dates; from the next click. Raises ValidationError, NotNow."""
    standing.require_going(affiliation, by)
    standing.require_fitting(by, **place)
    for name, value in place.items():
        setattr(affiliation, name, value)
    _unless_twice(affiliation)
    return _decided(affiliation, AccessDecisionKind.CHANGED, by=by.user)


@act("partnerships.end_access")
def end_access(affiliation: Affiliation, *, by: Principal, ends_on: date, reason: str) -> AccessDecision:
    """The last day. Today or earlier means this minute: sessions, jobs and links die (product 16).

    Only the own agency's affiliation ends; what the person has elsewhere stays. Raises ValidationError, NotNow.
    """
    standing.require_going(affiliation, by)
    if ends_on < affiliation.starts_on:
        raise ValidationError({"ends_on": _("The last day cannot be before the first.")})
    affiliation.ends_on = ends_on
    if ends_on <= timezone.localdate():
        _shut([affiliation])
    else:
        _keep(affiliation)
    return _decided(affiliation, AccessDecisionKind.ENDED, by=by.user, reason=reason)


@act("partnerships.shut_access")
def shut_access(affiliation: Affiliation, *, by: Principal, reason: str) -> AccessDecision:
    """Close somebody's way in to the own agency this minute, in every role, until it is opened again."""
    standing.require_going(affiliation, by)
    going = [
        one for one in _of_the_same(affiliation) if one.status in (AffiliationStatus.IN_FORCE, AffiliationStatus.COMING)
    ]
    if not going:
        raise NotNow(_("The account is closed already."))
    _shut(going)
    return _decided_all(affiliation, going, AccessDecisionKind.SUSPENDED, by=by.user, reason=reason)


@act("partnerships.open_access")
def open_access(affiliation: Affiliation, *, by: Principal, reason: str) -> AccessDecision:
    """Open what was closed, in every role that has not ended. The person signs in anew."""
    standing.require_going(affiliation, by)
    standing.require_shut(affiliation)
    closed = [one for one in _of_the_same(affiliation) if one.status == AffiliationStatus.SUSPENDED]
    for one in closed:
        one.suspended_at = None
        _keep(one)
    return _decided_all(affiliation, closed, AccessDecisionKind.RESTORED, by=by.user, reason=reason)


@act("partnerships.confirm_access")
def confirm_access(affiliation: Affiliation, *, by: Principal) -> AccessDecision:
    """Somebody looked, and the access is right: the yearly review, one by one (product 16). Raises NotNow."""
    standing.require_going(affiliation, by)
    affiliation.confirmed_on = timezone.localdate()
    _keep(affiliation)
    return _decided(affiliation, AccessDecisionKind.CONFIRMED, by=by.user)


# ------------------------------------------------------------------ a second factor, by two


@act("partnerships.ask_reset")
def ask_reset(affiliation: Affiliation, *, by: Principal, reason: str) -> FactorReset:
    """Ask that somebody's second factor be taken away. Another person confirms within 24 hours. Raises NotNow."""
    standing.require_resettable(affiliation, by)
    for earlier in FactorReset.objects.filter(affiliation__user=affiliation.user, state=FactorResetState.REQUESTED):
        if earlier.is_usable:
            raise NotNow(_("It is asked for already, and waits for a second person."))
        _settle(earlier, None)
    asked = FactorReset(affiliation=affiliation, reason=reason, requested_by=by.user)
    asked.save()
    return asked


@act("partnerships.confirm_reset", moves=FactorResetState.REQUESTED >> FactorResetState.DONE)
def confirm_reset(reset: FactorReset, *, by: Principal) -> FactorReset:
    """The second person agrees: app and reserve codes are gone, every session ends, a new factor must be enrolled.

    Not by the one who asked, not by the one it is for. Raises NotNow.
    """
    standing.require_second_person(reset, by)
    standing.require_resettable(reset.affiliation, by)
    user = reset.affiliation.user
    Authenticator.objects.filter(user=user).delete()
    User.objects.filter(pk=user.pk).update(generation=F("generation") + 1)
    reset.settled_by, reset.settled_at = by.user, timezone.now()
    reset.save()
    _decided(reset.affiliation, AccessDecisionKind.FACTOR_RESET, by=by.user, reason=reset.reason)
    return reset


@act("partnerships.cancel_reset", moves=FactorResetState.REQUESTED >> FactorResetState.CANCELLED)
def cancel_reset(reset: FactorReset, *, by: Principal) -> FactorReset:
    """Nothing is reset."""
    reset.settled_by, reset.settled_at = by.user, timezone.now()
    reset.save()
    return reset


# ------------------------------------------------------------------ what they share


def _unless_twice(affiliation: Affiliation) -> None:
    try:
        with transaction.atomic():
            _keep(affiliation)
    except IntegrityError as error:
        if "one_affiliation" not in str(error):
            raise
        sentence = _("The person has this role from that day already.")
        raise ValidationError({"role": sentence}) from error


def _keep(affiliation: Affiliation) -> None:
    """Save what was changed, and say so to whoever has an older version of it on screen."""
    if affiliation.pk:
        affiliation.version += 1
    affiliation.save()


def _decided(affiliation: Affiliation, kind: AccessDecisionKind, *, by: User, reason: str = "") -> AccessDecision:
    facts = standing.snapshot(affiliation)
    decision = AccessDecision(affiliation=affiliation, kind=kind, reason=reason, decided_by=by, **facts)
    decision.save()
    return decision


def _decided_all(
    asked: Affiliation, decided: Iterable[Affiliation], kind: AccessDecisionKind, *, by: User, reason: str
) -> AccessDecision:
    """A decision on each. Returns the one that was asked for."""
    made = [_decided(one, kind, by=by, reason=reason) for one in decided]
    return next((one for one in made if one.affiliation_id == asked.pk), made[0])


def _of_the_same(affiliation: Affiliation) -> list[Affiliation]:
    """All that one person has with the own agency, locked."""
    rows = Affiliation.objects.filter(user=affiliation.user_id, agency=affiliation.agency_id)
    return list(rows.select_for_update(of=("self",)).select_related("user", "unit"))


def _shut(affiliations: list[Affiliation]) -> None:
    """End this minute what hangs on the affiliations: sessions, jobs, links sent by the person, open requests.

    Sessions in which the person acts for another agency are not this one's to end.
    """
    for one in affiliations:
        one.suspended_at = timezone.now()
        one.generation += 1
        _keep(one)
    users = {one.user_id for one in affiliations}
    queue.refuse_all([one.pk for one in affiliations])
    for sent in AccountInvitation.objects.filter(sent_by__in=users, state=AccountInvitationState.OPEN):
        sent.state = AccountInvitationState.WITHDRAWN
        sent.save()
    waiting = FactorReset.objects.filter(state=FactorResetState.REQUESTED)
    for reset in (waiting.filter(requested_by__in=users) | waiting.filter(affiliation__user__in=users)).distinct():
        _settle(reset, None)


def _settle(reset: FactorReset, by: User | None) -> None:
    reset.state, reset.settled_by, reset.settled_at = FactorResetState.CANCELLED, by, timezone.now()
    reset.save()


def _tell(invite: AccountInvitation, by: Principal) -> None:
    """Mail is a job: it waits for a mail server that is away, and is refused where the one who invites has left."""
    if links.sends_mail():
        queue.order(MAIL, invite.pk, by=by, once=str(invite.version))
