"""What an agency has undertaken to do: one list for promises, actions and tasks (domain 2.10, 3.3, 3.6)."""

import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gvi.access.guarded import Guarded, GuardedForeignKey, GuardedManager, GuardedQuerySet
from gvi.acts.requires import StatusChoices
from gvi.partnerships.models import Agency


class CommitmentKind(models.TextChoices):
    """A promise is given to a group or its members, an action is agreed among agencies, a task is a small one."""

    ACTION = "action", _("action")
    PROMISE = "promise", _("promise")
    TASK = "task", _("task")


class CommitmentState(StatusChoices):
    """The states of a commitment. That it is late follows from its due date and is never entered (domain 3.6)."""

    OPEN = "open", pgettext_lazy("commitment", "open")
    KEPT = "kept", pgettext_lazy("commitment", "kept")
    NOT_KEPT = "not_kept", pgettext_lazy("commitment", "not kept")
    DROPPED = "dropped", pgettext_lazy("commitment", "dropped")
    STRUCK = "struck", pgettext_lazy("commitment", "struck")


NEEDS_REASON = (CommitmentState.NOT_KEPT, CommitmentState.DROPPED)


class CommitmentQuerySet(GuardedQuerySet["Commitment"]):
    """Queries on commitments."""

    def open(self) -> Self:
        """Commitments that are not settled."""
        return self.filter(state=CommitmentState.OPEN)

    def settled(self) -> Self:
        """Commitments that were kept, not kept or dropped."""
        return self.exclude(state__in=(CommitmentState.OPEN, CommitmentState.STRUCK))

    def standing(self) -> Self:
        """Commitments that were not struck."""
        return self.exclude(state=CommitmentState.STRUCK)

    def kept(self) -> Self:
        """Commitments that were kept."""
        return self.filter(state=CommitmentState.KEPT)

    def late(self) -> Self:
        """Open commitments whose due date has passed."""
        return self.open().filter(due_on__lt=timezone.localdate())

    def due_first(self) -> Self:
        """Ordered by due date, with the agency that must carry it out."""
        return self.select_related("agency").order_by("due_on", "pk")


class Commitment(Guarded):
    """What an agency must do, by a function in it and never by a name (domain 9.18), and what came of it.

    One that was struck has no words any more: they are in its history, which its owner alone reads.

    Its origin is a kind and an id, because the rows it may come from belong to apps above this one (see origins.py).
    """

    kind = models.CharField(_("kind"), max_length=20, choices=CommitmentKind, default=CommitmentKind.ACTION)
    text = models.CharField(_("what"), max_length=200)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name=_("agency"))
    function = models.CharField(_("function"), max_length=80, blank=True)
    made_on = models.DateField(_("agreed on"))
    due_on = models.DateField(_("due"))
    state = models.CharField(_("state"), max_length=20, choices=CommitmentState, default=CommitmentState.OPEN)
    settled_on = models.DateField(_("settled"), null=True, blank=True)
    note = models.CharField(_("what came of it"), max_length=200, blank=True)
    origin = models.CharField(max_length=20, blank=True, editable=False)
    origin_id = models.UUIDField(null=True, editable=False)

    objects: ClassVar = GuardedManager.from_queryset(CommitmentQuerySet)()

    class Meta:
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")
        indexes = [
            models.Index(fields=["partnership", "due_on"], name="commitment_open", condition=Q(state="open")),
            models.Index(fields=["origin_id"], name="commitment_origin", condition=Q(origin_id__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(due_on__gte=F("made_on")), name="commitment_due_after_made"),
            models.CheckConstraint(
                condition=Q(state="open") | Q(settled_on__isnull=False), name="commitment_settled_has_date"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["not_kept", "dropped"]) | ~Q(note=""), name="commitment_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.text or str(CommitmentState(self.state).label)

    def get_absolute_url(self) -> str:
        return reverse("commitments:commitment", args=[self.pk])

    @property
    def is_outstanding(self) -> bool:
        """Whether it still has to be done."""
        return self.state == CommitmentState.OPEN

    @property
    def days_left(self) -> int:
        """Days from today to the due date; negative if it is late."""
        return (self.due_on - timezone.localdate()).days

    @property
    def is_late(self) -> bool:
        """Whether it is open and its due date has passed."""
        return self.is_outstanding and self.days_left < 0

    @property
    def days_over(self) -> int:
        """Days from the due date to the day it was settled; 0 if it was in time."""
        settled: datetime.date | None = self.settled_on
        return max(0, (settled - self.due_on).days) if settled else 0


class EventKind(models.TextChoices):
    """What happened to a commitment."""

    MADE = "made", pgettext_lazy("commitment", "written down")
    MOVED = "moved", pgettext_lazy("commitment", "new day")
    CHANGED = "changed", pgettext_lazy("commitment", "changed")
    KEPT = "kept", pgettext_lazy("commitment", "kept")
    NOT_KEPT = "not_kept", pgettext_lazy("commitment", "not kept")
    DROPPED = "dropped", pgettext_lazy("commitment", "dropped")
    REOPENED = "reopened", pgettext_lazy("commitment", "opened again")
    STRUCK = "struck", pgettext_lazy("commitment", "struck")


class CommitmentEvent(Guarded):
    """Something that happened to a commitment. Never edited, so that nobody moves a due date unnoticed.

    It may be recorded later than the day on which it happened.
    """

    commitment = GuardedForeignKey(Commitment, related_name="events", verbose_name=_("commitment"))
    date = models.DateField(_("day"), default=timezone.localdate)
    recorded_at = models.DateTimeField(_("noted"), default=timezone.now)
    kind = models.CharField(_("what"), max_length=20, choices=EventKind)
    due_on = models.DateField(_("due"))
    reason = models.CharField(_("why"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("event of a commitment")
        verbose_name_plural = _("events of commitments")

    def __str__(self) -> str:
        return self.get_kind_display()

    @property
    def recorded_on(self) -> datetime.date | None:
        """The day it was recorded, if that is not the day on which it happened."""
        recorded = timezone.localdate(self.recorded_at)
        return recorded if recorded != self.date else None
