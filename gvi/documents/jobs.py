"""Work in the background: the PDFs of papers."""

import hashlib
from uuid import UUID

from gvi.access.jobs import Hopeless, job
from gvi.access.models import Trouble
from gvi.access.principal import Principal
from gvi.documents import pdf
from gvi.documents.actions import RENDER, finish
from gvi.documents.models import PILE, Copy


@job(RENDER)
def render(target: UUID, by: Principal) -> None:
    """Make the PDF of one copy. A second run finds it ready and does nothing."""
    copy = Copy.objects.select_related("document").get(pk=target)
    if copy.ready_at is not None:
        return
    try:
        printed = pdf.make(_pages(copy), number=f"{copy.document.number}-{copy.number}")
    except pdf.Missing as error:
        raise Hopeless(Trouble.MISSING) from error
    except pdf.Foreign as error:
        raise Hopeless(Trouble.REFUSED) from error
    finish(copy, by=by, printed=printed)


def _pages(copy: Copy) -> list[str]:
    """The frozen page of the copy; of the pile, those of all others. What is not as it was frozen is not printed."""
    frozen = [copy]
    if copy.number == PILE:
        frozen = list(Copy.objects.filter(document=copy.document_id).exclude(number=PILE).order_by("number"))
    if any(hashlib.sha256(one.html.encode()).hexdigest() != one.html_sha256 for one in frozen):
        raise Hopeless(Trouble.REFUSED)
    return [one.html for one in frozen]
