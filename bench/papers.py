"""`document`: from the press of a button until the brief is ready, through a real queue and a real worker.

Against bare WeasyPrint making the same PDFs of the same frozen pages, warm: its style and fonts are read beforehand, as
in our worker. The demo's brief as it is: a copy for each at the table and the pile of all, by one worker process, so
that nothing is won by doing two things at once. What counts is CPU: of the request, the worker and PostgreSQL on one
side, of WeasyPrint on the other; in turn, and the least of each. Waiting is told beside it: on a machine that others
use it says how busy they are.
"""

import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from uuid import UUID

import django

django.setup()

from django.db import connection  # noqa: E402

from bench.clock import backend, family, spent, spent_by_threads  # noqa: E402
from bench.figures import Figure, Line, dump  # noqa: E402
from bench.scale import rounds, warm_up  # noqa: E402
from gvi.access.principal import Principal, act_as, load  # noqa: E402
from gvi.documents import pdf  # noqa: E402
from gvi.documents.actions import Addressee, issue  # noqa: E402
from gvi.documents.jobs import render  # noqa: E402, F401  what the worker runs
from gvi.documents.models import Copy, Document  # noqa: E402
from gvi.jobs.models import Job, JobState  # noqa: E402
from gvi.meetings.actions import print_brief  # noqa: E402
from gvi.meetings.documents import BRIEF  # noqa: E402
from gvi.meetings.models import Meeting, MeetingState  # noqa: E402
from gvi.partnerships.models import Affiliation, Agency  # noqa: E402

TIMES, WARM = rounds(10), warm_up(2)
LOOK, PATIENCE = 0.01, 120.0  # seconds
Request = Callable[[Principal], Document]


def everybody(by: Principal) -> Document:
    """The brief as the coordinator prints it."""
    return print_brief(_meeting(), by=by)


def one_copy(by: Principal) -> Document:
    """The same brief for a single addressee: what comes on top weighs most."""
    readers = list(Agency.objects.filter(partnership=by.partnership, needed_reach=1))
    return issue(
        by=by, kind=BRIEF, subject_id=_meeting().pk, title="Underlag", readers=readers, addressees=[Addressee("Prov")]
    )


def _meeting() -> Meeting:
    return Meeting.objects.filter(state=MeetingState.PLANNED).order_by("date")[0]


@dataclass(frozen=True)
class Spent:
    """CPU and waiting, in seconds."""

    cpu: float
    wait: float


def requested(by: Principal, request: Request) -> tuple[Spent, UUID]:
    """The cost from the request until all copies are ready and committed, without the cost of polling."""
    ours, theirs = backend(), _of_worker()
    began, web, postgres = time.perf_counter(), time.process_time(), spent(ours)
    with act_as(by):
        document = request(by).pk
    asked = time.process_time() - web + (spent(ours) - postgres) / 1e9
    with act_as(by):
        copies = list(Copy.objects.filter(document=document).values_list("pk", flat=True))
    while Job.objects.filter(target__in=copies, state=JobState.DONE).count() < len(copies):
        if time.perf_counter() - began > PATIENCE:
            raise SystemExit(f"The worker has not finished the brief within {PATIENCE:.0f} seconds.")
        time.sleep(LOOK)
    wait, now = time.perf_counter() - began, _of_worker()
    return Spent(asked + sum(now[pid] - theirs.get(pid, 0) for pid in now) / 1e9, wait), document


def _of_worker() -> dict[int, int]:
    """Nanoseconds that the worker, its children and their backends have been on a CPU, by process."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"
        )
        backends = [pid for (pid,) in cursor.fetchall()]
    return {pid: spent_by_threads(pid) for pid in [*family(int(os.environ["BENCH_WORKER"])), *backends]}


def bare(papers: list[list[str]]) -> Spent:
    """What WeasyPrint takes by itself."""
    renderer = pdf._renderer()
    began, web = time.perf_counter(), time.process_time()
    for pages in papers:
        made = [
            renderer.page(string=html, url_fetcher=renderer.fetcher, media_type="print").render(
                font_config=renderer.fonts, stylesheets=[renderer.style]
            )
            for html in pages
        ]
        made[0].copy([page for each in made for page in each.pages]).write_pdf(pdf_variant="pdf/ua-1")
    return Spent(time.process_time() - web, time.perf_counter() - began)


def _papers(by: Principal, document: UUID) -> list[list[str]]:
    """The pages of each PDF of a document: one for each copy, and all for the combined copy."""
    with act_as(by):
        copies = list(Copy.objects.filter(document=document).order_by("number"))
    pages = [copy.html for copy in copies if not copy.is_combined]
    return [[page] for page in pages] + ([pages] if len(copies) > len(pages) else [])


def _compare(by: Principal, request: Request) -> Iterator[tuple[Spent, Spent]]:
    """Both, in turn."""
    for turn in range(WARM + TIMES):
        product, document = requested(by, request)
        plain = bare(_papers(by, document))
        if turn >= WARM:
            yield product, plain


def main() -> None:
    by = load(Affiliation.objects.get(user__email="samordnare@norrby.example").pk)
    lines: list[Line] = []
    for what, request in (("the brief for everybody at the table", everybody), ("one copy alone", one_copy)):
        product, plain = zip(*_compare(by, request), strict=True)
        cpu = [min(turn.cpu for turn in side) for side in (product, plain)]
        wait = [min(turn.wait for turn in side) for side in (product, plain)]
        lines.append(Line(f"{what}: CPU", seconds=cpu[0], against=cpu[1], ratio=cpu[0] / cpu[1]))
        lines.append(Line(f"{what}: waiting", seconds=wait[0], against=wait[1], ratio=wait[0] / wait[1]))
    connection.close()
    print(dump([Figure("document", lines[0].ratio or 0, lines)]))


if __name__ == "__main__":
    main()
