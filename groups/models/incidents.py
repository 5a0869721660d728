"""Violent incidents, and the groups they are attributed to (domain 2.8, 3.5)."""

from datetime import date, datetime, timedelta
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from groups.models.groups import Group
from groups.models.people import Certainty
from gvi.access.guarded import Guarded, GuardedForeignKey, GuardedManager, GuardedQuerySet
from gvi.acts.requires import StatusChoices
from gvi.partnerships.on_behalf.models import OnBehalf

FRESH_FOR = timedelta(hours=24)  # from publishing: within this a quick check-in is called (domain 1.2)
RECENT_FOR = timedelta(days=3)  # from the incident: an older one is no news, however late it was published
REVIEW_WITHIN = timedelta(days=7)  # domain 6.3: an incident is reviewed within a week


class IncidentKind(models.TextChoices):
    """What happened (the code list of domain 2.8)."""

    DEADLY_SHOOTING = "deadly_shooting", _("deadly shooting")
    SHOOTING_INJURED = "shooting_injured", _("shooting, somebody hurt")
    SHOOTING = "shooting", _("shooting, nobody hurt")
    EXPLOSION = "explosion", _("explosion")
    ATTEMPT = "attempt", _("attempt or preparation")
    ASSAULT = "assault", _("aggravated assault or knife")
    ARSON = "arson", _("arson")
    KIDNAPPING = "kidnapping", _("kidnapping")
    WEAPON_FOUND = "weapon_found", _("weapon found (context only)")


class IncidentState(StatusChoices):
    """The states of an incident (domain 2.8). Whether a sanction came of it is seen from the sanction."""

    REPORTED = "reported", pgettext_lazy("incident", "reported")
    VERIFIED = "verified", pgettext_lazy("incident", "verified")
    REVIEWED = "reviewed", pgettext_lazy("incident", "reviewed")


class IncidentQuerySet(GuardedQuerySet["Incident"]):
    """Queries on incidents."""

    def unreviewed(self) -> Self:
        """Incidents whose review has not been held, the oldest first."""
        return self.exclude(state=IncidentState.REVIEWED).order_by("happened_on")

    def fresh(self) -> Self:
        """Published incidents that have just happened: those of which `is_fresh` is true."""
        seen = self.published().filter(published_at__gte=timezone.now() - FRESH_FOR)
        return seen.filter(happened_on__gte=timezone.localdate() - RECENT_FOR)


class Incident(OnBehalf):
    """What happened, where and when: no person, and no more than a newspaper could print once it is published."""

    happened_on = models.DateField(_("date"))
    time = models.TimeField(_("time"), null=True, blank=True)
    area = models.CharField(_("area"), max_length=80)
    kind = models.CharField(_("kind"), max_length=20, choices=IncidentKind)
    deaths = models.PositiveSmallIntegerField(_("dead"), default=0)
    injured = models.PositiveSmallIntegerField(_("injured"), default=0)
    summary = models.CharField(_("public summary"), max_length=300, blank=True)
    state = models.CharField(_("state"), max_length=20, choices=IncidentState, default=IncidentState.REPORTED)
    reviewed_on = models.DateField(_("reviewed"), null=True, blank=True)
    published_at = models.DateTimeField(_("shared"), null=True, editable=False)

    objects: ClassVar = GuardedManager.from_queryset(IncidentQuerySet)()

    class Meta:
        verbose_name = _("incident")
        verbose_name_plural = _("incidents")
        indexes = [models.Index("partnership", models.F("happened_on").desc(), name="incident_by_day")]

    def __str__(self) -> str:
        return f"{capfirst(self.get_kind_display())}, {self.area} {date_format(self.happened_on)}"

    def get_absolute_url(self) -> str:
        return reverse("groups:incident", args=[self.pk])

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Record when others can first see it, because that is when they can begin to act."""
        if self.reach and self.published_at is None:
            self.published_at = timezone.now()
        super().save(*args, **kwargs)

    @property
    def fresh_until(self) -> datetime | None:
        """Until when a quick check-in is called: a day after it was published (domain 1.2)."""
        return self.published_at + FRESH_FOR if self.published_at else None

    @property
    def is_fresh(self) -> bool:
        """Whether it has just happened, and was published within the last day."""
        known = self.fresh_until is not None and timezone.now() <= self.fresh_until
        return known and self.happened_on >= timezone.localdate() - RECENT_FOR

    @property
    def review_by(self) -> date:
        """The last day on which its review is in time."""
        return self.happened_on + REVIEW_WITHIN

    @property
    def is_reviewed(self) -> bool:
        """Whether the review has been held."""
        return self.state == IncidentState.REVIEWED


class IncidentFile(Guarded):
    """The owner's own case number and notes on an incident. They never leave the agency."""

    incident = GuardedForeignKey(Incident, home=True, related_name="files", verbose_name=_("incident"))
    case_number = models.CharField(_("K number"), max_length=40, blank=True)
    notes = models.TextField(_("own notes"), max_length=4000, blank=True)

    class Meta:
        verbose_name = _("own file of an incident")
        verbose_name_plural = _("own files of incidents")
        constraints = [models.UniqueConstraint(fields=["incident"], name="one_file_per_incident")]

    def __str__(self) -> str:
        return self.case_number or str(self._meta.verbose_name)


