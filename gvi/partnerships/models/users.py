"""Users, whom they act for, and what was decided about that (domain 2.11 rule 21, 3.1).

Users and affiliations are system tables: who is signed in is asked before there is any context. What tells more of
somebody than that (reasons, invitations, resets) lies in rows of the agency's own, behind both walls.
"""

from datetime import date, timedelta
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gvi.access.guarded import Guarded
from gvi.access.policy import Role
from gvi.acts.act import StatusChoices


class UserManager(BaseUserManager["User"]):
    """Accounts are made by an agency's system manager; nobody signs up."""

    def create_user(self, email: str, password: str | None = None, **facts: Any) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **facts)
        user.set_password(password)
        user.save()
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").lower())


class User(AbstractBaseUser):
    """A person with an account, or an agency's system user. What one may do stands in the affiliation.

    `generation` is raised when everything that was opened before must die, for whichever agency (the second factor is
    taken away): sessions of an earlier one are no sessions. A new password does the same.
    """

    email = models.EmailField(_("e-mail address"), unique=True)
    full_name = models.CharField(_("name"), max_length=120)
    is_active = models.BooleanField(_("active"), default=True)
    is_system = models.BooleanField(default=False)
    is_demo = models.BooleanField(default=False)
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
        """What papers and lists show of staff: the first name (domain 9.18)."""
        return self.full_name.split(" ")[0]

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Django's own question has no answer here: rights belong to the affiliation (gvi.access.principal)."""
        return False

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What a session must hold to be this user's: Django asks at every request, whatever keeps the sessions."""
        salt = "gvi.partnerships.models.User.session"
        return salted_hmac(salt, f"{self.generation}:{self.password}", secret=secret, algorithm="sha256").hexdigest()


class AffiliationQuerySet(models.QuerySet["Affiliation"]):
    """Affiliations, and which of them count."""

    def in_force(self, day: date | None = None) -> "AffiliationQuerySet":
        """Active users whose affiliation holds on that day (default today, Stockholm) and is not shut."""
        day = day or timezone.localdate()
        open_now = self.filter(user__is_active=True, starts_on__lte=day).filter(suspended_at=None)
        return open_now.filter(Q(ends_on=None) | Q(ends_on__gte=day))

    def for_principal(self) -> "AffiliationQuerySet":
        return self.select_related("user", "agency__partnership")


class AffiliationStatus(models.TextChoices):
    """How an affiliation stands today."""

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
        return f"{self.user}, {self.agency.short_name}"

    def get_absolute_url(self) -> str:
        return reverse("users:person", args=[self.public_id])

    @property
    def owner_id(self) -> int:
        """The agency that answers for it: the act asks for its owner as it does of guarded rows."""
        return self.agency_id

    @property
    def known_as(self) -> str:
        """The name that the own agency may be shown: its own word until the person has been in."""
        return self.invited_as if self.invited_as and not self.last_signed_in_at else self.user.full_name

    @property
    def status(self) -> AffiliationStatus:
        """How it stands today. A last day that has come ends it at once where it was shut."""
        today = timezone.localdate()
        if self.ends_on and (self.ends_on < today or (self.suspended_at and self.ends_on <= today)):
            return AffiliationStatus.ENDED
        if self.suspended_at:
            return AffiliationStatus.SUSPENDED
        return AffiliationStatus.COMING if self.starts_on > today else AffiliationStatus.IN_FORCE


class AccessDecisionKind(models.TextChoices):
    """What was decided about somebody's access."""

    GIVEN = "given", pgettext_lazy("access", "access given")
    CHANGED = "changed", pgettext_lazy("access", "access changed")
    ENDED = "ended", pgettext_lazy("access", "access ended")
    SUSPENDED = "suspended", pgettext_lazy("access", "account closed")
    RESTORED = "restored", pgettext_lazy("access", "account opened again")
    CONFIRMED = "confirmed", pgettext_lazy("access", "reviewed and confirmed")
    FACTOR_RESET = "factor_reset", pgettext_lazy("access", "second factor reset")


class AccessDecision(Guarded):
    """One decision about an affiliation, and how the affiliation stood after it. Never changed, read by nobody else.

    Together they answer who could do what on any day (domain 2.11 rule 21).
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
    """An invitation's way."""

    OPEN = "open", pgettext_lazy("invite", "waits")
    ACCEPTED = "accepted", pgettext_lazy("invite", "accepted")
    WITHDRAWN = "withdrawn", pgettext_lazy("invite", "withdrawn")


class AccountInvitation(Guarded):
    """Somebody is asked to join an agency. No account is looked for before its person, signed in, accepts."""

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
        return reverse("users:users")

    @property
    def expires_at(self) -> Any:
        return self.sent_at + self.VALIDITY

    @property
    def is_usable(self) -> bool:
        """Whether its link still opens anything."""
        over = self.ends_on is not None and self.ends_on < timezone.localdate()
        return self.state == AccountInvitationState.OPEN and timezone.now() < self.expires_at and not over


class FactorResetState(StatusChoices):
    """A reset's way."""

    REQUESTED = "requested", pgettext_lazy("reset", "waits for a second person")
    DONE = "done", pgettext_lazy("reset", "done")
    CANCELLED = "cancelled", pgettext_lazy("reset", "cancelled")


class FactorReset(Guarded):
    """A request to take somebody's second factor away, so that another can be enrolled. It takes two people."""

    VALIDITY = timedelta(hours=24)

    affiliation = models.ForeignKey(Affiliation, models.PROTECT, related_name="+")
    reason = models.CharField(_("reason"), max_length=300)
    state = models.CharField(max_length=10, choices=FactorResetState, default=FactorResetState.REQUESTED)
    requested_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    requested_at = models.DateTimeField(_("time"), default=timezone.now)
    settled_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)

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
    def expires_at(self) -> Any:
        return self.requested_at + self.VALIDITY

    @property
    def is_usable(self) -> bool:
        return self.state == FactorResetState.REQUESTED and timezone.now() < self.expires_at
