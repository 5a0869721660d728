"""Work in the background: the PDFs of papers."""

import gc
import hashlib
from typing import Any
from uuid import UUID

from celery.signals import worker_process_init

from gvi.access.principal import Principal
from gvi.documents import pdf
from gvi.documents.actions import RENDER, finish
from gvi.documents.models import Copy
from gvi.jobs.models import JobFailure
from gvi.jobs.queue import PermanentFailure, job


@worker_process_init.connect  # type: ignore[untyped-decorator]  # celery has no types
def _prepare_worker(**_kwargs: Any) -> None:
    """Load the PDF libraries before the first job, and keep what is loaded out of garbage collection.

    A full collection took as long as rendering a document and ran on every third one.
    """
    pdf.warm_up()
    gc.collect()
    gc.freeze()


@job(RENDER)
def render(target: UUID, by: Principal) -> None:
    """Render the PDF of one copy. A second run finds it ready and does nothing."""
    copy = Copy.objects.select_related("document").get(pk=target)
    if copy.ready_at is not None:
        return
    try:
        printed = pdf.render(_pages(copy), number=f"{copy.document.number}-{copy.number}")
    except pdf.LibraryMissing as error:
        raise PermanentFailure(JobFailure.MISSING) from error
    except pdf.ForeignContent as error:
        raise PermanentFailure(JobFailure.REFUSED) from error
    finish(copy, by=by, printed=printed)


def _pages(copy: Copy) -> list[str]:
    """The frozen page of the copy, or all pages for the combined one. A page that was tampered with is refused."""
    frozen = [copy]
    if copy.is_combined:
        frozen = list(Copy.objects.addressed().filter(document=copy.document_id).order_by("number"))
    if any(hashlib.sha256(each.html.encode()).hexdigest() != each.html_sha256 for each in frozen):
        raise PermanentFailure(JobFailure.REFUSED)
    return [each.html for each in frozen]
