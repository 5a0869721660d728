"""Support: what social services do with a request, from the first contact to a year after it (domain 2.7, 3.4).

Coordination facts and a reference to the agency's own system, never a second journal: codes, dates, one short line.
"""

from datetime import UTC, date, datetime, timedelta
from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from callins.models import Asker, Channel, Known
from gvi.access.grant_models import UserGrant
from gvi.access.guarded import Guarded, GuardedForeignKey, GuardedManager, GuardedQuerySet
from gvi.access.policy import Right, roles_with
from gvi.acts.requires import StatusChoices
from gvi.partnerships.models import Affiliation, User


class CaseState(StatusChoices):
    """The states of a case (domain 2.7). What the social services decide is in their own system."""

    NEW = "new", pgettext_lazy("support case", "new")
    CONTACTED = "contacted", pgettext_lazy("support case", "contact made")
    ASSESSED = "assessed", pgettext_lazy("support case", "assessed")
    ONGOING = "ongoing", pgettext_lazy("support case", "support under way")
    ENDED = "ended", pgettext_lazy("support case", "ended")
    ABORTED = "aborted", pgettext_lazy("support case", "broken off")
    REOPENED = "reopened", pgettext_lazy("support case", "taken up again")


# The states that may follow each state. The first contact is not chosen: it is logged.
NEXT_STATES: dict[str, tuple[CaseState, ...]] = {
    CaseState.NEW: (CaseState.ABORTED,),
    CaseState.CONTACTED: (CaseState.ASSESSED, CaseState.ENDED, CaseState.ABORTED),
    CaseState.ASSESSED: (CaseState.ONGOING, CaseState.ENDED, CaseState.ABORTED),
    CaseState.ONGOING: (CaseState.ENDED, CaseState.ABORTED),
    CaseState.ENDED: (CaseState.REOPENED,),
    CaseState.ABORTED: (CaseState.REOPENED,),
    CaseState.REOPENED: (CaseState.ASSESSED, CaseState.ONGOING, CaseState.ENDED, CaseState.ABORTED),
}
CLOSED = (CaseState.ENDED, CaseState.ABORTED)
PLANNING_PERIOD = timedelta(days=14)  # how long before its due date a follow-up is planned and can be printed


class Consent(models.TextChoices):
    """Whether the person consents to contact with others about the case (domain 2.11 rule 17)."""

    UNKNOWN = "unknown", pgettext_lazy("consent", "not asked yet")
    YES = "yes", pgettext_lazy("consent", "given")
    NO = "no", pgettext_lazy("consent", "not given")
    WITHDRAWN = "withdrawn", pgettext_lazy("consent", "withdrawn")


class Help(models.TextChoices):
    """Needs and measures, as codes (domain 3.4)."""

    EMERGENCY_HOUSING = "emergency_housing", _("emergency housing")
    RELOCATION = "relocation", _("moving elsewhere")
    SHELTER = "shelter", _("sheltered housing")
    INCOME = "income", _("income")
    WORK = "work", _("occupation")
    EDUCATION = "education", _("education")
    TREATMENT = "treatment", _("treatment")
    DEBT = "debt", _("debt advice")
    PROTECTED_DATA = "protected_data", _("protected personal data")
    DOCUMENTS = "documents", _("identity documents")
    MENTOR = "mentor", _("contact person")
    FAMILY = "family", _("support for the family")
    TATTOO = "tattoo", _("tattoo removal")


class Ending(models.TextChoices):
    """How a case ended (domain 3.4)."""

    COMPLETED = "completed", _("carried through")
    OWN_WISH = "own_wish", _("broken off at own wish")
    SAFETY = "safety", _("broken off for safety")
    MOVED = "moved", _("moved away")
    DETAINED = "detained", _("deprived of liberty")
    DECEASED = "deceased", _("deceased")
    UNKNOWN = "unknown", pgettext_lazy("answer", "do not know")


