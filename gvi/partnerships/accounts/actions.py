"""What a system manager does with the agency's users, and what takes two people.

An agency decides about its own affiliations only: the kernel compares `owner_id`, and PostgreSQL checks it again.
`terms` are the role, unit, function and dates of an affiliation.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from gvi.access.principal import Principal
from gvi.acts.act import act
from gvi.acts.requires import NotNow
from gvi.acts.validators import constraint_as_error
from gvi.jobs import queue
from gvi.partnerships.accounts import handovers, invitation_links, queries, rules
from gvi.partnerships.models import (
    AccessDecision,
    AccessDecisionKind,
    AccountInvitation,
    AccountInvitationState,
    Affiliation,
    AffiliationStatus,
    FactorReset,
    FactorResetState,
    ResetKind,
    User,
)

MAIL_INVITATION = "partnerships.mail_invitation"
MAIL_PASSWORD_LINK = "partnerships.mail_password_link"  # noqa: S105
TERMS = ("role", "unit", "title", "starts_on", "ends_on")

# --- joining


@act("partnerships.invite", label=_l("Invite"), icon="user-plus", log=_l("invited a user"))
def invite(*, by: Principal, email: str, name: str, **terms: Any) -> AccountInvitation:
    """Invite a person to join the agency on these terms (product 16).

    No account is looked up: neither the answer nor its timing tells whether the address has an account elsewhere.
    Raises ValidationError if the address belongs to one of the agency's people.
    """
    email = email.lower()
    rules.check_terms(by, **terms)
    known = queries.people_of(by.agency).filter(user__email=email)
    if known.not_ended().exists():
        sentence = _("This address belongs to one of your people. Give a role on that person's page.")
        raise ValidationError({"email": sentence})
    if known.filter(role=terms["role"], starts_on=terms["starts_on"]).exists():
        raise ValidationError({"role": _("The person has this role from that day already.")})
    invitation = AccountInvitation(email=email, name=name, sent_by=by.user, **terms)
    sentence = _("This address is invited already. Send a new link instead.")
    with constraint_as_error("one_open_account_invitation", field="email", message=sentence):
        invitation.save()
    _send(invitation, by)
    return invitation


@act(
    "partnerships.renew_invitation",
    on=AccountInvitation,
    moves=AccountInvitationState.OPEN >> AccountInvitationState.OPEN,
    label=_l("A new link"),
    log=_l("made a new link for an invitation"),
)
def renew_invitation(invitation: AccountInvitation, *, by: Principal) -> AccountInvitation:
    """Make a new link, valid for 72 hours; the old one stops working. Its sender is now responsible for it."""
    invitation.sent_at, invitation.sent_by = timezone.now(), by.user
    invitation.save()
    _send(invitation, by)
    return invitation


@act(
    "partnerships.withdraw_invitation",
    on=AccountInvitation,
    moves=AccountInvitationState.OPEN >> AccountInvitationState.WITHDRAWN,
    label=_l("Withdraw the invitation"),
    log=_l("withdrew an invitation to an account"),
    done=_l("The invitation is withdrawn."),
)
def withdraw_invitation(invitation: AccountInvitation, *, by: Principal) -> AccountInvitation:
    """The link stops working at once."""
    return invitation


@act(
    "partnerships.create_account",
    on=AccountInvitation,
    requires=[rules.is_usable],
    log=_l("let an invited person choose a password"),
)
def create_account(invitation: AccountInvitation, *, by: Principal, password: str) -> None:
    """Make an account for the holder of the link, if the address has none. Done by the agency's system user.

    It opens nothing yet: see accept_invitation. An existing account keeps its password, and the answer is the same, in
    words and in time: the link may be in the hands of whoever sent it.
    """
    hashed = make_password(password)  # even if it is not needed, so that the time does not tell
    facts = {"full_name": invitation.name, "password": hashed, "is_demo": settings.DEMO, "is_invited": True}
    User.objects.get_or_create(email=invitation.email, defaults=facts)


@act(
    "partnerships.accept_invitation",
    on=AccountInvitation,
    moves=AccountInvitationState.OPEN >> AccountInvitationState.ACCEPTED,
    requires=[rules.is_usable],
    log=_l("let an invited person in"),
)
def accept_invitation(invitation: AccountInvitation, *, by: Principal, user: User) -> AccessDecision:
    """The invited person, signed in, joins by the link. Done by the agency's system user, once.

    Both the sign-in and the link are needed. Without the sign-in an agency could tie any account to itself; without
    the link, whoever had made an account in another's name beforehand could join. Raises NotNow for another's link.
    """
    if user.email != invitation.email or user.is_system:
        raise NotNow(_("The link no longer works. Ask for a new one."))
    terms = {name: getattr(invitation, name) for name in TERMS}
    affiliation = Affiliation(
        user=user, agency=by.agency, invited_as=invitation.name, confirmed_on=timezone.localdate(), **terms
    )
    _save_unique(affiliation)
    return _record(affiliation, AccessDecisionKind.GIVEN, by=invitation.sent_by)


@act(
    "partnerships.give_role",
    on=Affiliation,
    requires=[rules.is_someone_else, rules.has_not_ended, rules.has_signed_in_here],
    label=_l("Give one more role"),
    log=_l("gave somebody one more role"),
)
def give_role(affiliation: Affiliation, *, by: Principal, **terms: Any) -> AccessDecision:
    """Give one of the agency's people another affiliation. Raises ValidationError."""
    rules.check_terms(by, **terms)
    added = Affiliation(user=affiliation.user, agency=by.agency, confirmed_on=timezone.localdate(), **terms)
    _save_unique(added)
    return _record(added, AccessDecisionKind.GIVEN, by=by.user)


