"""Meetings of the partnership and their agenda (domain 1.2, 3.6)."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from groups.models import Incident
from gvi.access.guarded import Guarded, GuardedForeignKey, GuardedManager, GuardedQuerySet
from gvi.acts.afterwards import EnteredAfterwards
from gvi.acts.requires import StatusChoices
from gvi.partnerships.models import Agency


class MeetingKind(models.TextChoices):
    """What sort of meeting (domain 3.6)."""

    STEERING = "steering", _("steering group")
    WORKING = "working", _("working group")
    REVIEW = "review", _("incident review")
    QUICK = "quick", _("quick check-in")
    PLANNING = "planning", _("planning")
    NETWORK = "network", _("network meeting")


class MeetingState(StatusChoices):
    """The states of a meeting."""

    PLANNED = "planned", pgettext_lazy("meeting", "planned")
    HELD = "held", pgettext_lazy("meeting", "held")
    CANCELLED = "cancelled", pgettext_lazy("meeting", "cancelled")


class MeetingQuerySet(GuardedQuerySet["Meeting"]):
    """Queries on meetings."""

    def planned(self) -> Self:
        """Meetings that have neither been held nor cancelled."""
        return self.filter(state=MeetingState.PLANNED)

    def held(self) -> Self:
        """Meetings that have been held."""
        return self.filter(state=MeetingState.HELD)


class Meeting(EnteredAfterwards):
    """A meeting of the partnership: when, where, and of what kind."""

    kind = models.CharField(_("kind"), max_length=20, choices=MeetingKind, default=MeetingKind.WORKING)
    date = models.DateField(_("date"))
    starts_at = models.TimeField(_("starts"))
    ends_at = models.TimeField(_("ends"))
    venue = models.CharField(_("place"), max_length=120)
    state = models.CharField(_("state"), max_length=20, choices=MeetingState, default=MeetingState.PLANNED)

    objects: ClassVar = GuardedManager.from_queryset(MeetingQuerySet)()

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        constraints = [models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="meeting_hours")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.date:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        return reverse("meetings:meeting", args=[self.pk])


class Attendee(Guarded):
    """Somebody who attends for an agency and gets a numbered copy. Function or first name only (domain 9.18).

    Whoever does not come after all stays in the record, with `comes` set to False.
    """

    meeting = GuardedForeignKey(Meeting, related_name="attendees", verbose_name=_("meeting"))
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name=_("agency"))
    name = models.CharField(_("function or first name"), max_length=80, blank=True)
    comes = models.BooleanField(_("comes"), default=True)

    class Meta:
        verbose_name = _("attendee")
        verbose_name_plural = _("attendees")
        constraints = [models.UniqueConstraint(fields=["meeting", "agency", "name"], name="one_seat_at_the_table")]

    def __str__(self) -> str:
        return ", ".join(part for part in (self.name, self.agency.short_name) if part)


class ItemKind(models.TextChoices):
    """What the meeting is asked for."""

    DECISION = "decision", _("decision")
    DISCUSSION = "discussion", _("discussion")
    INFORMATION = "information", _("information")


class ItemState(StatusChoices):
    """The states of an agenda item."""

    OPEN = "open", pgettext_lazy("item", "open")
    SETTLED = "settled", pgettext_lazy("item", "settled")
    STRUCK = "struck", pgettext_lazy("item", "struck")


class AgendaItemQuerySet(GuardedQuerySet["AgendaItem"]):
    """Queries on agenda items."""

    def standing(self) -> Self:
        """Items that were not struck."""
        return self.exclude(state=ItemState.STRUCK)


class AgendaItem(Guarded):
    """Something for the meeting to discuss. Any agency may add its own; free text without persons.

    One that was struck has no text any more: the words are in its history, which its owner alone reads.
    """

    meeting = GuardedForeignKey(Meeting, related_name="items", verbose_name=_("meeting"))
    kind = models.CharField(_("asked for"), max_length=20, choices=ItemKind, default=ItemKind.DECISION)
    text = models.CharField(_("what"), max_length=200)
    options = models.CharField(
        _("choices"), max_length=80, blank=True, help_text=_("With / between, for example: Yes / No")
    )
    incident = GuardedForeignKey(
        Incident, null=True, blank=True, editable=False, related_name="items", verbose_name=_("incident")
    )
    outcome = models.CharField(_("outcome"), max_length=200, blank=True)
    state = models.CharField(_("state"), max_length=20, choices=ItemState, default=ItemState.OPEN)
    added_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar = GuardedManager.from_queryset(AgendaItemQuerySet)()

    class Meta:
        verbose_name = _("agenda item")
        verbose_name_plural = _("agenda items")

    def __str__(self) -> str:
        return self.text or str(ItemState(self.state).label)

    def get_absolute_url(self) -> str:
        return reverse("meetings:meeting", args=[self.meeting_id])

    @property
    def choices(self) -> list[str]:
        """The choices one by one; none unless the item asks for a decision between choices."""
        if self.kind != ItemKind.DECISION:
            return []
        return [choice.strip() for choice in self.options.split("/") if choice.strip()]
