"""Groups. A group's card may be published; it says nothing of persons (architecture 3)."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gvi.access.guarded import GuardedManager, GuardedQuerySet
from gvi.access.policy import Reach
from gvi.acts.requires import StatusChoices
from gvi.partnerships.on_behalf.models import OnBehalf
from gvi.text.swedish import Alphabetical, Swedish


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
    """The states of a group (domain 2.3). That it is in focus follows from an open sanction and is never entered."""

    PROPOSED = "proposed", pgettext_lazy("group", "proposed")
    ACTIVE = "active", pgettext_lazy("group", "active")
    DORMANT = "dormant", pgettext_lazy("group", "dormant")
    DISSOLVED = "dissolved", pgettext_lazy("group", "dissolved")


class GroupQuerySet(GuardedQuerySet["Group"]):
    """Queries on groups."""

    def active(self) -> Self:
        """Groups that are not dissolved."""
        return self.exclude(state=GroupState.DISSOLVED)

    def unpublished(self) -> Self:
        """Groups that only their owner can see."""
        return self.filter(reach=Reach.OWN)

    def by_name(self) -> Self:
        """In Swedish order of their names."""
        return self.order_by(Alphabetical("name"), "pk")


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
    undone = models.BooleanField(default=False, editable=False)

    taken_back = "undone"
    objects: ClassVar = GuardedManager.from_queryset(GroupQuerySet)()

    class Meta:
        verbose_name = _("group")
        verbose_name_plural = _("groups")
        constraints = [
            models.UniqueConstraint(
                "partnership", "owner", Swedish("name"), condition=Q(undone=False), name="one_group_per_name"
            ),
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
