"""Acts on papers: issue, render, try again."""

import hashlib
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import IntegerField, Max
from django.db.models.functions import Cast, Substr
from django.utils import timezone
from django.utils.translation import gettext as _

from gvi.access import context
from gvi.access.policy import Reach
from gvi.access.principal import Principal
from gvi.acts.act import NotNow, act
from gvi.documents.compose import PAPERS, compose
from gvi.documents.models import PILE, Copy, Document
from gvi.documents.pdf import Printed
from gvi.jobs import queue
from gvi.jobs.models import Job
from gvi.partnerships.models import Agency

NUMBERING = 0x676D  # names the advisory lock under which numbers are given
RENDER = "documents.render"


@act("documents.issue")
def issue(
    *,
    by: Principal,
    kind: str,
    subject: UUID,
    title: str,
    readers: list[Agency],
    addressees: list[str],
    agencies: Sequence[Agency] = (),
) -> Document:
    """Compose a paper under its readers, freeze one numbered copy per addressee, and order the PDFs.

    `agencies` are those of the addressees, one by one; each may then fetch its own copy, else the issuer alone may.
    The register's rows, the frozen pages and the jobs are one transaction: there is no file without its row, and no
    number without its paper (architecture 8). Raises NotNow where nobody is to get it.
    """
    if not addressees:
        raise NotNow(_("Nobody is to get this paper: say first who comes."))
    home = PAPERS[kind].stays_home
    readers = [by.agency] if home else _all_readers(by, readers)
    document = Document(
        owner=by.agency,
        reach=Reach.OWN if home else Reach.CORE,
        kind=kind,
        title=title,
        number=_next_number(by, series="E-" if home else ""),
        subject=subject,
        readers=[agency.pk for agency in readers],
        circle=context.for_agencies(*readers).circle,
    )
    contents, sheets = compose(document, readers, addressees)
    document.figures = contents.figures
    document.save()
    for sheet in sheets:
        agency = agencies[sheet.number - 1] if agencies else None
        _put(document, by, number=sheet.number, addressee=sheet.addressee, agency=agency, html=sheet.html)
    if len(sheets) > 1:
        _put(document, by, number=PILE, addressee="", html="")
    return document


def _all_readers(by: Principal, readers: list[Agency]) -> list[Agency]:
    """The addressees' agencies and all who find the paper in the register: a common paper reaches the core.

    Never one agency alone: alone it would see its own rows too, and freeze them on a paper that others may open later.
    """
    core = Agency.objects.filter(partnership=by.partnership, circle=Reach.CORE)
    together = {by.agency, *core, *readers}
    if len(together) < 2:
        raise NotNow(_("A common paper needs at least two agencies that may read it."))
    return sorted(together, key=lambda agency: agency.pk)


def _put(document: Document, by: Principal, *, html: str, **facts: Any) -> None:
    digest = hashlib.sha256(html.encode()).hexdigest()
    copy = Copy(document=document, reach=document.reach, html=html, html_sha256=digest, **facts)
    copy.save()
    queue.order(RENDER, copy.pk, by=by)


def _next_number(by: Principal, *, series: str) -> str:
    """The agency's next number of the year, "2026-014", without gaps: who takes one holds the lock until it stands.

    Papers that stay home have a series of their own, "E-2026-003": a gap among the common ones would tell of them.
    """
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s, %s)", [NUMBERING, by.agency.pk])
    year = f"{series}{timezone.localdate().year}-"
    own = Document.objects.filter(owner=by.agency, number__startswith=year)
    last = own.aggregate(last=Max(Cast(Substr("number", len(year) + 1), IntegerField())))["last"]
    return f"{year}{(last or 0) + 1:03}"


@act(RENDER)
def finish(copy: Copy, *, by: Principal, printed: Printed) -> None:
    """Put the PDF with its copy, once; a second one is thrown away."""
    if copy.ready_at is not None:
        return
    copy.pdf = printed.pdf
    copy.pdf_sha256 = hashlib.sha256(printed.pdf).hexdigest()
    copy.pages = printed.pages
    copy.ready_at = timezone.now()
    copy.save()


@act("documents.try_again")
def try_again(copy: Copy, *, by: Principal) -> Copy:
    """Order a PDF anew that was given up. The frozen page is the same; the one who asks now answers for the job."""
    given_up = Job.objects.filter(task=RENDER, target=copy.pk).first()
    if given_up is None or not queue.order_again(given_up, by=by):
        raise NotNow(_("This copy is ready or on its way: there is nothing to try again."))
    return copy
