"""The people in groups. A code may be published; a dossier never is (architecture 3)."""

from collections.abc import Iterable
from typing import ClassVar, Self, cast

from django.contrib.auth.models import Permission
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.functions import Concat, Left
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from groups.models.groups import Group
from gvi.access.grant_models import UserGrant
from gvi.access.guarded import Guarded, GuardedForeignKey, GuardedManager, GuardedQuerySet, VisibilityKey
from gvi.text import national_ids
from gvi.text.swedish import Alphabetical, whose_words_begin

KEY_LENGTH = 64
NAMES = ("given_name", "family_name", "alias")
HELD = "held:"  # before the key of a number that another dossier has, which the writer may not open


class PersonCodeQuerySet(GuardedQuerySet["PersonCode"]):
    """Queries on codes."""

    def by_code(self) -> Self:
        """In Swedish order of the codes."""
        return self.order_by(Alphabetical("code"))


class PersonCode(Guarded):
    """A person as a speakable code ("Lönn 27"), where agencies must act on the same person without a name.

    It is made when it is published, and does not say why the person has one.
    """

    code = models.CharField(_("code"), max_length=30)
    group = GuardedForeignKey(Group, home=True, related_name="person_codes", verbose_name=_("group"))

    objects: ClassVar = GuardedManager.from_queryset(PersonCodeQuerySet)()

    class Meta:
        verbose_name = _("code")
        verbose_name_plural = _("codes")
        constraints = [models.UniqueConstraint(fields=["partnership", "code"], name="one_person_code_per_code")]
        indexes = [
            models.Index("partnership", "code", VisibilityKey("owner", "reach"), name="person_code_by_code"),
            # Lets PostgreSQL count from the index alone: it holds every column that the manager and row security read.
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


class DossierQuerySet(GuardedQuerySet["Dossier"]):
    """Queries on dossiers."""

    def by_surname(self) -> Self:
        """In Swedish order of their names, surname first."""
        return self.order_by(Alphabetical(Concat("family_name", Value(" "), "given_name")), "pk")

    def sought(self, text: str, owner: int) -> Self:
        """Those whom a text names: by a national id in full, or by what each of its words begins in their names.

        `owner` is the agency that looks for its own people: the key of a number differs between agencies.
        """
        try:
            key = blind_key(national_ids.parse(text).digits, owner)
        except national_ids.NotANationalId:
            return cast(Self, whose_words_begin(self, text, NAMES))
        return self.filter(national_id_key__in=[key, held_key(key)])

    def protected_elsewhere(self) -> Self:
        """Dossiers of people of whom the reader may open another dossier, with protected identity."""
        protected = Dossier.objects.filter(protected=True, national_id_key__gt="")
        held = Concat(Value(HELD), Left("national_id_key", KEY_LENGTH - len(HELD)))
        return self.filter(Exists(protected.alias(held=held).filter(held=OuterRef("national_id_key"))), protected=False)


class Dossier(Guarded):
    """One agency's own record of who a person is. It never leaves the agency; what is passed on is a disclosure."""

    given_name = models.CharField(_("first name"), max_length=60)
    family_name = models.CharField(_("surname"), max_length=60, blank=True)
    alias = models.CharField(_("also called"), max_length=60, blank=True)
    national_id = models.CharField(_("national identity number"), max_length=200, blank=True, editable=False)
    national_id_key = models.CharField(max_length=KEY_LENGTH, blank=True, editable=False)
    birth_year = models.PositiveSmallIntegerField(
        _("year of birth"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1900), MaxValueValidator(2100)],
    )
    municipality = models.CharField(_("municipality"), max_length=80, blank=True)
    protected = models.BooleanField(_("protected identity"), default=False)
    person_code = GuardedForeignKey(PersonCode, null=True, blank=True, related_name="dossiers", verbose_name=_("code"))
    undone = models.BooleanField(default=False, editable=False)

    taken_back = "undone"
    objects: ClassVar = GuardedManager.from_queryset(DossierQuerySet)()
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
    def national_id_in_clear(self) -> str:
        """The twelve digits of the national id, or nothing. Pages show them masked."""
        return national_ids.unseal(self.national_id) if self.national_id else ""

    def set_national_id(self, digits: str, owner: int) -> None:
        """Store twelve digits encrypted, beside a hash that differs between agencies (architecture 7)."""
        self.national_id = national_ids.seal(digits)
        self.national_id_key = blind_key(digits, owner)
        self.birth_year = int(digits[:4])

    def hold_number_for_reader(self) -> None:
        """Keep the number beside another dossier that has it and that the writer may not open.

        The key finds the number again, and lets both stand; whoever reads the other one is told on Min dag. Nothing
        about the dossier tells its writer that there is another.
        """
        self.national_id_key = held_key(self.national_id_key)