# --- changing and ending


@act(
    "partnerships.change_access",
    on=Affiliation,
    requires=[rules.is_someone_else, rules.has_not_ended],
    label=_l("Change"),
    log=_l("changed somebody's access"),
)
def change_access(affiliation: Affiliation, *, by: Principal, **terms: Any) -> AccessDecision:
    """Change the role, unit, function or dates. It applies from the next request. Raises ValidationError."""
    rules.check_terms(by, **terms)
    for name, value in terms.items():
        setattr(affiliation, name, value)
    _save_unique(affiliation)
    return _record(affiliation, AccessDecisionKind.CHANGED, by=by.user)


@act(
    "partnerships.end_access",
    on=Affiliation,
    requires=[rules.is_someone_else, rules.has_not_ended],
    label=_l("End the access"),
    log=_l("ended somebody's access"),
)
def end_access(
    affiliation: Affiliation, *, by: Principal, ends_on: date, reason: str, successors: Mapping[str, User] | None = None
) -> AccessDecision:
    """Set the last day. Today or earlier ends the access at once, with its sessions, jobs and links (product 16).

    `successors` take over at once what the person answers for, by the name of its kind. Only this affiliation ends; the
    person's access to other agencies stays. Raises ValidationError.
    """
    if ends_on < affiliation.starts_on:
        raise ValidationError({"ends_on": _("The last day cannot be before the first.")})
    handovers.hand_over(affiliation, successors or {}, by=by)
    affiliation.ends_on = ends_on
    if ends_on <= timezone.localdate():
        _suspend([affiliation])
    else:
        _save(affiliation)
    return _record(affiliation, AccessDecisionKind.ENDED, by=by.user, reason=reason)


@act(
    "partnerships.suspend_access",
    on=Affiliation,
    requires=[rules.is_someone_else, rules.has_not_ended, rules.is_not_suspended],
    label=_l("Close the account"),
    log=_l("closed an account"),
)
def suspend_access(affiliation: Affiliation, *, by: Principal, reason: str) -> AccessDecision:
    """Close the person's access to the agency at once, in every role, until it is restored."""
    statuses = (AffiliationStatus.IN_FORCE, AffiliationStatus.COMING)
    suspended = [each for each in _roles_of_person(affiliation) if each.status in statuses]
    _suspend(suspended)
    return _record_all(affiliation, suspended, AccessDecisionKind.SUSPENDED, by=by.user, reason=reason)


