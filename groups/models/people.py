"""Groups and the people in them. A group's card may be published; a person's dossier never is (architecture 3)."""

from typing import ClassVar, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from guardian.models import UserObjectPermissionBase

from gvi.access.guarded import Guarded, GuardedForeignKey, GuardedManager, GuardedQuerySet, VisibilityKey
from gvi.acts.act import StatusChoices
from gvi.partnerships.on_behalf.models import OnBehalf
from gvi.text.national_ids import unseal
from gvi.text.swedish import Swedish


class GroupKind(models.TextChoices):
    """What sort of group (domain 3.2)."""

    LOCAL = "local", _("local network")
    AREA = "area", _("area based")
    MC = "mc", _("motorcycle club")
    FAMILY = "family", _("family based")
    AD_HOC = "ad_hoc", _("ad hoc")
    UNKNOWN = "unknown", _("kind not known")


class Violence(models.TextChoices):
    """The group's level of violence (domain 3.2). Of a group, never of a person."""

    HIGH = "high", pgettext_lazy("violence", "high")
    MEDIUM = "medium", pgettext_lazy("violence", "medium")
    LOW = "low", pgettext_lazy("violence", "low")
    NONE_KNOWN = "none_known", pgettext_lazy("violence", "none known")


class GroupState(StatusChoices):
    """A group's way (domain 2.3). "In focus" is derived from an open sanction, never typed."""

    PROPOSED = "proposed", pgettext_lazy("group", "proposed")
    ACTIVE = "active", pgettext_lazy("group", "active")
    DORMANT = "dormant", pgettext_lazy("group", "dormant")
    DISSOLVED = "dissolved", pgettext_lazy("group", "dissolved")


class GroupQuerySet(GuardedQuerySet["Group"]):
    """Queries on groups."""

    def active(self) -> Self:
        """Groups that are not dissolved."""
        return self.exclude(state=GroupState.DISSOLVED)


