"""How far papers have come: one query for the copies and one for their jobs, however many papers there are."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from gvi.documents.compose import PAPERS
from gvi.documents.models import PILE, Copy, Document
from gvi.jobs.models import Job, JobFailure, JobState


class CopyState(TextChoices):
    """What the one who waits wants to know of a copy."""

    QUEUED = "queued", _("Queued")
    MAKING = "making", _("Being made")
    READY = "ready", _("Ready")
    FAILED = "failed", _("Failed")


STATE_OF = {JobState.WAITING: CopyState.QUEUED, JobState.RUNNING: CopyState.MAKING, JobState.FAILED: CopyState.FAILED}


@dataclass(frozen=True)
class CopyLine:
    """A copy with its state, and the reason in words where it failed."""

    copy: Copy
    state: CopyState
    trouble: str
    reason: str


@dataclass(frozen=True)
class Standing:
    """A paper with its copies. The pile is apart: it is no copy for anybody."""

    document: Document
    copies: list[CopyLine]
    pile: CopyLine | None

    @property
    def kind(self) -> Any:
        paper = PAPERS.get(self.document.kind)
        return paper.name if paper else self.document.kind

    @property
    def about_url(self) -> str:
        paper = PAPERS.get(self.document.kind)
        return paper.about_url(self.document.subject) if paper else ""

    @property
    def ready(self) -> int:
        return sum(line.state == CopyState.READY for line in self.copies)

    @property
    def pages(self) -> int:
        return max((line.copy.pages or 0 for line in self.copies), default=0)

    @property
    def failed(self) -> list[CopyLine]:
        return [line for line in self._all() if line.state == CopyState.FAILED]

    @property
    def lacks_library(self) -> bool:
        return any(line.trouble == JobFailure.MISSING for line in self.failed)

    @property
    def is_under_way(self) -> bool:
        return any(line.state in (CopyState.QUEUED, CopyState.MAKING) for line in self._all())

    @property
    def state(self) -> CopyState:
        """The paper's state in one word: what is wrong before what is not ready."""
        if self.failed:
            return CopyState.FAILED
        if not self.is_under_way:
            return CopyState.READY
        return CopyState.MAKING if self.ready else CopyState.QUEUED

    def _all(self) -> list[CopyLine]:
        return [*self.copies, *([self.pile] if self.pile else [])]


def standings(documents: Iterable[Document]) -> list[Standing]:
    """How far each of these papers has come. The copies' contents are not read."""
    documents = list(documents)
    copies = Copy.objects.defer("html", "pdf").filter(document__in=[d.pk for d in documents]).order_by("number")
    lines: dict[UUID, list[CopyLine]] = {document.pk: [] for document in documents}
    found = list(copies)
    jobs = {job.target: job for job in Job.objects.filter(target__in=[copy.pk for copy in found])}
    for copy in found:
        lines[copy.document_id].append(_line(copy, jobs.get(copy.pk)))
    return [_standing(document, lines[document.pk]) for document in documents]


def _standing(document: Document, lines: list[CopyLine]) -> Standing:
    pile = next((line for line in lines if line.copy.number == PILE), None)
    return Standing(document, [line for line in lines if line is not pile], pile)


def _line(copy: Copy, job: Job | None) -> CopyLine:
    if copy.ready_at is not None:
        return CopyLine(copy, CopyState.READY, "", "")
    state = STATE_OF.get(JobState(job.state), CopyState.MAKING) if job else CopyState.QUEUED
    if job is None or state != CopyState.FAILED:
        return CopyLine(copy, state, "", "")
    return CopyLine(copy, state, job.failure, job.get_failure_display())