@act(
    "partnerships.restore_access",
    on=Affiliation,
    requires=[rules.is_someone_else, rules.has_not_ended, rules.is_suspended],
    label=_l("Open the account again"),
    log=_l("opened an account again"),
)
def restore_access(affiliation: Affiliation, *, by: Principal, reason: str) -> AccessDecision:
    """Restore the access in every role that has not ended. The person must sign in again."""
    restored = [each for each in _roles_of_person(affiliation) if each.status == AffiliationStatus.SUSPENDED]
    for each in restored:
        each.suspended_at = None
        _save(each)
    return _record_all(affiliation, restored, AccessDecisionKind.RESTORED, by=by.user, reason=reason)


@act(
    "partnerships.confirm_access",
    on=Affiliation,
    requires=[rules.is_someone_else, rules.has_not_ended],
    label=_l("Confirm the access"),
    log=_l("confirmed somebody's access"),
    done=_l("The access is confirmed."),
)
def confirm_access(affiliation: Affiliation, *, by: Principal) -> AccessDecision:
    """Confirm in the yearly review that the person still needs the access (product 16)."""
    affiliation.confirmed_on = timezone.localdate()
    _save(affiliation)
    return _record(affiliation, AccessDecisionKind.CONFIRMED, by=by.user)


# --- resetting a second factor or a password


@act(
    "partnerships.request_factor_reset",
    on=Affiliation,
    requires=[rules.is_someone_else, rules.has_signed_in_here, rules.may_be_reset],
    label=_l("Reset the second factor"),
    log=_l("asked for a second factor to be reset"),
    done=_l("Requested. A manager or another system manager has to confirm within 24 hours."),
)
def request_factor_reset(affiliation: Affiliation, *, by: Principal, reason: str) -> FactorReset:
    """Request that a person's second factor be removed. Another person confirms within 24 hours. Raises NotNow."""
    return _request_reset(affiliation, ResetKind.FACTOR, by=by, reason=reason)


@act(
    "partnerships.confirm_factor_reset",
    on=FactorReset,
    moves=FactorResetState.REQUESTED >> FactorResetState.DONE,
    requires=[rules.is_about_factor, rules.is_second_person, rules.can_be_reset],
    label=_l("Confirm the reset"),
    log=_l("reset a second factor"),
    done=_l("The second factor is removed. The person must enrol again at the next sign-in."),
)
def confirm_factor_reset(reset: FactorReset, *, by: Principal) -> FactorReset:
    """A second person agrees: app and reserve codes are removed, every session ends, a new factor must be enrolled."""
    user = reset.affiliation.user
    Authenticator.objects.filter(user=user).delete()
    User.objects.filter(pk=user.pk).update(generation=F("generation") + 1)
    reset.settled_by, reset.settled_at = by.user, timezone.now()
    reset.save()
    _record(reset.affiliation, AccessDecisionKind.FACTOR_RESET, by=by.user, reason=reset.reason)
    return reset


@act(
    "partnerships.cancel_factor_reset",
    on=FactorReset,
    moves=FactorResetState.REQUESTED >> FactorResetState.CANCELLED,
    label=_l("Cancel the request"),
    log=_l("cancelled the reset of a second factor"),
    done=_l("Cancelled. Nothing was reset."),
)
def cancel_factor_reset(reset: FactorReset, *, by: Principal) -> FactorReset:
    """Nothing is reset."""
    reset.settled_by, reset.settled_at = by.user, timezone.now()
    reset.save()
    return reset


@act(
    "partnerships.request_password_link",
    on=Affiliation,
    requires=[rules.is_someone_else, rules.has_signed_in_here, rules.may_be_reset],
    label=_l("New link to a password"),
    log=_l("asked for a link to a new password for somebody"),
    done=_l("Requested. A manager or another system manager has to confirm within 24 hours."),
)
def request_password_link(affiliation: Affiliation, *, by: Principal, reason: str) -> FactorReset:
    """Request a link by which a person who has forgotten the password chooses a new one. Raises NotNow."""
    return _request_reset(affiliation, ResetKind.PASSWORD, by=by, reason=reason)