class SupportCaseQuerySet(GuardedQuerySet["SupportCase"]):
    """Queries on cases."""

    def open(self) -> Self:
        """Cases that have neither ended nor been broken off."""
        return self.exclude(state__in=CLOSED)

    def assigned_to(self, user: User) -> Self:
        """Cases that somebody is assigned to, by a grant of guardian."""
        return self.filter(pk__in=CaseWorker.objects.filter(user=user, stands_in=False).values("content_object"))

    def worked_by(self, user: User) -> Self:
        """Cases that somebody is assigned to, or stands in for the worker of today."""
        held = Q(stands_in=False) | Q(ends_on__gte=timezone.localdate())
        return self.filter(pk__in=CaseWorker.objects.filter(held, user=user).values("content_object"))

    def stood_in_by(self, user: User) -> Self:
        """Open cases that somebody stands in for today, each with the last day as `stands_in_until`."""
        grants = CaseWorker.objects.filter(user=user, stands_in=True, ends_on__gte=timezone.localdate())
        until = grants.filter(content_object=OuterRef("pk")).values("ends_on")[:1]
        return self.open().annotate(stands_in_until=Subquery(until)).exclude(stands_in_until=None)

    def handed_to(self, user: User) -> Self:
        """Open cases that a colleague has handed to somebody who has not confirmed it yet."""
        handed = CaseWorker.objects.filter(user=user, handed_over_on__isnull=False)
        return self.open().filter(pk__in=handed.values("content_object"))

    def unassigned(self) -> Self:
        """Open cases that nobody answers for: whoever did has left, or never took it on."""
        return self.open().exclude(has_worker())

    def awaiting_step(self) -> Self:
        """Open cases without contact, whose next step is due, or of a child who awaits protection."""
        return self.filter(_awaits_step())

    def needing_attention(self) -> Self:
        """Cases that await a step, that nobody answers for, or that have a follow-up within two weeks."""
        due_on = timezone.localdate() + PLANNING_PERIOD
        follow_ups = FollowUp.objects.filter(case=OuterRef("pk"), done_on=None, due_on__lte=due_on)
        unassigned = ~Q(state__in=CLOSED) & ~Q(has_worker())
        return self.filter(_awaits_step() | unassigned | Q(Exists(follow_ups)))


def awaits_protection() -> Q:
    """Open cases of somebody under 18, until noted as taken up as a child's case (domain 2.11 rule 22)."""
    return ~Q(state__in=CLOSED) & Q(minor=Known.YES, child_case_on=None)


def _awaits_step() -> Q:
    waiting = Q(first_contact_at=None) | Q(next_on__lte=timezone.localdate())
    return ~Q(state__in=CLOSED) & waiting | awaits_protection()


def has_worker() -> Exists:
    """Whether somebody answers for the case who still works with support for the agency."""
    return Exists(grants_at(OuterRef(OuterRef("owner"))).filter(content_object=OuterRef("pk")))


def grants_at(agency: Any) -> QuerySet["CaseWorker"]:
    """The workers of cases who work with support for the agency today. One who has left answers for nothing."""
    here = Affiliation.objects.in_force().filter(
        user=OuterRef("user"), agency=agency, role__in=roles_with(Right.SUPPORT_TAKE_ON)
    )
    grants: QuerySet[CaseWorker] = CaseWorker.objects.filter(Exists(here), stands_in=False)
    return grants


