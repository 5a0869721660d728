"""What comes in from the public: messages, and the numbers they get."""

from datetime import date

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gvi.access.guarded import Guarded
from gvi.acts.requires import StatusChoices

KEPT_YEARS = 2  # after the answer, or after it came in (policy: Keep.MESSAGE; to be confirmed per agency)


class MessageKind(models.TextChoices):
    """What the law on accessibility lets anybody ask for (SFS 2018:1937 12-15 §§)."""

    BARRIER = "barrier", _("an accessibility problem")
    FORMAT = "format", _("another format")


class Format(models.TextChoices):
    """Ways to get what one cannot read as it is."""

    TELEPHONE = "telephone", _("read aloud by telephone")
    LARGE = "large", _("large print on paper")
    AUDIO = "audio", _("recorded sound")
    BRAILLE = "braille", _("braille")
    EASY = "easy", _("easy to read")
    FILE = "file", _("a tagged PDF or a text file")
    OTHER = "other", _("in another way, as I write")


class MessageState(StatusChoices):
    """A message waits for an answer, and then it has one."""

    NEW = "new", pgettext_lazy("message", "waiting")
    ANSWERED = "answered", pgettext_lazy("message", "answered")
    CLOSED = "closed", pgettext_lazy("message", "closed without an answer")


class PublicMessage(Guarded):
    """An incoming document (domain 4.1 rule 18): left by anybody, received by the leading agency, seen by it alone."""

    number = models.CharField(_("register number"), max_length=20)
    kind = models.CharField(_("about"), max_length=20, choices=MessageKind)
    format = models.CharField(_("wanted format"), max_length=20, choices=Format, blank=True)
    place = models.CharField(_("page or paper"), max_length=200, blank=True)
    text = models.TextField(_("message"), max_length=3000)
    contact = models.CharField(_("how to reach you"), max_length=200, blank=True)
    received = models.DateTimeField(_("received"), default=timezone.now)
    state = models.CharField(_("status"), max_length=20, choices=MessageState, default=MessageState.NEW)
    done_on = models.DateField(_("answered or closed"), null=True)
    answer = models.CharField(_("what was done"), max_length=500, blank=True)
    dispose_on = models.DateField(_("to be removed"))

    class Meta:
        verbose_name = _("message from the public")
        verbose_name_plural = _("messages from the public")
        constraints = [models.UniqueConstraint(fields=["owner", "number"], name="one_message_per_number")]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("portal:message", args=[self.pk])

    @property
    def is_waiting(self) -> bool:
        return self.state == MessageState.NEW


def kept_until(day: date) -> date:
    """When a message that was settled on this day is to be removed."""
    return date(day.year + KEPT_YEARS, 12, 31)


class RegisterCounter(models.Model):
    """The last register number of a year. Somebody outside reads no message, so the numbers are counted here."""

    partnership = models.ForeignKey("partnerships.Partnership", models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    latest = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("diary")
        verbose_name_plural = _("diaries")
        constraints = [models.UniqueConstraint(fields=["partnership", "year"], name="one_diary_per_year")]

    def __str__(self) -> str:
        return f"{self.year}: {self.latest}"
