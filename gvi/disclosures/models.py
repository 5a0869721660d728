"""Disclosures: what one agency hands over to another by a decision, with its ground (architecture 3; domain 4)."""

from datetime import MAXYEAR, UTC, date, datetime
from typing import ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gvi.access.guarded import Guarded, GuardedForeignKey, GuardedManager, GuardedQuerySet
from gvi.partnerships.models import Agency

UNTIL_DISPOSAL = datetime(
    MAXYEAR, 1, 1, tzinfo=UTC
)  # accepted copies are readable until their receiver disposes of them


class GroundQuerySet(models.QuerySet["LegalGround"]):
    """Queries on legal grounds."""

    def in_force(self, day: date | None = None) -> Self:
        """Grounds that apply on that day (default today, Stockholm)."""
        day = day or timezone.localdate()
        return self.filter(Q(valid_from=None) | Q(valid_from__lte=day), Q(valid_to=None) | Q(valid_to__gte=day))

    def from_agency(self, giver: Agency) -> Self:
        """Grounds on which this kind of agency may disclose persons."""
        about_persons = Q(covers_persons=True) | ~Q(protects=[])
        return self.filter(Q(givers=[]) | Q(givers__contains=[giver.kind]), about_persons)

    def between(self, giver: Agency, receiver: Agency) -> Self:
        """Grounds that cover disclosing persons from the one kind of agency to the other."""
        return self.from_agency(giver).filter(Q(receivers=[]) | Q(receivers__contains=[receiver.kind]))


class LegalGround(models.Model):
    """A ground on which secrecy may be lifted, as dated data: the law changes about once a year (domain 4.2).

    The owner role writes them from a file (gvi/disclosures/grounds.toml). An empty list of kinds means any kind.
    `protects` names which of the protected the ground covers on the marked way (gvi/disclosures/protection.py).
    """

    code = models.CharField(_("code"), max_length=20)
    name = models.CharField(_("name"), max_length=120)
    statute = models.CharField(_("statute"), max_length=120)
    givers = ArrayField(models.CharField(max_length=40), default=list)
    receivers = ArrayField(models.CharField(max_length=40), default=list)
    covers_persons = models.BooleanField(default=True)
    protects = ArrayField(models.CharField(max_length=20), default=list)
    needs_assessment = models.BooleanField(default=True)
    needs_consent = models.BooleanField(default=False)
    needs_cooperation = models.BooleanField(default=False)
    valid_from = models.DateField(_("from"), null=True)
    valid_to = models.DateField(_("to"), null=True)
    help_text = models.CharField(max_length=400, blank=True)

    objects = GroundQuerySet.as_manager()

    class Meta:
        verbose_name = _("legal ground")
        verbose_name_plural = _("legal grounds")
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="one_ground_per_day", nulls_distinct=False)
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.statute})"


class GroundConfirmationQuerySet(GuardedQuerySet["GroundConfirmation"]):
    """Queries on confirmations of grounds."""

    def in_force(self) -> Self:
        """Confirmations that have not been revoked."""
        return self.filter(revoked_on=None)


class GroundConfirmation(Guarded):
    """An agency's lawyer has confirmed a ground for what the agency discloses. Each agency confirms for itself."""

    ground = models.ForeignKey(LegalGround, models.PROTECT, related_name="+", verbose_name=_("ground"))
    confirmed_by = models.CharField(_("confirmed by"), max_length=120)
    confirmed_on = models.DateField(_("confirmed on"))
    revoked_on = models.DateField(_("taken back on"), null=True)

    objects: ClassVar = GuardedManager.from_queryset(GroundConfirmationQuerySet)()

    class Meta:
        verbose_name = _("confirmed ground")
        verbose_name_plural = _("confirmed grounds")
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "ground"], condition=Q(revoked_on=None), name="one_confirmation_per_ground"
            )
        ]

    def __str__(self) -> str:
        return f"{self.ground}: {self.confirmed_by}"


class Receivable(Guarded):
    """A row that its receiver may use until `valid_until`, and read until `readable_until`.

    The two are the same until the receiver accepts it. From then on it is the receiver's own record, readable until the
    receiver disposes of it.
    """

    receiver = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name=_("receiver"))
    valid_until = models.DateTimeField(_("valid until"))
    readable_until = models.DateTimeField(_("readable until"), editable=False)

    class Meta:
        abstract = True

    @property
    def is_valid(self) -> bool:
        """True if the receiver may use it now."""
        return self.valid_until > timezone.now()