class SupportCase(Guarded):
    """One person's support, kept by the social services that answer for it, and seen by nobody else.

    It has no code: a code that appears when somebody asks for help would tell that they asked (architecture 3).
    """

    person_note = models.CharField(_("who"), max_length=120, blank=True)
    reference = models.CharField(_("reference in your own system"), max_length=40, blank=True)
    safe_way = models.CharField(_("safe way and time"), max_length=300)
    language = models.CharField(_("language, if an interpreter is needed"), max_length=60, blank=True)
    children = models.CharField(_("children at home"), max_length=10, choices=Known, default=Known.UNKNOWN)
    acute = models.CharField(_("acute danger"), max_length=10, choices=Known, default=Known.UNKNOWN)
    minor = models.CharField(_("under 18"), max_length=10, choices=Known, default=Known.UNKNOWN)
    child_case_on = models.DateField(_("taken up as a child's case"), null=True, blank=True)
    asker = models.CharField(_("who asks"), max_length=20, choices=Asker, default=Asker.SELF)
    channel = models.CharField(_("how it reached us"), max_length=20, choices=Channel)
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    first_contact_at = models.DateTimeField(_("first contact"), null=True, editable=False)
    consent = models.CharField(_("consent"), max_length=10, choices=Consent, default=Consent.UNKNOWN)
    needs = ArrayField(models.CharField(max_length=20, choices=Help), verbose_name=_("needs"), default=list, blank=True)
    measures = ArrayField(
        models.CharField(max_length=20, choices=Help), verbose_name=_("measures"), default=list, blank=True
    )
    next_step = models.CharField(_("next step"), max_length=140, blank=True)
    next_on = models.DateField(_("by when"), null=True, blank=True)
    ending = models.CharField(_("how it ended"), max_length=20, choices=Ending, blank=True)
    state = models.CharField(_("state"), max_length=20, choices=CaseState, default=CaseState.NEW)
    state_on = models.DateField(_("since"), default=timezone.localdate)

    stands_in_until: date  # the last day of whoever stands in, where the query asks

    objects: ClassVar[Any] = GuardedManager.from_queryset(SupportCaseQuerySet)()

    class Meta:
        verbose_name = _("support case")
        verbose_name_plural = _("support cases")
        permissions = [
            ("work_on", "Work on the support case"),
            ("stand_in", "Stand in for whoever works on the support case"),
        ]
        indexes = [models.Index(fields=["owner", "asked_at"], name="support_case_by_age")]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="ended") | ~models.Q(ending=""), name="support_ended_with_a_code"
            )
        ]

    def __str__(self) -> str:
        return self.person_note or str(_("unknown person"))

    def get_absolute_url(self) -> str:
        return reverse("support:case", args=[self.pk])

    @property
    def asked_minute(self) -> datetime:
        """When the person asked, to the minute: contacts are typed so."""
        return self.asked_at.replace(second=0, microsecond=0)

    @property
    def is_closed(self) -> bool:
        return self.state in CLOSED

    @property
    def next_states(self) -> tuple[CaseState, ...]:
        """The states that the case may be put in."""
        return NEXT_STATES.get(self.state, ())

    @cached_property
    def worker(self) -> User | None:
        """Who answers for the case; None if nobody does, or if whoever did has left."""
        grant = grants_at(self.owner_id).filter(content_object=self).select_related("user").first()
        return grant.user if grant else None

    @cached_property
    def stand_in_grants(self) -> "list[CaseWorker]":
        """The grants of those who stand in for the worker today, each with its last day."""
        grants = CaseWorker.objects.filter(content_object=self, stands_in=True, ends_on__gte=timezone.localdate())
        return list(grants.select_related("user").order_by("ends_on", "pk"))

    @property
    def stand_ins(self) -> list[User]:
        """Who stands in for the worker today."""
        return [grant.user for grant in self.stand_in_grants]

    def is_written_by(self, user: User) -> bool:
        """Whether the user works on it today: its worker or a stand-in, and anybody while nobody does."""
        return self.worker in (None, user) or user in self.stand_ins

    @property
    def number(self) -> str:
        """The case in words that name no client: its reference, or the day it began. For lists that others may see."""
        if self.reference:
            return gettext("case %(reference)s") % {"reference": self.reference}
        day = date_format(timezone.localtime(self.asked_at), "j F")
        return gettext("case without reference, asked %(day)s") % {"day": day}

    @property
    def awaits_protection(self) -> bool:
        """Whether it is the case of somebody under 18 that is not noted as taken up as a child's case."""
        return self.minor == Known.YES and self.child_case_on is None and not self.is_closed

    @property
    def is_step_late(self) -> bool:
        """Whether the date of the next step has passed; a closed case has no next step."""
        return not self.is_closed and self.next_on is not None and self.next_on < timezone.localdate()

    @property
    def need_labels(self) -> list[str]:
        """The needs in words."""
        return [str(Help(code).label) for code in self.needs]

    @property
    def measure_labels(self) -> list[str]:
        """The measures in words."""
        return [str(Help(code).label) for code in self.measures]


