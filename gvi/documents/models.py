"""Papers: composed from what all their readers may see, frozen, numbered and rendered once (architecture 8)."""

from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from gvi.access import context
from gvi.access.guarded import Guarded, GuardedForeignKey, GuardedManager, GuardedQuerySet
from gvi.partnerships.models import Agency

COMBINED = 0  # the number of the copy that combines all others in one file


class Document(Guarded):
    """A paper in the register. Its copies hold the frozen text; `cut_off` says how recent the facts are.

    `figures` are the counts on it, so that the next paper can say what has changed. `needed_reach` is the reach that
    its facts needed: the figures of two papers are compared only if it is the same.
    """

    kind = models.CharField(_("kind"), max_length=40)
    title = models.CharField(_("title"), max_length=160)
    number = models.CharField(_("number"), max_length=20)
    subject_id = models.UUIDField(_("what it is about"))
    readers = ArrayField(models.IntegerField(), verbose_name=_("readers"))
    cut_off = models.DateTimeField(_("facts up to"), default=timezone.now)
    figures = models.JSONField(default=dict, editable=False)
    needed_reach = models.PositiveSmallIntegerField(default=1, editable=False)

    unshowable: list[str] = []  # the signs that its paper cannot show; known while it is being issued

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        constraints = [
            models.UniqueConstraint(fields=["partnership", "owner", "number"], name="one_document_per_number")
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("documents:document", args=[self.pk])


class CopyQuerySet(GuardedQuerySet["Copy"]):
    """Queries on copies."""

    def addressed(self) -> Self:
        """Copies for an addressee: all but the combined one."""
        return self.exclude(number=COMBINED)

    def without_contents(self) -> Self:
        """Without the frozen page and the file, whose loading counts as a read."""
        return self.defer("html", "pdf")


class Copy(Guarded):
    """A numbered copy for one addressee: the frozen page with its hash, and the PDF once a worker has made it.

    The combined copy has no page of its own: its PDF holds all others, to be printed in one go. A copy is personal. Its
    issuer's and its addressee's agency may fetch it, and the combined one only its issuer's.
    """

    document = GuardedForeignKey(Document, home=True, related_name="copies", verbose_name=_("document"))
    number = models.PositiveSmallIntegerField(_("copy"))
    addressee = models.CharField(_("addressee"), max_length=120)
    agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("the addressee's agency")
    )
    html = models.TextField(editable=False)
    html_sha256 = models.CharField(max_length=64, editable=False)
    pdf = models.BinaryField(null=True, editable=False)
    pdf_sha256 = models.CharField(max_length=64, blank=True, editable=False)
    pages = models.PositiveSmallIntegerField(null=True, editable=False)
    ready_at = models.DateTimeField(null=True, editable=False)

    objects: ClassVar = GuardedManager.from_queryset(CopyQuerySet)()

    class Meta:
        verbose_name = _("copy")
        verbose_name_plural = _("copies")
        constraints = [models.UniqueConstraint(fields=["document", "number"], name="one_copy_per_number")]

    def __str__(self) -> str:
        return f"{self.number} {self.addressee}"

    def get_absolute_url(self) -> str:
        return reverse("documents:document", args=[self.document_id])

    @property
    def is_combined(self) -> bool:
        """True for the copy that combines all others."""
        return self.number == COMBINED

    @property
    def is_for_me(self) -> bool:
        """True if the reader's agency may fetch it."""
        return self.is_mine or self.agency_id == context.current().me

    @property
    def file_name(self) -> str:
        """The name of the file: the issuer and the numbers, and nothing about its contents."""
        issuer = slugify(self.document.owner.short_name)
        return f"{issuer}-{self.document.number}-{'alla' if self.is_combined else self.number}.pdf"
