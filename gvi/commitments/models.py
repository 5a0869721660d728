"""What somebody has promised to do: one list for promises, actions and tasks (domain 2.10, 3.3, 3.6)."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gvi.access.guarded import Guarded, GuardedForeignKey
from gvi.acts.act import StatusChoices
from gvi.partnerships.models import Agency


class CommitmentKind(models.TextChoices):
    """A promise is given to a group or its members, an action is agreed among ourselves, a task is a small one."""

    ACTION = "action", _("action")
    PROMISE = "promise", _("promise")
    TASK = "task", _("task")


class CommitmentState(StatusChoices):
    """A promise's way. That it is late is seen from its day, never typed (domain 3.6)."""

    OPEN = "open", pgettext_lazy("promise", "open")
    KEPT = "kept", pgettext_lazy("promise", "kept")
    NOT_KEPT = "not_kept", pgettext_lazy("promise", "not kept")
    DROPPED = "dropped", pgettext_lazy("promise", "dropped")


NEEDS_WHY = (CommitmentState.NOT_KEPT, CommitmentState.DROPPED)


class Commitment(Guarded):
    """What an agency is to do, by a function in it and never by a name (domain 9.18), and what came of it.

    Where it came from is a kind and an id: those who know such rows stand higher up and say how they are named.
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
    source = models.CharField(max_length=20, blank=True, editable=False)
    source_id = models.UUIDField(null=True, editable=False)

    class Meta:
        verbose_name = _("promise")
        verbose_name_plural = _("promises")
        indexes = [
            models.Index(fields=["partnership", "due_on"], name="promise_open", condition=Q(state="open")),
            models.Index(fields=["source_id"], name="promise_source", condition=Q(source_id__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(due_on__gte=F("made_on")), name="promise_due_after_made"),
            models.CheckConstraint(
                condition=Q(state="open") | Q(settled_on__isnull=False), name="promise_settled_has_day"
            ),
            models.CheckConstraint(condition=~Q(state__in=["not_kept", "dropped"]) | ~Q(note=""), name="promise_why"),
        ]

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        return reverse("commitments:promise", args=[self.pk])

    @property
    def is_waiting(self) -> bool:
        """Whether it is still to be done."""
        return self.state == CommitmentState.OPEN

    @property
    def days_left(self) -> int:
        """From today to its day; below zero it is late."""
        return (self.due_on - timezone.localdate()).days

    @property
    def is_late(self) -> bool:
        """Open, and its day has passed."""
        return self.is_waiting and self.days_left < 0

    @property
    def days_over(self) -> int:
        """How many days after its day it was settled; nought where it was in time."""
        settled: date | None = self.settled_on
        return max(0, (settled - self.due_on).days) if settled else 0


class TurnKind(models.TextChoices):
    """What happened to a promise."""

    MADE = "made", pgettext_lazy("promise", "written down")
    MOVED = "moved", pgettext_lazy("promise", "new day")
    CHANGED = "changed", pgettext_lazy("promise", "changed")
    KEPT = "kept", pgettext_lazy("promise", "kept")
    NOT_KEPT = "not_kept", pgettext_lazy("promise", "not kept")
    DROPPED = "dropped", pgettext_lazy("promise", "dropped")
    REOPENED = "reopened", pgettext_lazy("promise", "opened again")


class CommitmentEvent(Guarded):
    """A turn in the life of a promise, as it was: never edited, so that nobody moves a day in silence.

    It may be noted later than the day it happened on.
    """

    promise = GuardedForeignKey(Commitment, related_name="turns", verbose_name=_("promise"))
    on = models.DateField(_("day"), default=timezone.localdate)
    at = models.DateTimeField(_("noted"), default=timezone.now)
    what = models.CharField(_("what"), max_length=20, choices=TurnKind)
    due_on = models.DateField(_("due"))
    why = models.CharField(_("why"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("turn of a promise")
        verbose_name_plural = _("turns of promises")

    def __str__(self) -> str:
        return self.get_what_display()

    @property
    def noted_on(self) -> date | None:
        """The day it was written down, where that is another than the day itself."""
        noted = timezone.localdate(self.at)
        return noted if noted != self.on else None
