"""The partnership, its agencies and their users (domain 2.1, 3.1)."""

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.contrib.auth.models import Group
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from guardian.models import GroupObjectPermissionBase

from gvi.access.guarded import Guarded
from gvi.access.policy import AGENCY_PROFILES, Kind
from gvi.partnerships.models.accounts import (
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

__all__ = [
    "GRANTS",
    "AccessDecision",
    "AccessDecisionKind",
    "AccountInvitation",
    "AccountInvitationState",
    "Affiliation",
    "AffiliationStatus",
    "Agency",
    "FactorReset",
    "FactorResetState",
    "KeyMessage",
    "Milestone",
    "Partnership",
    "PartnershipGrant",
    "Phase",
    "ResetKind",
    "Training",
    "Unit",
    "User",
]

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

GRANTS: list[tuple[str, "StrOrPromise"]] = [
    ("write_meeting", "Write open meetings of the partnership"),
    ("write_attendee", "Write who attends open meetings"),
    ("write_agendaitem", "Write agenda items of open meetings"),
    ("write_callin", "Write open call-ins of the partnership"),
    ("write_sanction", "Write open sanctions of the partnership"),
    ("write_focusparticipation", "End open participation in increased focus"),
    ("write_commitment", "Write open commitments of the partnership"),
]


class Phase(models.TextChoices):
    """How far a partnership has come (domain 2.1). A phase is not fidelity."""

    INITIATED = "initiated", _("initiated")
    INTENT = "intent", _("letter of intent signed")
    BUILDING = "building", _("building up")
    AUDIT = "audit", _("problem analysis")
    OPERATIVE = "operative", _("operative")
    LINE = "line", _("permanent work")
    PAUSED = "paused", _("paused")
    CLOSED = "closed", _("closed")


class Partnership(models.Model):
    """Municipalities, police and probation that work together, separated from every other partnership."""

    slug = models.SlugField(unique=True)
    name = models.CharField(_("name"), max_length=120)
    brand = models.CharField(_("local name"), max_length=120, blank=True)
    police_area = models.CharField(_("local police area"), max_length=120, blank=True)
    phase = models.CharField(_("phase"), max_length=20, choices=Phase, default=Phase.INITIATED)
    emergency = models.CharField(_("in an emergency"), max_length=40, default="112")
    about = models.TextField(_("about the strategy"), blank=True)
    origin = models.TextField(_("where it comes from"), blank=True)
    message = models.JSONField(_("the message"), default=list)
    goals = models.JSONField(_("goals"), default=list)
    contacts = models.JSONField(_("contact and support"), default=list)
    links = models.JSONField(_("elsewhere"), default=list)
    secrecy_line = models.CharField(_("secrecy line on papers"), max_length=200, blank=True)
    updated_on = models.DateField(_("last updated"), null=True)
    supervisor = models.CharField(_("supervisory authority for accessibility"), max_length=120, blank=True)
    supervisor_url = models.URLField(_("address of the supervisory authority"), blank=True)
    statement_on = models.DateField(_("accessibility statement made on"), null=True)

    class Meta:
        permissions = GRANTS
        verbose_name = _("partnership")
        verbose_name_plural = _("partnerships")

    def __str__(self) -> str:
        return self.brand or self.name

    def contacts_for(self, use: str) -> list[dict[str, str]]:
        """The contacts of one use: "on_duty" for social services on duty, "requests" for those who read requests."""
        return [contact for contact in self.contacts if contact.get("use") == use]

    @property
    def on_duty(self) -> list[dict[str, str]]:
        """Where social services on duty answer."""
        return self.contacts_for("on_duty")

    @property
    def request_readers(self) -> list[dict[str, str]]:
        """Those who read requests for support, with their hours."""
        return [contact for contact in self.contacts_for("requests") if contact.get("hours")]


class PartnershipGrant(GroupObjectPermissionBase):
    """A grant of guardian: what an agency may write in open rows of the partnership."""

    content_object = models.ForeignKey(Partnership, models.CASCADE)

    class Meta(GroupObjectPermissionBase.Meta):
        db_table = "partnerships_partnershipgrant"
        verbose_name = _("grant on a partnership")
        verbose_name_plural = _("grants on partnerships")


def _as_its_kind() -> Q:
    """The properties of an agency follow from its kind, by the policy table."""
    profiles = set(AGENCY_PROFILES.values())
    return reduce(
        or_,
        (
            Q(
                kind__in=sorted(kind for kind, profile in AGENCY_PROFILES.items() if profile == each),
                needed_reach=each.needed_reach,
                keeps_dossiers=each.keeps_dossiers,
                takes_requests=each.takes_requests,
            )
            for each in sorted(profiles, key=lambda each: (each.needed_reach, each.keeps_dossiers, each.takes_requests))
        ),
    )


class Agency(Group):
    """The agency that is responsible for the data (the controller). It is a Django group, so guardian can grant to it.

    `needed_reach`, `keeps_dossiers` and `takes_requests` follow from the kind by the policy table; PostgreSQL reads
    them here. A constraint holds them together, and the run-time role may not change an agency's kind.
    """

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="agencies")
    kind = models.CharField(_("kind"), max_length=30, choices=Kind)
    title = models.CharField(_("name"), max_length=120)
    short_name = models.CharField(_("short name"), max_length=40)
    municipality = models.CharField(_("municipality"), max_length=80, blank=True)
    logs_in = models.BooleanField(_("logs in"), default=True)
    leads = models.BooleanField(_("leads"), default=False)
    needed_reach = models.PositiveSmallIntegerField(editable=False)
    keeps_dossiers = models.BooleanField(editable=False)
    takes_requests = models.BooleanField(editable=False, default=False)

    # Django's own manager, inherited; only its type is declared again.
    objects: ClassVar[models.Manager[Self]]  # type: ignore[assignment]

    class Meta:
        verbose_name = _("agency")
        verbose_name_plural = _("agencies")
        constraints = [
            models.CheckConstraint(condition=_as_its_kind(), name="agency_as_its_kind"),
            models.UniqueConstraint(fields=["partnership", "title"], name="one_agency_per_title"),
            models.UniqueConstraint(fields=["partnership"], condition=Q(leads=True), name="one_leading_agency"),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        standing = AGENCY_PROFILES[self.kind]
        self.needed_reach, self.keeps_dossiers = standing.needed_reach, standing.keeps_dossiers
        self.takes_requests = standing.takes_requests
        self.name = f"{self.partnership.slug}: {self.title}"
        if "update_fields" in kwargs:
            kwargs["update_fields"] = {*kwargs["update_fields"], "name"}
        super().save(*args, **kwargs)


class Unit(models.Model):
    """A part of an agency: a probation office, a team."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="units")
    name = models.CharField(_("name"), max_length=120)

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        constraints = [models.UniqueConstraint(fields=["agency", "name"], name="one_unit_per_name")]

    def __str__(self) -> str:
        return self.name


class Milestone(Guarded):
    """A milestone of the partnership (domain 2.1), with its date and its evidence."""

    date = models.DateField(_("date"), null=True)
    date_in_words = models.CharField(_("when, in words"), max_length=40, blank=True)
    text = models.CharField(_("what"), max_length=200)
    evidence = models.CharField(_("what shows it"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        ordering = ["date", "pk"]

    def __str__(self) -> str:
        return self.text


class Training(Guarded):
    """A training occasion (domain 3.1), with its organiser and dates."""

    title = models.CharField(_("title"), max_length=120)
    organiser = models.CharField(_("organiser"), max_length=120)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"))
    about = models.TextField(_("content"), blank=True)

    class Meta:
        verbose_name = _("training")
        verbose_name_plural = _("trainings")
        ordering = ["starts_on", "pk"]

    def __str__(self) -> str:
        return self.title


class KeyMessage(Guarded):
    """A part of the joint message (domain 2.11 rule 9: speakers use the approved set)."""

    code = models.CharField(_("code"), max_length=10)
    text = models.CharField(_("text"), max_length=400)
    approved_on = models.DateField(_("approved"), null=True)

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["code", "pk"]
        constraints = [models.UniqueConstraint(fields=["partnership", "code"], name="one_message_per_code")]

    def __str__(self) -> str:
        return self.text
