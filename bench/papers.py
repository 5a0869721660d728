"""`document`: from the press of a button until the brief is ready, through a real queue and a real worker.

Against bare WeasyPrint making the same PDFs of the same frozen pages, warm: its style and fonts are read beforehand, as
in our worker. The demo's brief as it is: a copy for each at the table and the pile of all, by one worker process, so
that nothing is won by doing two things at once. In turn, and the least of each.
"""

import json
import time
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import django

django.setup()

from django.db import connection  # noqa: E402

from gvi.access.models import Job, JobState  # noqa: E402
from gvi.access.principal import Principal, acting, load  # noqa: E402
from gvi.documents import pdf  # noqa: E402
from gvi.documents.actions import issue  # noqa: E402
from gvi.documents.jobs import render  # noqa: E402, F401  what the worker runs
from gvi.documents.models import PILE, Copy, Document  # noqa: E402
from gvi.meetings.actions import print_brief  # noqa: E402
from gvi.meetings.brief import BRIEF  # noqa: E402
from gvi.meetings.models import Meeting, MeetingState  # noqa: E402
from gvi.partnerships.models import Affiliation, Agency  # noqa: E402

TIMES, WARM = 10, 2
LOOK, PATIENCE = 0.003, 120.0  # seconds
Request = Callable[[Principal], Document]


def everybody(by: Principal) -> Document:
    """The brief as the coordinator prints it."""
    return print_brief(_meeting(), by=by)


def one_copy(by: Principal) -> Document:
    """The same brief for a single addressee: what comes on top weighs most."""
    readers = list(Agency.objects.filter(partnership=by.partnership, circle=1))
    return issue(by=by, kind=BRIEF, subject=_meeting().pk, title="Underlag", readers=readers, addressees=["Prov"])


def _meeting() -> Meeting:
    return Meeting.objects.filter(state=MeetingState.PLANNED).order_by("on")[0]


def requested(by: Principal, request: Request, *, at_least: float) -> tuple[float, UUID]:
    """Seconds from the request until all copies stand ready and committed. Nobody looks earlier than `at_least`."""
    began = time.perf_counter()
    with acting(by):
        document = request(by).pk
    time.sleep(at_least)  # whoever looks takes the machine from the one who works
    with acting(by):
        copies = list(Copy.objects.filter(document=document).values_list("pk", flat=True))
    while Job.objects.filter(target__in=copies, state=JobState.DONE).count() < len(copies):
        if time.perf_counter() - began > PATIENCE:
            raise SystemExit("The worker has not finished the brief within two minutes.")
        time.sleep(LOOK)
    return time.perf_counter() - began, document


def bare(papers: list[list[str]]) -> float:
    """Seconds that WeasyPrint takes by itself."""
    press = pdf._press()
    began = time.perf_counter()
    for pages in papers:
        made = [
            press.page(string=html, url_fetcher=press.fetcher, media_type="print").render(
                font_config=press.fonts, stylesheets=[press.style]
            )
            for html in pages
        ]
        made[0].copy([page for each in made for page in each.pages]).write_pdf(pdf_variant="pdf/ua-1")
    return time.perf_counter() - began


def _papers(by: Principal, document: UUID) -> list[list[str]]:
    """The pages of each PDF of a document: one a copy, all for the pile."""
    with acting(by):
        copies = list(Copy.objects.filter(document=document).order_by("number"))
    pages = [copy.html for copy in copies if copy.number != PILE]
    return [[page] for page in pages] + ([pages] if len(copies) > len(pages) else [])


def _compare(by: Principal, request: Request) -> Iterator[tuple[float, float]]:
    """Both, in turn."""
    known = 0.0
    for turn in range(WARM + TIMES):
        wait, document = requested(by, request, at_least=known * 0.8)
        known = bare(_papers(by, document))
        if turn >= WARM:
            yield wait, known


def main() -> None:
    by = load(Affiliation.objects.get(user__email="samordnare@norrby.example").pk)
    rows: list[dict[str, Any]] = []
    for what, request in (("the brief for everybody at the table", everybody), ("one copy alone", one_copy)):
        waits, renders = zip(*_compare(by, request), strict=True)
        rows += [
            {"what": f"{what}, requested to ready", "seconds": min(waits), "ratio": min(waits) / min(renders)},
            {"what": f"{what}, bare WeasyPrint", "seconds": min(renders)},
        ]
    connection.close()
    print(json.dumps(rows))


if __name__ == "__main__":
    main()
