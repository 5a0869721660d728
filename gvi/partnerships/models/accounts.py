"""Users, the agencies they act for, and the decisions about their access (domain 2.11 rule 21, 3.1).

Users and affiliations are system tables: the signed-in user is looked up before there is any context. Everything else
about a user's access (reasons, invitations, resets) is in rows of the agency, behind both walls.
"""

from datetime import date, datetime, timedelta
from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import make_password
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gvi.access import context
from gvi.access.guarded import Guarded, GuardedManager, GuardedQuerySet
from gvi.access.policy import Role
from gvi.acts.requires import StatusChoices


class UserManager(BaseUserManager["User"]):
    """Makes accounts for an agency's system manager; nobody signs up."""

    def create_user(self, email: str, password: str | None = None, **facts: Any) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **facts)
        user.set_password(password)
        user.save()
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").lower())


class User(AbstractBaseUser):
    """A person with an account, or an agency's system user. The affiliation says what a user may do.

    `generation` is raised to invalidate every session of the user, at all agencies: when the second factor is reset.
    A new password invalidates them too. A demo account is none where DEMO is off. One that was made by an invitation
    in the demo enrols a second factor like any other; the demo's own need none.
    """

    email = models.EmailField(_("e-mail address"), unique=True)
    full_name = models.CharField(_("name"), max_length=120)
    is_active = models.BooleanField(_("active"), default=True)
    is_system = models.BooleanField(default=False)
    is_demo = models.BooleanField(default=False)
    is_invited = models.BooleanField(default=False)
    date_joined = models.DateTimeField(default=timezone.now)
    generation = models.PositiveIntegerField(default=0)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]
    EMAIL_FIELD = "email"
    is_staff = False
    is_superuser = False

    objects = UserManager()

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")

    def __str__(self) -> str:
        return self.full_name

    @property
    def short_name(self) -> str:
        """The first name: all that papers and lists show of staff (domain 9.18)."""
        return self.full_name.split(" ")[0]

    def renew_password(self, password: str) -> bool:
        """Set a new password and end every session. False if it has been changed in the meantime.

        Done by whoever holds a link, before there is a context, so it is no act; the log has it as an event.
        """
        here = User.objects.filter(pk=self.pk, password=self.password, generation=self.generation)
        return bool(here.update(password=make_password(password), generation=models.F("generation") + 1))

    @property
    def exists_here(self) -> bool:
        """False for a demo account where DEMO is off."""
        return settings.DEMO or not self.is_demo

    @cached_property
    def affiliations_in_force(self) -> "list[Affiliation]":
        """What the user may act as today, as `principal` needs it."""
        return list(self.affiliations.in_force().for_principal().order_by("pk"))

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """False: rights belong to the affiliation (gvi.access.principal), so Django's permissions grant nothing."""
        return False

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """The hash that a session must hold. Django compares it at every request, whatever stores the sessions."""
        salt = "gvi.partnerships.models.User.session"
        return salted_hmac(salt, f"{self.generation}:{self.password}", secret=secret, algorithm="sha256").hexdigest()


class AffiliationQuerySet(models.QuerySet["Affiliation"]):
    """Queries on affiliations."""

    def in_force(self, day: date | None = None) -> Self:
        """Affiliations of active users that hold on that day (default today, Stockholm) and are not suspended.

        Those of demo accounts hold only where DEMO is on: their password is published.
        """
        day = day or timezone.localdate()
        not_suspended = self.filter(user__is_active=True, starts_on__lte=day).filter(suspended_at=None)
        if not settings.DEMO:
            not_suspended = not_suspended.filter(user__is_demo=False)
        return not_suspended.filter(Q(ends_on=None) | Q(ends_on__gte=day))

    def ended(self) -> Self:
        """Affiliations whose status is ENDED (see Affiliation.status)."""
        return self.filter(_has_ended())

    def not_ended(self) -> Self:
        """Affiliations in force, beginning later, or suspended: those that the yearly review goes through."""
        return self.exclude(Q(ends_on__isnull=False) & _has_ended())

    def for_principal(self) -> Self:
        """With the rows that a principal needs."""
        return self.select_related("user", "agency__partnership")


def _has_ended() -> Q:
    today = timezone.localdate()
    return Q(ends_on__lt=today) | Q(ends_on__lte=today, suspended_at__isnull=False)


class AffiliationStatus(models.TextChoices):
    """The status of an affiliation today."""

    COMING = "coming", pgettext_lazy("affiliation", "begins later")
    IN_FORCE = "in_force", pgettext_lazy("affiliation", "in force")
    SUSPENDED = "suspended", pgettext_lazy("affiliation", "closed")
    ENDED = "ended", pgettext_lazy("affiliation", "ended")


