"""Jobs: work to be done in the background. The rows are the truth; the queue only wakes a worker."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class JobState(models.TextChoices):
    """The states of a job."""

    WAITING = "waiting", _("waiting")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")


class JobFailure(models.TextChoices):
    """Why a job failed, in words for whoever waits for it. Never the message of an exception."""

    NOT_ENTITLED = "not_entitled", _("The one who ordered this no longer has the right to it.")
    MISSING = "missing", _("A library that this work needs is missing on the server.")
    REFUSED = "refused", _("The paper asked for something outside itself and was stopped.")
    GAVE_UP = "gave_up", _("It was tried several times without success.")


class Job(models.Model):
    """Work to be done in the background. This row is the truth; the broker only wakes a worker (architecture 8).

    `key` makes it unique. `tries` fences off a worker that was thought dead. The sweeper leaves the job alone until
    `lease`. `failure` says why it was given up.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(max_length=120, unique=True)
    task = models.CharField(max_length=80)
    target = models.UUIDField()
    affiliation = models.ForeignKey(settings.GVI_AFFILIATION_MODEL, models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=JobState, default=JobState.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    lease = models.DateTimeField(null=True)
    failure = models.CharField(max_length=20, choices=JobFailure, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["created_at"], name="job_open", condition=models.Q(state__in=["waiting", "running"]))
        ]
        verbose_name = _("job")
        verbose_name_plural = _("jobs")

    def __str__(self) -> str:
        return f"{self.task} {self.state}"