class CaseWorker(UserGrant):
    """The grant of guardian that opens a case to somebody: to its worker, one at a time, and to those who stand in.

    A hand-over moves the worker's; `handed_over_on` is the day of one that its receiver has not confirmed yet. A
    stand-in's ends with its last day. Only whoever reads the case gives or moves one.
    """

    content_object = GuardedForeignKey(SupportCase, home=True)
    stands_in = models.BooleanField(_("stands in"), default=False)
    ends_on = models.DateField(_("to"), null=True, blank=True)
    handed_over_on = models.DateField(null=True, editable=False)

    class Meta(UserGrant.Meta):
        db_table = "support_caseworker"
        constraints = [
            models.UniqueConstraint(fields=["content_object"], condition=Q(stands_in=False), name="one_worker_per_case")
        ]
        verbose_name = _("assigned worker")
        verbose_name_plural = _("assigned workers")


class ContactChannel(models.TextChoices):
    """How contact was sought."""

    TELEPHONE = "telephone", pgettext_lazy("contact", "telephone")
    TEXT = "text", pgettext_lazy("contact", "text message")
    MEETING = "meeting", pgettext_lazy("contact", "meeting")
    VISIT = "visit", pgettext_lazy("contact", "visit")
    LETTER = "letter", pgettext_lazy("contact", "letter")


class Reached(models.TextChoices):
    """Whom it reached (domain 9.11: sometimes only a relative is met)."""

    SELF = "self", pgettext_lazy("reached", "the person")
    RELATIVE = "relative", pgettext_lazy("reached", "a relative")
    NOBODY = "nobody", pgettext_lazy("reached", "nobody")


class Contact(Guarded):
    """One attempt to reach the person. Attempts count, whether they reach anybody or not."""

    case = GuardedForeignKey(SupportCase, home=True, related_name="contacts", verbose_name=_("case"))
    happened_at = models.DateTimeField(_("when"))
    channel = models.CharField(_("how"), max_length=20, choices=ContactChannel)
    reached = models.CharField(_("reached"), max_length=20, choices=Reached)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        constraints = [
            # Python cannot read the year 0, which year 1 in Stockholm is in UTC.
            models.CheckConstraint(
                condition=models.Q(happened_at__gte=datetime(1900, 1, 1, tzinfo=UTC)),
                name="support_contact_in_our_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_channel_display()}: {self.get_reached_display()}"

    def get_absolute_url(self) -> str:
        return self.case.get_absolute_url()


FOLLOW_UP_DAYS = (30, 90, 180, 365)  # after the first contact (domain 2.7)


class FollowUp(Guarded):
    """What is asked 30, 90, 180 and 365 days after the first contact: alive, unhurt, how it goes (domain 3.4)."""

    case = GuardedForeignKey(SupportCase, home=True, related_name="follow_ups", verbose_name=_("case"))
    days = models.PositiveSmallIntegerField(_("days"), editable=False)
    due_on = models.DateField(_("due"), editable=False)
    done_on = models.DateField(_("done"), null=True)
    reached = models.CharField(_("reached"), max_length=20, choices=Reached, blank=True)
    alive = models.CharField(_("Alive"), max_length=10, choices=Known, blank=True)
    unhurt = models.CharField(_("Unhurt since last time"), max_length=10, choices=Known, blank=True)
    victim = models.CharField(_("Exposed to new crime"), max_length=10, choices=Known, blank=True)
    housing = models.CharField(_("Safe housing"), max_length=10, choices=Known, blank=True)
    occupation = models.CharField(_("Occupation"), max_length=10, choices=Known, blank=True)
    goal = models.CharField(_("Making progress towards their goal"), max_length=10, choices=Known, blank=True)

    class Meta:
        verbose_name = _("follow-up")
        verbose_name_plural = _("follow-ups")
        constraints = [models.UniqueConstraint(fields=["case", "days"], name="one_follow_up_per_day")]

    def __str__(self) -> str:
        return str(_("%(days)s days") % {"days": self.days})

    def get_absolute_url(self) -> str:
        return reverse("support:log_follow_up", args=[self.pk])

    @property
    def is_done(self) -> bool:
        return self.done_on is not None

    @property
    def is_late(self) -> bool:
        """Whether it is not done and its due date has passed."""
        return not self.is_done and self.due_on < timezone.localdate()


ANSWERS = ("alive", "unhurt", "victim", "housing", "occupation", "goal")
