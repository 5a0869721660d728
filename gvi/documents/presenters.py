"""How far papers have come: one query for the copies and one for their jobs, however many papers there are."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from gvi.documents.models import Copy, Document
from gvi.documents.registry import papers
from gvi.jobs.models import Job, JobFailure, JobState

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class CopyState(TextChoices):
    """How far a copy has come."""

    QUEUED = "queued", _("Queued")
    MAKING = "making", _("Being made")
    READY = "ready", _("Ready")
    FAILED = "failed", _("Failed")


STATE_OF = {JobState.WAITING: CopyState.QUEUED, JobState.RUNNING: CopyState.MAKING, JobState.FAILED: CopyState.FAILED}
COLORS = {
    CopyState.QUEUED: "neutral",
    CopyState.MAKING: "info",
    CopyState.READY: "success",
    CopyState.FAILED: "danger",
}


@dataclass(frozen=True)
class CopyStatus:
    """A copy with its state, and the failure of its job, if any."""

    copy: Copy
    state: CopyState
    failure: str = ""
    reason: str = ""

    @property
    def color(self) -> str:
        return COLORS[self.state]

    @property
    def is_ready(self) -> bool:
        return self.state == CopyState.READY

    @property
    def has_failed(self) -> bool:
        return self.state == CopyState.FAILED


@dataclass(frozen=True)
class PaperStatus:
    """A paper with its copies. The combined copy is apart: it is for no addressee."""

    document: Document
    copies: list[CopyStatus]
    combined: CopyStatus | None

    @property
    def kind(self) -> "StrOrPromise":
        paper = papers.get(self.document.kind)
        return paper.name if paper else self.document.kind

    @property
    def about_url(self) -> str:
        paper = papers.get(self.document.kind)
        return paper.about_url(self.document.subject_id) if paper else ""

    @property
    def ready(self) -> int:
        """The number of copies that are ready."""
        return sum(status.is_ready for status in self.copies)

    @property
    def pages(self) -> int:
        """The number of pages of the longest copy."""
        return max((status.copy.pages or 0 for status in self.copies), default=0)

    @property
    def failed(self) -> list[CopyStatus]:
        return [status for status in self._all() if status.has_failed]

    @property
    def lacks_library(self) -> bool:
        return any(status.failure == JobFailure.MISSING for status in self.failed)

    @property
    def is_under_way(self) -> bool:
        return any(status.state in (CopyState.QUEUED, CopyState.MAKING) for status in self._all())

    @property
    def state(self) -> CopyState:
        """The state of the paper as a whole: failures come before what is under way."""
        if self.failed:
            return CopyState.FAILED
        if not self.is_under_way:
            return CopyState.READY
        return CopyState.MAKING if self.ready else CopyState.QUEUED

    @property
    def color(self) -> str:
        return "info" if self.is_under_way and not self.failed else COLORS[self.state]

    def _all(self) -> list[CopyStatus]:
        return [*self.copies, *([self.combined] if self.combined else [])]


def paper_statuses(documents: Iterable[Document]) -> list[PaperStatus]:
    """How far each of these papers has come. The contents of the copies are not read."""
    documents = list(documents)
    copies = list(
        Copy.objects.without_contents().filter(document__in=[each.pk for each in documents]).order_by("number")
    )
    jobs = {job.target: job for job in Job.objects.filter(target__in=[copy.pk for copy in copies])}
    statuses: dict[UUID, list[CopyStatus]] = {document.pk: [] for document in documents}
    for copy in copies:
        statuses[copy.document_id].append(_copy_status(copy, jobs.get(copy.pk)))
    return [_paper_status(document, statuses[document.pk]) for document in documents]


def _paper_status(document: Document, statuses: list[CopyStatus]) -> PaperStatus:
    combined = next((status for status in statuses if status.copy.is_combined), None)
    return PaperStatus(document, [status for status in statuses if status is not combined], combined)


def _copy_status(copy: Copy, job: Job | None) -> CopyStatus:
    if copy.ready_at is not None:
        return CopyStatus(copy, CopyState.READY)
    state = STATE_OF.get(JobState(job.state), CopyState.MAKING) if job else CopyState.QUEUED
    if job is None or state != CopyState.FAILED:
        return CopyStatus(copy, state)
    return CopyStatus(copy, state, job.failure, job.get_failure_display())
