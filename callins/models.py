"""Call-ins: the evening when the partnership tells the groups, face to face (domain 2.5)."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from groups.models import Group, PersonCode
from gvi.access import context
from gvi.access.grant_models import GroupGrant
from gvi.access.guarded import Guarded, GuardedForeignKey, GuardedManager, GuardedQuerySet
from gvi.acts.afterwards import EnteredAfterwards
from gvi.acts.requires import StatusChoices


class CallInState(StatusChoices):
    """The states of a call-in."""

    PLANNED = "planned", pgettext_lazy("call-in", "planned")
    EVENING = "evening", pgettext_lazy("call-in", "evening under way")
    HELD = "held", pgettext_lazy("call-in", "held")
    CANCELLED = "cancelled", pgettext_lazy("call-in", "cancelled")


AHEAD = (CallInState.PLANNED, CallInState.EVENING)


class CallInQuerySet(GuardedQuerySet["CallIn"]):
    """Queries on call-ins."""

    def planned(self) -> Self:
        """Call-ins whose evening has not been opened."""
        return self.filter(state=CallInState.PLANNED)

    def in_progress(self) -> Self:
        """Call-ins whose evening is open."""
        return self.filter(state=CallInState.EVENING)

    def ahead(self) -> Self:
        """Call-ins that are planned or in progress, and not entered afterwards."""
        return self.filter(state__in=AHEAD, entered_at=None)

    def held(self) -> Self:
        """Call-ins that have been held."""
        return self.filter(state=CallInState.HELD)


class CallIn(EnteredAfterwards):
    """A call-in: when, where, for which groups."""

    date = models.DateField(_("date"))
    starts_at = models.TimeField(_("starts"))
    ends_at = models.TimeField(_("ends"))
    venue = models.CharField(_("venue"), max_length=120)
    purpose = models.CharField(_("purpose"), max_length=200, blank=True)
    state = models.CharField(_("state"), max_length=20, choices=CallInState, default=CallInState.PLANNED)
    opened_at = models.DateTimeField(null=True, editable=False)
    closed_at = models.DateTimeField(null=True, editable=False)

    objects: ClassVar = GuardedManager.from_queryset(CallInQuerySet)()

    class Meta:
        verbose_name = _("call-in")
        verbose_name_plural = _("call-ins")
        permissions = [
            ("write_invitation", "Place and tick open seats of the call-in"),
            ("write_callingroup", "Write the groups of the call-in and their counts"),
        ]
        constraints = [models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="callin_hours")]

    def __str__(self) -> str:
        return f"Call-in {self.date:%Y-%m-%d}"

    @property
    def is_over(self) -> bool:
        """Held or cancelled: the invitations are, or are about to be, visible to their owners only."""
        return self.state in (CallInState.HELD, CallInState.CANCELLED)

    def get_absolute_url(self) -> str:
        return reverse("callins:callin", args=[self.pk])


class CallInGrant(GroupGrant):
    """Guardian: what an agency may write on open rows of a call-in."""

    content_object = GuardedForeignKey(CallIn, home=True)

    class Meta(GroupGrant.Meta):
        db_table = "callins_callingrant"
        verbose_name = _("grant on a call-in")
        verbose_name_plural = _("grants on call-ins")


class CallInGroupQuerySet(GuardedQuerySet["CallInGroup"]):
    """Queries on the groups of call-ins."""

    def held(self) -> Self:
        """Groups of call-ins that have been held, with the call-in."""
        return self.filter(callin__state=CallInState.HELD).select_related("callin")


class CallInGroup(Guarded):
    """A group that a call-in is for. The counts are filled in when the evening closes; they outlast the invitations."""

    callin = GuardedForeignKey(CallIn, home=True, related_name="scope", verbose_name=_("call-in"))
    group = GuardedForeignKey(Group, related_name="callins", verbose_name=_("group"))
    invited = models.PositiveSmallIntegerField(_("invited"), null=True)
    present = models.PositiveSmallIntegerField(_("present"), null=True)
    absent = models.PositiveSmallIntegerField(_("absent"), null=True)
    declined = models.PositiveSmallIntegerField(_("declined"), null=True)
    turned = models.PositiveSmallIntegerField(_("turned away at the door"), null=True)
    struck = models.PositiveSmallIntegerField(_("struck"), null=True)

    objects: ClassVar = GuardedManager.from_queryset(CallInGroupQuerySet)()

    class Meta:
        verbose_name = _("group of a call-in")
        verbose_name_plural = _("groups of a call-in")
        constraints = [models.UniqueConstraint(fields=["callin", "group"], name="one_group_per_callin")]

    def __str__(self) -> str:
        return str(self.group)


class Attendance(models.TextChoices):
    """What became of an invitation (domain 2.5, 9.10): more than yes and no."""

    PRESENT = "present", _("Present")
    ABSENT = "absent", _("Absent")
    DECLINED = "declined", _("Declined")
    TURNED = "turned", _("Turned away at the door")


class InvitationQuerySet(GuardedQuerySet["Invitation"]):
    """Queries on invitations."""

    def standing(self) -> Self:
        """Invitations that hold: those that have not been struck."""
        return self.filter(seat__isnull=False)

    def struck(self) -> Self:
        """Invitations that were struck, before the evening or during it."""
        return self.filter(seat=None)


class Invitation(Guarded):
    """The invitation of a person code to a call-in, with its seat. It belongs to the agency whose code it is.

    One without a seat is struck: the person does not come, and is not absent either.

    After the evening it is visible to that agency only. What the latest registration replaced is kept beside it: two
    people may register at once, the last one wins and says whose registration it replaced, and undo takes back exactly
    one step.
    """

    callin = GuardedForeignKey(CallIn, related_name="invitations", verbose_name=_("call-in"))
    person_code = GuardedForeignKey(PersonCode, home=True, related_name="invitations", verbose_name=_("code"))
    seat = models.PositiveSmallIntegerField(_("seat"), null=True)
    slot = models.TimeField(_("arrives"), null=True, blank=True)
    escort = models.CharField(_("escort"), max_length=80, blank=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Attendance, blank=True)
    previous_outcome = models.CharField(max_length=10, choices=Attendance, blank=True)
    recorded_at = models.DateTimeField(null=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    previous_at = models.DateTimeField(null=True)
    previous_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects: ClassVar = GuardedManager.from_queryset(InvitationQuerySet)()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = [
            models.CheckConstraint(condition=Q(seat__isnull=False) | Q(outcome=""), name="struck_has_no_outcome"),
            models.UniqueConstraint(fields=["callin", "person_code"], name="one_seat_per_code"),
            models.UniqueConstraint(
                fields=["callin", "seat"], name="one_code_per_seat", deferrable=models.Deferrable.DEFERRED
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seat or '–'}"

    def get_absolute_url(self) -> str:
        return reverse("callins:callin", args=[self.callin_id])

    @property
    def is_struck(self) -> bool:
        """Whether the person was struck from the call-in."""
        return self.seat is None


class OutcomeCorrection(Guarded):
    """The correction of an outcome after the evening: what stood there, what holds now, who corrected it and why.

    It is the code's own agency's, as the invitation is then. The invitation holds the newest outcome.
    """

    invitation = GuardedForeignKey(Invitation, home=True, related_name="corrections", verbose_name=_("invitation"))
    before = models.CharField(_("outcome before"), max_length=10, choices=Attendance)
    after = models.CharField(_("new outcome"), max_length=10, choices=Attendance)
    reason = models.CharField(_("why"), max_length=200)
    corrected_at = models.DateTimeField(_("corrected"), default=timezone.now, editable=False)
    corrected_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name=_("corrected by")
    )

    class Meta:
        verbose_name = _("corrected outcome")
        verbose_name_plural = _("corrected outcomes")

    def __str__(self) -> str:
        return f"{self.get_before_display()} → {self.get_after_display()}"


class StrikeReason(models.TextChoices):
    """Why a person is struck from a call-in (domain 2.5: prevented and replaced are not absent)."""

    DETAINED = "detained", pgettext_lazy("strike", "prevented: detained or arrested")
    ILL = "ill", pgettext_lazy("strike", "prevented: ill")
    REPLACED = "replaced", pgettext_lazy("strike", "replaced by somebody else")
    PROTECTED = "protected", pgettext_lazy("strike", "protected identity")
    MINOR = "minor", pgettext_lazy("strike", "under 18")
    DROPPED = "dropped", pgettext_lazy("strike", "struck off the list")
    DECLINED = "declined", pgettext_lazy("strike", "has said no beforehand")
    OTHER = "other", pgettext_lazy("strike", "another reason")


class Strike(Guarded):
    """Why an invitation was struck, written to the agency whose code it is by whoever struck it.

    The others see that it is struck and no more: that somebody is detained or lives under protection is not theirs.
    """

    invitation = GuardedForeignKey(Invitation, home=True, related_name="strikes", verbose_name=_("invitation"))
    teller = models.ForeignKey("partnerships.Agency", models.PROTECT, related_name="+", editable=False)
    reason = models.CharField(_("reason"), max_length=20, choices=StrikeReason)
    struck_at = models.DateTimeField(_("struck"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("reason for a strike")
        verbose_name_plural = _("reasons for strikes")

    def __str__(self) -> str:
        return str(self.get_reason_display())

    def _stamp(self) -> None:
        super()._stamp()
        self.teller_id = context.current().actor


class NotificationCount(EnteredAfterwards):
    """A round of custom notifications with a group, as counts and never a person (domain 2.6).

    Attempts, talks that were carried out, people reached and relatives reached are four things (domain 9.11).
    """

    group = GuardedForeignKey(Group, related_name="notifications", verbose_name=_("group"))
    date = models.DateField(_("date"))
    carried_out = models.PositiveSmallIntegerField(_("talks carried out"))
    attempts = models.PositiveSmallIntegerField(_("attempts"))
    reached = models.PositiveSmallIntegerField(_("people reached"), default=0)
    relatives = models.PositiveSmallIntegerField(_("relatives reached"), default=0)

    class Meta:
        verbose_name = _("round of custom notifications")
        verbose_name_plural = _("rounds of custom notifications")
        constraints = [
            models.CheckConstraint(condition=Q(carried_out__lte=F("attempts")), name="talks_within_attempts"),
            models.UniqueConstraint(fields=["owner", "group", "date"], name="one_round_per_day"),
        ]

    def __str__(self) -> str:
        return f"{self.group}, {self.date:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        return reverse("callins:notifications")


class SupportRequestState(StatusChoices):
    """The states of a request: it waits, and is received."""

    NEW = "new", pgettext_lazy("request", "new")
    RECEIVED = "received", pgettext_lazy("request", "received")


class Known(models.TextChoices):
    """An answer to a question; not knowing is one too."""

    UNKNOWN = "unknown", pgettext_lazy("answer", "do not know")
    YES = "yes", pgettext_lazy("answer", "yes")
    NO = "no", pgettext_lazy("answer", "no")


class Asker(models.TextChoices):
    """Who asks (domain 3.4; 9.15: a relative may be the one who calls)."""

    SELF = "self", _("the person himself or herself")
    RELATIVE = "relative", _("a relative")
    PROFESSIONAL = "professional", _("somebody in the course of work")


class Channel(models.TextChoices):
    """How the request reached us (domain 3.4)."""

    CALL_IN = "call_in", _("at a call-in")
    TELEPHONE = "telephone", _("by telephone")
    TEXT = "text", _("by text message")
    VISIT = "visit", _("at a visit")
    STAFF = "staff", _("told to staff")
    POLICE = "police", _("through the police")
    PROBATION = "probation", _("through the probation service")


class SupportRequest(Guarded):
    """A request for contact and support, written to the social services that answer it (domain 2.7, 2.11 rule 8).

    It is theirs from the start: whoever writes it cannot read it back, and nobody else can see that it exists. It
    refers to no code and no seat, because a reference would tell that somebody asked.
    """

    teller = models.ForeignKey("partnerships.Agency", models.PROTECT, related_name="+", editable=False)
    writer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    asked_at = models.DateTimeField(_("asked"), default=timezone.now, editable=False)
    person_note = models.CharField(_("who"), max_length=120, blank=True)
    safe_way = models.CharField(_("safe way and time"), max_length=300)
    language = models.CharField(_("language, if an interpreter is needed"), max_length=60, blank=True)
    children = models.CharField(_("children at home"), max_length=10, choices=Known, default=Known.UNKNOWN)
    acute = models.CharField(_("acute danger"), max_length=10, choices=Known, default=Known.UNKNOWN)
    minor = models.CharField(_("under 18"), max_length=10, choices=Known, default=Known.UNKNOWN)
    asker = models.CharField(_("who asks"), max_length=20, choices=Asker, default=Asker.SELF)
    channel = models.CharField(_("how it reached us"), max_length=20, choices=Channel)
    state = models.CharField(_("state"), max_length=20, choices=SupportRequestState, default=SupportRequestState.NEW)

    class Meta:
        verbose_name = _("request for support")
        verbose_name_plural = _("requests for support")

    def __str__(self) -> str:
        return self.person_note or str(_("unknown person"))

    def _stamp(self) -> None:
        super()._stamp()
        self.teller_id = context.current().actor

    def get_absolute_url(self) -> str:
        return reverse("support:take_on", args=[self.pk])
