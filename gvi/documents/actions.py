"""Acts on papers: issue, render, try again."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import IntegerField, Max
from django.db.models.functions import Cast, Substr
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from gvi.access import context
from gvi.access.policy import Reach
from gvi.access.principal import Principal
from gvi.acts.act import act, wait_for_turn
from gvi.acts.requires import NotNow
from gvi.documents.composition import compose
from gvi.documents.models import COMBINED, Copy, Document
from gvi.documents.pdf import Printed, unshowable
from gvi.documents.registry import papers
from gvi.jobs import queue
from gvi.jobs.models import Job
from gvi.partnerships.models import Agency

NUMBERING_LOCK = 0x676D  # the advisory lock under which numbers are given
RENDER = "documents.render"


@dataclass(frozen=True)
class Addressee:
    """Who a copy is for. If the agency is given it may fetch the copy; otherwise only the issuer may."""

    name: str
    agency: Agency | None = None


@act("documents.issue", log=_l("issued a paper"))
def issue(
    *, by: Principal, kind: str, subject_id: UUID, title: str, readers: list[Agency], addressees: Sequence[Addressee]
) -> Document:
    """Compose a paper from what all its readers may see, freeze a numbered copy per addressee, and order the PDFs.

    The register's rows, the frozen pages and the jobs are one transaction: there is no file without its row, and no
    number without its paper. Raises NotNow if there is no addressee.
    """
    if not addressees:
        raise NotNow(_("Nobody is to get this paper: say first who comes."))
    stays_home = papers[kind].stays_home
    readers = [by.agency] if stays_home else _all_readers(by, readers)
    document = Document(
        owner=by.agency,
        reach=Reach.OWN if stays_home else Reach.CORE,
        kind=kind,
        title=title,
        number=_next_number(by, series="E-" if stays_home else ""),
        subject_id=subject_id,
        readers=[agency.pk for agency in readers],
        needed_reach=context.for_agencies(*readers).needed_reach,
    )
    contents, sheets = compose(document, readers, [addressee.name for addressee in addressees])
    document.figures = contents.figures
    document.unshowable = unshowable("".join(sheet.html for sheet in sheets))
    document.save()
    for sheet, to in zip(sheets, addressees, strict=True):
        _add_copy(document, by, number=sheet.number, addressee=to.name, agency=to.agency, html=sheet.html)
    if len(sheets) > 1:
        _add_copy(document, by, number=COMBINED, addressee="", html="")
    return document


def _all_readers(by: Principal, readers: list[Agency]) -> list[Agency]:
    """The addressees' agencies and all that find the paper in the register: a common paper reaches the core.

    Never one agency alone: it would see its own rows too, and freeze them on a paper that others may open later.
    """
    core = Agency.objects.filter(partnership=by.partnership, needed_reach=Reach.CORE)
    together = {by.agency, *core, *readers}
    if len(together) < 2:
        raise NotNow(_("A common paper needs at least two agencies that may read it."))
    return sorted(together, key=lambda agency: agency.pk)


def _add_copy(document: Document, by: Principal, *, html: str, **facts: Any) -> None:
    digest = hashlib.sha256(html.encode()).hexdigest()
    copy = Copy(document=document, reach=document.reach, html=html, html_sha256=digest, **facts)
    copy.save()
    queue.order(RENDER, copy.pk, by=by)


def _next_number(by: Principal, *, series: str) -> str:
    """The agency's next number of the year, "2026-014", without gaps: the lock is held until the transaction ends.

    Papers that stay home have a series of their own, "E-2026-003": a gap among the common ones would reveal them.
    """
    wait_for_turn(NUMBERING_LOCK, by.agency.pk)
    year = f"{series}{timezone.localdate().year}-"
    own = Document.objects.filter(owner=by.agency, number__startswith=year)
    last = own.aggregate(last=Max(Cast(Substr("number", len(year) + 1), IntegerField())))["last"]
    return f"{year}{(last or 0) + 1:03}"


@act(RENDER, on=Copy, log=_l("rendered a copy"))
def finish(copy: Copy, *, by: Principal, printed: Printed) -> None:
    """Save the PDF with its copy, once; a second PDF is discarded."""
    if copy.ready_at is not None:
        return
    copy.pdf = printed.pdf
    copy.pdf_sha256 = hashlib.sha256(printed.pdf).hexdigest()
    copy.pages = printed.pages
    copy.ready_at = timezone.now()
    copy.save()


@act(
    "documents.try_again",
    on=Copy,
    label=_l("Make the copy again"),
    log=_l("tried a copy again"),
    done=_l("The copy is in the queue again."),
)
def try_again(copy: Copy, *, by: Principal) -> Copy:
    """Order again a PDF that has failed. The frozen page is the same; the job now runs for `by`. Raises NotNow."""
    failed = Job.objects.filter(task=RENDER, target=copy.pk).first()
    if failed is None or not queue.order_again(failed, by=by):
        raise NotNow(_("This copy is ready or on its way: there is nothing to try again."))
    return copy