class Side(models.TextChoices):
    """Which side a group was on (domain 2.8). Only the perpetrator's side can lead to a sanction (domain 2.9)."""

    PERPETRATOR = "perpetrator", _("perpetrator side")
    VICTIM = "victim", _("victim side")
    BOTH = "both", _("both sides")
    UNCLEAR = "unclear", _("side unclear")


PERPETRATOR_SIDES = (Side.PERPETRATOR, Side.BOTH)
SURE_ENOUGH = (Certainty.CONFIRMED, Certainty.LIKELY)  # for a sanction (domain 2.9: at least likely)


class AttributionQuerySet(GuardedQuerySet["Attribution"]):
    """Queries on attributions."""

    def current(self) -> Self:
        """Judgements that no later one has replaced."""
        return self.filter(replaced_at=None)

    def supporting_sanction(self) -> Self:
        """Judgements that can carry a sanction: those of which `supports_sanction` is true."""
        return self.current().filter(side__in=PERPETRATOR_SIDES, certainty__in=SURE_ENOUGH)

    def in_order(self) -> Self:
        """In the order in which they were made."""
        return self.order_by("judged_at", "pk")


class Attribution(OnBehalf):
    """The judgement that an incident is a group's. A new judgement is a new row, which replaces it (domain 2.8)."""

    incident = GuardedForeignKey(Incident, home=True, related_name="attributions", verbose_name=_("incident"))
    group = GuardedForeignKey(Group, related_name="attributions", verbose_name=_("group"))
    side = models.CharField(_("side"), max_length=20, choices=Side)
    certainty = models.CharField(_("certainty"), max_length=20, choices=Certainty)
    judged_at = models.DateTimeField(_("made"))
    replaced_at = models.DateTimeField(_("replaced"), null=True, editable=False)

    objects: ClassVar = GuardedManager.from_queryset(AttributionQuerySet)()

    class Meta:
        verbose_name = _("attribution")
        verbose_name_plural = _("attributions")
        constraints = [
            models.UniqueConstraint(
                fields=["incident", "group"], condition=Q(replaced_at=None), name="one_judgement_per_group"
            )
        ]

    def __str__(self) -> str:
        return f"{self.group}: {self.incident}"

    @property
    def supports_sanction(self) -> bool:
        """Whether it can carry a sanction: the perpetrator's side, at least likely, and not replaced."""
        return self.side in PERPETRATOR_SIDES and self.certainty in SURE_ENOUGH and self.replaced_at is None