class Affiliation(models.Model):
    """A user acts for one agency, in one unit, in one role, between two dates (domain 2.11 rule 21).

    `suspended_at` ends the access at once, whatever the dates say. `generation` is raised with it, which invalidates
    every session that uses the affiliation, even if it is restored later. `invited_as` is the name in the agency's
    invitation; it is shown until the first sign-in, so that the agency cannot learn whether an account already existed.
    PostgreSQL lets an agency write only its own affiliations, and delete none.
    """

    url_field = "public_id"

    public_id = models.UUIDField(unique=True, editable=False, db_default=RandomUUID())
    user = models.ForeignKey(User, models.PROTECT, related_name="affiliations")
    agency = models.ForeignKey("partnerships.Agency", models.PROTECT, related_name="affiliations")
    unit = models.ForeignKey("partnerships.Unit", models.PROTECT, null=True, blank=True, related_name="affiliations")
    role = models.CharField(_("role"), max_length=40, choices=Role)
    title = models.CharField(_("function"), max_length=80, blank=True)
    starts_on = models.DateField(_("from"), default=timezone.localdate)
    ends_on = models.DateField(_("to"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    generation = models.PositiveIntegerField(default=0, editable=False)
    invited_as = models.CharField(max_length=120, blank=True, editable=False)
    confirmed_on = models.DateField(_("last reviewed"), null=True, editable=False)
    last_signed_in_at = models.DateTimeField(_("last signed in"), null=True, editable=False)
    suspended_at = models.DateTimeField(_("closed"), null=True, editable=False)
    welcomed_at = models.DateTimeField(null=True, editable=False)

    objects = AffiliationQuerySet.as_manager()

    class Meta:
        verbose_name = _("affiliation")
        verbose_name_plural = _("affiliations")
        constraints = [
            models.UniqueConstraint(fields=["user", "agency", "role", "starts_on"], name="one_affiliation"),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on")), name="affiliation_dates"
            ),
        ]

    def __str__(self) -> str:
        return self.known_as

    def get_absolute_url(self) -> str:
        return reverse("partnerships:user", args=[self.public_id])

    def record_sign_in(self) -> None:
        """Note that the user has signed in for the agency, in its context but before any page: so it is no act."""
        with context.enter_context(context.for_agencies(self.agency, user=self.user_id)):
            Affiliation.objects.filter(pk=self.pk).update(last_signed_in_at=timezone.now())

    def record_welcome(self) -> None:
        """Note that the user has seen what to do first in this role. It is about nobody else, so it is no act."""
        Affiliation.objects.filter(pk=self.pk).update(welcomed_at=timezone.now())

    @property
    def owner_id(self) -> int:
        """The agency that is responsible for it. Acts ask system rows for their owner as they ask guarded rows."""
        return self.agency_id

    @property
    def known_as(self) -> str:
        """The name that the agency may see: the one in its invitation until the first sign-in."""
        return self.invited_as if self.invited_as and not self.last_signed_in_at else self.user.full_name

    @property
    def reviewed_on(self) -> date:
        """The day the access was last confirmed, or else the day it began."""
        return self.confirmed_on or self.starts_on

    @property
    def status(self) -> AffiliationStatus:
        """The status today. A suspended affiliation ends with its last day; any other one ends after it."""
        today = timezone.localdate()
        if self.ends_on and (self.ends_on < today or (self.suspended_at and self.ends_on <= today)):
            return AffiliationStatus.ENDED
        if self.suspended_at:
            return AffiliationStatus.SUSPENDED
        return AffiliationStatus.COMING if self.starts_on > today else AffiliationStatus.IN_FORCE


class AccessDecisionKind(models.TextChoices):
    """What was decided about a user's access."""

    GIVEN = "given", pgettext_lazy("access", "access given")
    CHANGED = "changed", pgettext_lazy("access", "access changed")
    ENDED = "ended", pgettext_lazy("access", "access ended")
    SUSPENDED = "suspended", pgettext_lazy("access", "account closed")
    RESTORED = "restored", pgettext_lazy("access", "account opened again")
    CONFIRMED = "confirmed", pgettext_lazy("access", "reviewed and confirmed")
    FACTOR_RESET = "factor_reset", pgettext_lazy("access", "second factor reset")
    PASSWORD_LINK = "password_link", pgettext_lazy("access", "link to a new password")


class AccessDecision(Guarded):
    """A decision about an affiliation, and its terms afterwards. It is never changed, and only its agency reads it.

    Together the decisions say who could do what on any day (domain 2.11 rule 21).
    """

    affiliation = models.ForeignKey(Affiliation, models.PROTECT, related_name="+")
    kind = models.CharField(_("decision"), max_length=20, choices=AccessDecisionKind)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    decided_at = models.DateTimeField(_("time"), default=timezone.now)
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    role = models.CharField(_("role"), max_length=40, choices=Role)
    unit = models.CharField(_("unit"), max_length=120, blank=True)
    title = models.CharField(_("function"), max_length=80, blank=True)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"), null=True)

    class Meta:
        verbose_name = _("decision on access")
        verbose_name_plural = _("decisions on access")

    def __str__(self) -> str:
        return str(self.get_kind_display())

    def get_absolute_url(self) -> str:
        return self.affiliation.get_absolute_url()


class AccountInvitationState(StatusChoices):
    """The states of an invitation to an account."""

    OPEN = "open", pgettext_lazy("invite", "waits")
    ACCEPTED = "accepted", pgettext_lazy("invite", "accepted")
    WITHDRAWN = "withdrawn", pgettext_lazy("invite", "withdrawn")


class AccountInvitationQuerySet(GuardedQuerySet["AccountInvitation"]):
    """Queries on invitations to accounts."""

    def open(self) -> Self:
        """Invitations that are neither accepted nor withdrawn; their link may have expired."""
        return self.filter(state=AccountInvitationState.OPEN)


class AccountInvitation(Guarded):
    """An invitation to join an agency. No account is looked up until the invited person, signed in, accepts."""

    VALIDITY = timedelta(hours=72)

    email = models.EmailField(_("e-mail address"))
    name = models.CharField(_("name"), max_length=120)
    unit = models.ForeignKey("partnerships.Unit", models.PROTECT, null=True, related_name="+")
    role = models.CharField(_("role"), max_length=40, choices=Role)
    title = models.CharField(_("function"), max_length=80, blank=True)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"), null=True)
    state = models.CharField(max_length=10, choices=AccountInvitationState, default=AccountInvitationState.OPEN)
    sent_at = models.DateTimeField(_("sent"), default=timezone.now)
    sent_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects: ClassVar = GuardedManager.from_queryset(AccountInvitationQuerySet)()

    class Meta:
        verbose_name = _("invitation to an account")
        verbose_name_plural = _("invitations to accounts")
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "email"], condition=Q(state="open"), name="one_open_account_invitation"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("partnerships:users")

    @property
    def expires_at(self) -> datetime:
        """When its link stops working."""
        sent_at: datetime = self.sent_at
        return sent_at + self.VALIDITY

    @property
    def is_usable(self) -> bool:
        """True if its link still works."""
        has_ended = self.ends_on is not None and self.ends_on < timezone.localdate()
        return self.state == AccountInvitationState.OPEN and timezone.now() < self.expires_at and not has_ended


