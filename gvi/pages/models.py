"""What was typed and is not saved yet."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Draft(models.Model):
    """What one writer typed on one page, sealed. Neither the writer nor the page can be read from the row."""

    writer = models.CharField(max_length=64)
    place = models.CharField(max_length=64)
    sealed = models.TextField()
    kept_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        constraints = [models.UniqueConstraint(fields=["writer", "place"], name="one_draft_per_writer_and_place")]

    def __str__(self) -> str:
        return f"{self.pk}"