class EndReason(models.TextChoices):
    """Why a disclosure ended before its time."""

    WITHDRAWN = "withdrawn", pgettext_lazy("disclosure", "withdrawn")
    RETURNED = "returned", pgettext_lazy("disclosure", "returned")


class Disclosure(Receivable):
    """One decision of the giver: what, about how many people, to whom, on which ground, until when.

    The decision itself is immutable: a trigger allows only its status and end dates to change (migration 0002).
    """

    purpose = models.CharField(_("what for"), max_length=200)
    fields = ArrayField(models.CharField(max_length=40), verbose_name=_("information"))
    people_count = models.PositiveSmallIntegerField(_("people"))
    ground = models.ForeignKey(LegalGround, models.PROTECT, related_name="+", verbose_name=_("ground"))
    ground_confirmed = models.BooleanField(_("ground confirmed"))
    reasons = models.CharField(_("assessment"), max_length=1000, blank=True)
    assessed_each = models.BooleanField(_("assessed for each person"), default=False)
    protection_reason = models.CharField(_("marked for protection"), max_length=300, blank=True)
    consent_on = models.DateField(_("written consent"), null=True, blank=True)
    cooperation_on = models.DateField(_("decision on cooperation"), null=True, blank=True)
    cooperation_reference = models.CharField(_("reference of the decision on cooperation"), max_length=80, blank=True)
    decided_by = models.CharField(_("decided by"), max_length=120)
    decided_at = models.DateTimeField(_("decided"), default=timezone.now)
    accepted_at = models.DateTimeField(_("accepted"), null=True, editable=False)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, editable=False
    )
    decided_until = models.DateTimeField(_("decided to hold until"), editable=False)
    end_reason = models.CharField(_("ended as"), max_length=20, choices=EndReason, blank=True, editable=False)
    disposed_at = models.DateTimeField(_("disposed of"), null=True, editable=False)

    class Meta:
        verbose_name = _("disclosure")
        verbose_name_plural = _("disclosures")
        indexes = [
            models.Index("owner", F("decided_at").desc(), "id", name="disclosure_given"),
            models.Index("receiver", F("decided_at").desc(), "id", name="disclosure_received"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(receiver=F("owner")), name="disclosure_to_another"),
            models.UniqueConstraint(
                fields=["id", "receiver", "valid_until", "readable_until"], name="disclosure_as_its_records"
            ),
        ]

    def __str__(self) -> str:
        return self.purpose

    def get_absolute_url(self) -> str:
        return reverse("disclosures:disclosure", args=[self.pk])


class DisclosedRecordQuerySet(GuardedQuerySet["DisclosedRecord"]):
    """Queries on disclosed records."""

    def in_force(self) -> Self:
        """Records that their receiver may use now."""
        return self.filter(valid_until__gt=timezone.now())


class DisclosedRecord(Receivable):
    """Chosen fields of one row, as they were when it was disclosed. Never changed.

    `person_code_id` is the code that both agencies know, if there is one: pages show the name next to that code.
    `ends_with` is the disclosure whose end it shares, set by the database; none if this one person was withdrawn.
    """

    disclosure = GuardedForeignKey(Disclosure, home=True, related_name="records", verbose_name=_("disclosure"))
    person_code_id = models.UUIDField(null=True, editable=False)
    code = models.CharField(_("code"), max_length=30, blank=True)
    facts = models.JSONField(_("information"))
    ends_with = models.UUIDField(null=True, editable=False)

    objects: ClassVar = GuardedManager.from_queryset(DisclosedRecordQuerySet)()

    class Meta:
        verbose_name = _("disclosed record")
        verbose_name_plural = _("disclosed records")
        indexes = [
            models.Index(fields=["person_code_id"], name="disclosed_record_by_code", condition=~Q(person_code_id=None))
        ]

    def __str__(self) -> str:
        return self.name or self.code

    @property
    def name(self) -> str:
        """The name, if it was disclosed."""
        return " ".join(str(self.facts[name]) for name in ("given_name", "family_name") if self.facts.get(name))


class DisclosureSource(Guarded):
    """The row that a disclosed record was copied from, and the giver's assessment of that person.

    A note of the giver, which the receiver never reads.
    """

    record = GuardedForeignKey(DisclosedRecord, home=True, related_name="sources", verbose_name=_("disclosed record"))
    label = models.CharField(max_length=80)
    row = models.UUIDField(db_index=True)
    assessment = models.CharField(_("assessment"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("source of a disclosed record")
        verbose_name_plural = _("sources of disclosed records")
        constraints = [models.UniqueConstraint(fields=["record"], name="one_source_per_record")]

    def __str__(self) -> str:
        return self.label