class Group(OnBehalf):
    """A group's card: what the partnership needs to know of it, without persons."""

    name = models.CharField(_("name"), max_length=60)
    kind = models.CharField(_("kind"), max_length=20, choices=GroupKind, default=GroupKind.UNKNOWN)
    state = models.CharField(_("state"), max_length=20, choices=GroupState, default=GroupState.PROPOSED)
    area = models.CharField(_("area"), max_length=80, blank=True)
    municipality = models.CharField(_("municipality"), max_length=80, blank=True)
    size_low = models.PositiveSmallIntegerField(_("at least"), null=True, blank=True)
    size_high = models.PositiveSmallIntegerField(_("at most"), null=True, blank=True)
    violence = models.CharField(_("violence"), max_length=20, choices=Violence, default=Violence.NONE_KNOWN)
    known_since = models.DateField(_("known since"), null=True, blank=True)
    summary = models.CharField(_("picture in one line"), max_length=200, blank=True)
    next_step = models.CharField(_("next step"), max_length=160, blank=True)
    review_on = models.DateField(_("review by"), null=True, blank=True)

    objects: ClassVar = GuardedManager.from_queryset(GroupQuerySet)()

    class Meta:
        verbose_name = _("group")
        verbose_name_plural = _("groups")
        constraints = [
            models.UniqueConstraint("partnership", "owner", Swedish("name"), name="one_group_per_name"),
            models.CheckConstraint(
                condition=Q(size_low=None) | Q(size_high=None) | Q(size_high__gte=models.F("size_low")),
                name="group_size",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("groups:group", args=[self.pk])

    @property
    def size(self) -> str:
        """The estimated size as an interval; a single number would claim too much."""
        if self.size_low is None and self.size_high is None:
            return ""
        if self.size_low == self.size_high:
            return str(self.size_low)
        return f"{self.size_low or '?'}–{self.size_high or '?'}"


class PersonCode(Guarded):
    """A person as a speakable code ("Lönn 27"), where agencies must act on the same person without a name.

    Born by publishing. Says nothing of why.
    """

    code = models.CharField(_("code"), max_length=30)
    group = GuardedForeignKey(Group, home=True, related_name="person_codes", verbose_name=_("group"))

    class Meta:
        verbose_name = _("code")
        verbose_name_plural = _("codes")
        constraints = [models.UniqueConstraint(fields=["partnership", "code"], name="one_person_code_per_code")]
        indexes = [
            models.Index("partnership", "code", VisibilityKey("owner", "reach"), name="person_code_by_code"),
            # A count asks the index alone: beside the order it holds all that both walls want to know.
            models.Index(
                "partnership",
                VisibilityKey("owner", "reach"),
                include=["id", "owner", "reach"],
                name="person_code_by_visibility",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        return reverse("groups:person_code", args=[self.pk])


class Dossier(Guarded):
    """One agency's own record of a person: who it is. Never leaves home; what crosses is a disclosure."""

    given_name = models.CharField(_("first name"), max_length=60)
    family_name = models.CharField(_("surname"), max_length=60, blank=True)
    alias = models.CharField(_("also called"), max_length=60, blank=True)
    national_id = models.CharField(_("national identity number"), max_length=200, blank=True, editable=False)
    national_id_key = models.CharField(max_length=64, blank=True, editable=False)
    birth_year = models.PositiveSmallIntegerField(
        _("year of birth"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1900), MaxValueValidator(2100)],
    )
    municipality = models.CharField(_("municipality"), max_length=80, blank=True)
    protected = models.BooleanField(_("protected identity"), default=False)
    person_code = GuardedForeignKey(PersonCode, null=True, blank=True, related_name="dossiers", verbose_name=_("code"))

    named_readers = "groups_dossierreader"

    class Meta:
        verbose_name = _("dossier")
        verbose_name_plural = _("dossiers")
        permissions = [("read_protected", "Read a dossier with protected identity")]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "owner", "national_id_key"],
                condition=~Q(national_id_key=""),
                name="one_dossier_per_national_id",
            ),
            models.UniqueConstraint(fields=["partnership", "owner", "person_code"], name="one_dossier_per_code"),
        ]

    def __str__(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()

    def get_absolute_url(self) -> str:
        return reverse("groups:dossier", args=[self.pk])

    @property
    def number(self) -> str:
        """The national id in clear, or nothing. Masked on screen by the template."""
        return unseal(self.national_id) if self.national_id else ""


class DossierReader(UserObjectPermissionBase):
    """Guardian: a named reader of a dossier with protected identity."""

    content_object = models.ForeignKey(Dossier, models.CASCADE)

    class Meta(UserObjectPermissionBase.Meta):
        db_table = "groups_dossierreader"
        verbose_name = _("named reader")
        verbose_name_plural = _("named readers")


class MembershipRole(models.TextChoices):
    """A person's part in a group (domain 3.2). An assessment with a date, not a conviction (domain 9.7)."""

    LEADING = "leading", _("leading")
    DRIVING = "driving", _("driving")
    ACTIVE = "active", _("active")
    PERIPHERAL = "peripheral", _("peripheral")
    RECRUIT = "recruit", _("young recruit")
    MESSAGE_CARRIER = "message_carrier", _("possible message carrier")
    RELATIVE = "relative", _("relative")
    CONTACT = "contact", _("contact, not suspected")


BYSTANDERS = (MembershipRole.RELATIVE, MembershipRole.CONTACT)


class Certainty(models.TextChoices):
    """How sure (domain 3.2)."""

    CONFIRMED = "confirmed", _("confirmed")
    LIKELY = "likely", _("likely")
    POSSIBLE = "possible", _("possible")
    DROPPED = "dropped", _("dropped")


class Source(models.TextChoices):
    """How reliable the source is (polisens brottsdatalag 2018:1693, 3:4; domain 3.2)."""

    A = "A", _("A – reliable")
    B = "B", _("B – usually reliable")
    C = "C", _("C – fairly reliable")
    D = "D", _("D – usually not reliable")
    E = "E", _("E – unreliable")
    F = "F", _("F – cannot be judged")


class Accuracy(models.TextChoices):
    """How accurate the information is (domain 3.2)."""

    ONE = "1", _("1 – confirmed by other sources")
    TWO = "2", _("2 – probably true")
    THREE = "3", _("3 – possibly true")
    FOUR = "4", _("4 – doubtful")
    FIVE = "5", _("5 – improbable")
    SIX = "6", _("6 – cannot be judged")


class Membership(Guarded):
    """That a person belongs to a group, on what grounds and until when it must be reviewed (domain 2.11 rule 14)."""

    dossier = GuardedForeignKey(Dossier, home=True, related_name="memberships", verbose_name=_("person"))
    group = GuardedForeignKey(Group, home=True, related_name="memberships", verbose_name=_("group"))
    role = models.CharField(_("role"), max_length=20, choices=MembershipRole)
    certainty = models.CharField(_("certainty"), max_length=20, choices=Certainty)
    source = models.CharField(_("source"), max_length=1, choices=Source, default=Source.F)
    accuracy = models.CharField(_("accuracy"), max_length=1, choices=Accuracy, default=Accuracy.SIX)
    grounds = models.CharField(_("grounds"), max_length=200, blank=True)
    known_since = models.DateField(_("known since"), null=True, blank=True)
    review_on = models.DateField(_("review by"))

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [models.UniqueConstraint(fields=["dossier", "group"], name="one_membership")]

    def __str__(self) -> str:
        return f"{self.get_role_display()}, {self.get_certainty_display()}"

    @property
    def is_bystander(self) -> bool:
        """A relative or a contact who is not suspected: always labelled so (domain 2.11 rule 15)."""
        return self.role in BYSTANDERS