def held_key(key: str) -> str:
    """The key of a number that another dossier already has."""
    return f"{HELD}{key[: KEY_LENGTH - len(HELD)]}"


def blind_key(digits: str, owner: int) -> str:
    """The keyed hash of a national id, by which this agency finds its dossier of that person."""
    return national_ids.blind(national_ids.NationalId(digits, is_coordination=False), owner=owner)


class DossierReader(UserGrant):
    """A named reader of a dossier with protected identity, as an object permission of django-guardian.

    Only whoever can read the dossier names a reader of it.
    """

    content_object = GuardedForeignKey(Dossier, home=True)

    class Meta(UserGrant.Meta):
        db_table = "groups_dossierreader"
        verbose_name = _("named reader")
        verbose_name_plural = _("named readers")

    @classmethod
    def of_dossiers(cls, dossiers: Iterable[Dossier], user: int) -> list[Self]:
        """The unsaved rows that let the user with this id read these dossiers."""
        permission = Permission.objects.get(codename="read_protected", content_type__app_label="groups")
        return [cls(content_object=dossier, user_id=user, permission=permission) for dossier in dossiers]


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


class Reliability(models.TextChoices):
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


class MembershipQuerySet(GuardedQuerySet["Membership"]):
    """Queries on memberships."""

    def due_for_review(self) -> Self:
        """Memberships whose review date has come (domain 2.11 rule 14)."""
        return self.filter(review_on__lte=timezone.localdate())

    def by_surname(self) -> Self:
        """In Swedish order of the people's names, surname first."""
        return self.order_by(Alphabetical(Concat("dossier__family_name", Value(" "), "dossier__given_name")), "pk")


class Membership(Guarded):
    """That a person belongs to a group, on what grounds, and when it must be reviewed (domain 2.11 rule 14)."""

    dossier = GuardedForeignKey(Dossier, home=True, related_name="memberships", verbose_name=_("person"))
    group = GuardedForeignKey(Group, home=True, related_name="memberships", verbose_name=_("group"))
    role = models.CharField(_("role"), max_length=20, choices=MembershipRole)
    certainty = models.CharField(_("certainty"), max_length=20, choices=Certainty)
    reliability = models.CharField(_("source"), max_length=1, choices=Reliability, default=Reliability.F)
    accuracy = models.CharField(_("accuracy"), max_length=1, choices=Accuracy, default=Accuracy.SIX)
    grounds = models.CharField(_("grounds"), max_length=200, blank=True)
    known_since = models.DateField(_("known since"), null=True, blank=True)
    review_on = models.DateField(_("review by"))
    undone = models.BooleanField(default=False, editable=False)

    taken_back = "undone"
    objects: ClassVar = GuardedManager.from_queryset(MembershipQuerySet)()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(fields=["dossier", "group"], condition=Q(undone=False), name="one_membership")
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}, {self.get_certainty_display()}"

    @property
    def is_bystander(self) -> bool:
        """A relative or a contact who is not suspected: always labelled so (domain 2.11 rule 15)."""
        return self.role in BYSTANDERS

    @property
    def is_late(self) -> bool:
        """Whether its review date has passed."""
        return self.review_on < timezone.localdate()
