"""Violent incidents and which groups they are laid to (domain 2.8, 3.5). Own until published, like everything here."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from groups.models.people import Certainty, Group
from gvi.access.guarded import Guarded, GuardedForeignKey
from gvi.acts.act import StatusChoices
from gvi.partnerships.on_behalf.models import OnBehalf

FRESH = timedelta(hours=24)  # from when others see it: within this a quick check-in is called (domain 1.2)
RECENT = timedelta(days=3)  # from when it happened; later it is no news, however late it was published
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
    """An incident's way (domain 2.8). Whether a sanction came of it is seen from the sanction."""

    REPORTED = "reported", pgettext_lazy("incident", "reported")
    VERIFIED = "verified", pgettext_lazy("incident", "verified")
    REVIEWED = "reviewed", pgettext_lazy("incident", "reviewed")


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
    shared_at = models.DateTimeField(_("shared"), null=True, editable=False)

    class Meta:
        verbose_name = _("incident")
        verbose_name_plural = _("incidents")
        indexes = [models.Index("partnership", models.F("happened_on").desc(), name="incident_by_day")]

    def __str__(self) -> str:
        return f"{self.get_kind_display().capitalize()}, {self.area} {date_format(self.happened_on, 'j b Y')}"

    def get_absolute_url(self) -> str:
        return reverse("groups:incident", args=[self.pk])

    def save(self, *args: Any, **kwargs: Any) -> None:
        """From when others see it is kept: that is when they can begin to act."""
        if self.reach and self.shared_at is None:
            self.shared_at = timezone.now()
        super().save(*args, **kwargs)

    @property
    def fresh_until(self) -> datetime | None:
        """A day after others saw it; until then they are called together (domain 1.2)."""
        return self.shared_at + FRESH if self.shared_at else None

    @property
    def is_fresh(self) -> bool:
        """Whether it has just happened, and others have seen it for a day at most."""
        known = self.fresh_until is not None and timezone.now() <= self.fresh_until
        return known and self.happened_on >= timezone.localdate() - RECENT

    @property
    def review_by(self) -> date:
        """The last day of the week within which it is to be reviewed."""
        return self.happened_on + REVIEW_WITHIN

    @property
    def is_reviewed(self) -> bool:
        """Whether the review has been held."""
        return self.state == IncidentState.REVIEWED


class IncidentFile(Guarded):
    """What the owner keeps of an incident besides: its case number and notes. Never leaves home."""

    incident = GuardedForeignKey(Incident, home=True, related_name="files", verbose_name=_("incident"))
    number = models.CharField(_("K number"), max_length=40, blank=True)
    notes = models.TextField(_("own notes"), max_length=4000, blank=True)

    class Meta:
        verbose_name = _("own file of an incident")
        verbose_name_plural = _("own files of incidents")
        constraints = [models.UniqueConstraint(fields=["incident"], name="one_file_per_incident")]

    def __str__(self) -> str:
        return self.number or str(self._meta.verbose_name)


class Side(models.TextChoices):
    """Which side a group was on (domain 2.8). Only the perpetrator's side can lead to a sanction (domain 2.9)."""

    PERPETRATOR = "perpetrator", _("perpetrator side")
    VICTIM = "victim", _("victim side")
    BOTH = "both", _("both sides")
    UNCLEAR = "unclear", _("side unclear")


PERPETRATOR_SIDES = (Side.PERPETRATOR, Side.BOTH)
CLAIMS = (Certainty.CONFIRMED, Certainty.LIKELY)  # sure enough for a sanction (domain 2.9: at least likely)


class Attribution(OnBehalf):
    """That an incident is laid to a group. A new judgement is a new row, and closes the one before (domain 2.8)."""

    incident = GuardedForeignKey(Incident, home=True, related_name="attributions", verbose_name=_("incident"))
    group = GuardedForeignKey(Group, related_name="attributions", verbose_name=_("group"))
    side = models.CharField(_("side"), max_length=20, choices=Side)
    certainty = models.CharField(_("certainty"), max_length=20, choices=Certainty)
    made_at = models.DateTimeField(_("made"))
    closed_at = models.DateTimeField(_("replaced"), null=True, editable=False)

    class Meta:
        verbose_name = _("attribution")
        verbose_name_plural = _("attributions")
        constraints = [
            models.UniqueConstraint(
                fields=["incident", "group"], condition=Q(closed_at=None), name="one_judgement_per_group"
            )
        ]

    def __str__(self) -> str:
        return f"{self.group}: {self.incident}"

    @property
    def is_claim(self) -> bool:
        """Whether it can carry a sanction: the perpetrator's side, likely at least, and still standing."""
        return self.side in PERPETRATOR_SIDES and self.certainty in CLAIMS and self.closed_at is None