@act(
    "partnerships.confirm_password_link",
    on=FactorReset,
    moves=FactorResetState.REQUESTED >> FactorResetState.DONE,
    requires=[rules.is_about_password, rules.is_second_person, rules.can_be_reset],
    label=_l("Confirm the link"),
    log=_l("confirmed a link to a new password"),
)
def confirm_password_link(reset: FactorReset, *, by: Principal) -> FactorReset:
    """A second person agrees: a link is made, which works once and for an hour. The second factor stays."""
    reset.settled_by, reset.settled_at = by.user, timezone.now()
    reset.save()
    _record(reset.affiliation, AccessDecisionKind.PASSWORD_LINK, by=by.user, reason=reset.reason)
    if invitation_links.sends_mail():
        queue.order(MAIL_PASSWORD_LINK, reset.affiliation.public_id, by=by, once=str(reset.pk))
    return reset


def _request_reset(affiliation: Affiliation, kind: ResetKind, *, by: Principal, reason: str) -> FactorReset:
    """A request that waits for a second person; one at a time for each person. Raises NotNow."""
    for earlier in FactorReset.objects.open().filter(affiliation__user=affiliation.user):
        if earlier.is_pending:
            raise NotNow(_("A reset has been requested already and waits for a second person."))
        _cancel(earlier)
    reset = FactorReset(kind=kind, affiliation=affiliation, reason=reason, requested_by=by.user)
    reset.save()
    return reset


def _save_unique(affiliation: Affiliation) -> None:
    """Save it. Raises ValidationError if the person has the same role from the same day."""
    sentence = _("The person has this role from that day already.")
    with constraint_as_error("one_affiliation", field="role", message=sentence):
        _save(affiliation)


def _save(affiliation: Affiliation) -> None:
    """Save it with a new version, so that a form with an older one is refused."""
    if affiliation.pk:
        affiliation.version += 1
    affiliation.save()


def _record(affiliation: Affiliation, kind: AccessDecisionKind, *, by: User, reason: str = "") -> AccessDecision:
    """A decision, with the terms of the affiliation as they are now."""
    terms = {name: getattr(affiliation, name) for name in TERMS if name != "unit"}
    unit = affiliation.unit.name if affiliation.unit else ""
    decision = AccessDecision(affiliation=affiliation, kind=kind, reason=reason, decided_by=by, unit=unit, **terms)
    decision.save()
    return decision


def _record_all(
    asked: Affiliation, affiliations: Iterable[Affiliation], kind: AccessDecisionKind, *, by: User, reason: str
) -> AccessDecision:
    """A decision on each affiliation. Returns the one on the affiliation that was asked for."""
    decisions = [_record(each, kind, by=by, reason=reason) for each in affiliations]
    return next((each for each in decisions if each.affiliation_id == asked.pk), decisions[0])


def _roles_of_person(affiliation: Affiliation) -> list[Affiliation]:
    """All affiliations of the person with the agency, locked."""
    rows = Affiliation.objects.filter(user=affiliation.user_id, agency=affiliation.agency_id)
    return list(rows.select_for_update(of=("self",)).select_related("user", "unit"))


def _suspend(affiliations: list[Affiliation]) -> None:
    """End the affiliations at once, with their sessions and jobs, the person's open invitations and pending resets.

    Sessions for other agencies are not this agency's to end.
    """
    for affiliation in affiliations:
        affiliation.suspended_at = timezone.now()
        affiliation.generation += 1
        _save(affiliation)
    users = {affiliation.user_id for affiliation in affiliations}
    queue.refuse_all([affiliation.pk for affiliation in affiliations])
    for invitation in AccountInvitation.objects.open().filter(sent_by__in=users):
        invitation.state = AccountInvitationState.WITHDRAWN
        invitation.save()
    resets = FactorReset.objects.open()
    for reset in (resets.filter(requested_by__in=users) | resets.filter(affiliation__user__in=users)).distinct():
        _cancel(reset)


def _cancel(reset: FactorReset) -> None:
    reset.state, reset.settled_at = FactorResetState.CANCELLED, timezone.now()
    reset.save()


def _send(invitation: AccountInvitation, by: Principal) -> None:
    """Order the mail as a job: it waits for an unreachable mail server, and is refused once the sender has left."""
    if invitation_links.sends_mail():
        queue.order(MAIL_INVITATION, invitation.pk, by=by, once=str(invitation.version))