class ResetKind(models.TextChoices):
    """What somebody has lost."""

    FACTOR = "factor", _("second factor")
    PASSWORD = "password", _("password")


class FactorResetState(StatusChoices):
    """The states of a request to reset a second factor or a password."""

    REQUESTED = "requested", pgettext_lazy("reset", "waits for a second person")
    DONE = "done", pgettext_lazy("reset", "done")
    CANCELLED = "cancelled", pgettext_lazy("reset", "cancelled")


class FactorResetQuerySet(GuardedQuerySet["FactorReset"]):
    """Queries on requests to reset a second factor."""

    def open(self) -> Self:
        """Requests that are neither confirmed nor cancelled; they may have expired."""
        return self.filter(state=FactorResetState.REQUESTED)

    def pending(self) -> Self:
        """Requests that a second person can still confirm."""
        return self.open().filter(requested_at__gt=timezone.now() - FactorReset.VALIDITY)


class FactorReset(Guarded):
    """A request that takes two people: to remove a user's second factor, or to make a link to a new password."""

    VALIDITY = timedelta(hours=24)

    kind = models.CharField(max_length=10, choices=ResetKind, default=ResetKind.FACTOR)
    affiliation = models.ForeignKey(Affiliation, models.PROTECT, related_name="+")
    reason = models.CharField(_("reason"), max_length=300)
    state = models.CharField(max_length=10, choices=FactorResetState, default=FactorResetState.REQUESTED)
    requested_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    requested_at = models.DateTimeField(_("time"), default=timezone.now)
    settled_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)

    objects: ClassVar = GuardedManager.from_queryset(FactorResetQuerySet)()

    class Meta:
        verbose_name = _("reset of a second factor")
        verbose_name_plural = _("resets of second factors")
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "affiliation"], condition=Q(state="requested"), name="one_open_factor_reset"
            )
        ]

    def __str__(self) -> str:
        return str(self.get_state_display())

    def get_absolute_url(self) -> str:
        return self.affiliation.get_absolute_url()

    @property
    def expires_at(self) -> datetime:
        """When it can no longer be confirmed."""
        requested_at: datetime = self.requested_at
        return requested_at + self.VALIDITY

    @property
    def is_pending(self) -> bool:
        """True if a second person can still confirm it."""
        return self.state == FactorResetState.REQUESTED and timezone.now() < self.expires_at
