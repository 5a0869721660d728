"""Codes that were taken back, and extracts that ended because the person must not be handed on."""

from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from groups.models.people import Dossier
from gvi.access.guarded import Guarded, GuardedForeignKey, GuardedManager, GuardedQuerySet


class RetractionReason(models.TextChoices):
    """Why a code is taken back. The first of them are those of `Exclusion`: the person may not have one."""

    MINOR = "minor", _("under 18, or may be")
    UNKNOWN_AGE = "unknown_age", _("year of birth not known")
    PROTECTED = "protected", _("protected identity")
    BYSTANDER = "bystander", _("relative or contact, not suspected")
    DROPPED = "dropped", _("dropped from the list")
    DISSOLVED = "dissolved", _("the group is dissolved")
    ENDED = "ended", pgettext_lazy("retraction", "no longer in the group")
    DEAD = "dead", pgettext_lazy("retraction", "has died")
    MISTAKE = "mistake", pgettext_lazy("retraction", "the code was given by mistake")
    WRONG_NAME = "wrong_name", pgettext_lazy("retraction", "the name was wrong")
    OTHER = "other", pgettext_lazy("retraction", "another reason")


class RetractionQuerySet(GuardedQuerySet["Retraction"]):
    """Queries on retractions."""

    def to_call_about(self) -> Self:
        """Retractions about which somebody still has to be called."""
        return self.filter(called_at=None)


class Retraction(Guarded):
    """A code that its owner took back, or the end of what was handed over of a person. It stays with the owner.

    `code` is its text: the code itself is closed and is never given again. `receivers` are the agencies that had
    something, `papers` the numbered papers that may hold the code: nobody can take those back but by asking.
    """

    code = models.CharField(_("code"), max_length=30, blank=True)
    dossier = GuardedForeignKey(Dossier, home=True, null=True, related_name="retractions", verbose_name=_("person"))
    reason = models.CharField(_("reason"), max_length=20, choices=RetractionReason)
    retracted_at = models.DateTimeField(_("retracted"), default=timezone.now, editable=False)
    receivers = ArrayField(models.IntegerField(), default=list, verbose_name=_("receivers"))
    papers = ArrayField(models.UUIDField(), default=list, verbose_name=_("papers"))
    called_at = models.DateTimeField(_("called"), null=True, editable=False)

    objects: ClassVar = GuardedManager.from_queryset(RetractionQuerySet)()

    class Meta:
        verbose_name = _("retraction")
        verbose_name_plural = _("retractions")

    def __str__(self) -> str:
        return self.code or str(_("a person"))

    def get_absolute_url(self) -> str:
        return reverse("groups:settle_retraction", args=[self.pk])
