"""Papers: composed under their readers' audience, frozen, numbered, rendered once (architecture 8)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from gvi.access import context
from gvi.access.guarded import Guarded, GuardedForeignKey
from gvi.partnerships.models import Agency

PILE = 0  # the copy that holds all the others, for printing them in one go


class Document(Guarded):
    """A paper in the register. Its copies hold what was frozen; `cut_off` says how fresh the facts are.

    `figures` are the counts that stood on it, so that the next paper can say what has changed. `circle` is the reach
    its facts needed: two papers' figures are compared only where that is the same.
    """

    kind = models.CharField(_("kind"), max_length=40)
    title = models.CharField(_("title"), max_length=160)
    number = models.CharField(_("number"), max_length=20)
    subject = models.UUIDField(_("what it is about"))
    readers = ArrayField(models.IntegerField(), verbose_name=_("readers"))
    cut_off = models.DateTimeField(_("facts up to"), default=timezone.now)
    figures = models.JSONField(default=dict, editable=False)
    circle = models.PositiveSmallIntegerField(default=1, editable=False)

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


class Copy(Guarded):
    """One numbered copy for one addressee: the frozen page with its hash, and the PDF once a worker has made it.

    Number 0 is the pile: no page of its own, only the PDF of all copies after each other. A copy is personal: it is
    fetched by the agency that issued it and by the addressee's, the pile by the first alone.
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

    class Meta:
        verbose_name = _("copy")
        verbose_name_plural = _("copies")
        constraints = [models.UniqueConstraint(fields=["document", "number"], name="one_copy_per_number")]

    def __str__(self) -> str:
        return f"{self.number} {self.addressee}"

    def get_absolute_url(self) -> str:
        return reverse("documents:document", args=[self.document_id])

    @property
    def is_for_me(self) -> bool:
        """Whether the reader's agency may fetch it."""
        return self.is_mine or self.agency_id == context.current().me

    @property
    def file_name(self) -> str:
        """What a browser calls the file: whose number it is, the number, and nothing that tells of its content."""
        issuer = slugify(self.document.owner.short_name)
        return f"{issuer}-{self.document.number}-{self.number or 'alla'}.pdf"
