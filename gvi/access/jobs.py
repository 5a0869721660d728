"""Jobs: what is done in the background, exactly once in effect, whatever dies meanwhile (architecture 8)."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import structlog
from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Now

from gvi.access import journal, log
from gvi.access.models import Job, JobState
from gvi.access.principal import Principal, acting, load

logger = structlog.get_logger("gvi.jobs")

LEASE = timedelta(seconds=120)
MOST_TRIES = 4
WORK: dict[str, Callable[[UUID, Principal], None]] = {}


def job(name: str) -> Callable[[Callable[[UUID, Principal], None]], Callable[[UUID, Principal], None]]:
    """Declare what a job of this name does with its target. It runs in one transaction, under its own principal."""

    def declare(work: Callable[[UUID, Principal], None]) -> Callable[[UUID, Principal], None]:
        WORK[name] = work
        return work

    return declare


def order(name: str, target: UUID, *, by: Principal, once: str = "") -> Job:
    """Put a job in the same transaction as what calls for it, and ring the bell when that commits.

    `once` tells two orders for one target apart; the same order twice is one job.
    """
    made, _created = Job.objects.get_or_create(
        key=f"{name}:{target}:{once}",
        defaults={"task": name, "target": target, "affiliation_id": by.affiliation.pk},
    )
    transaction.on_commit(lambda: ring(made), robust=True)
    return made


def ring(waiting: Job) -> None:
    """Tell a worker. If the queue is away nothing is lost: the sweeper finds the row."""
    from gvi.access.tasks import run_job

    try:
        run_job.apply_async([str(waiting.pk)], headers={"affiliation": waiting.affiliation_id}, retry=False)
    except Exception as error:  # noqa: BLE001  any broker failure at all: the row is the truth
        logger.warning("doorbell", error=type(error).__name__, job=str(waiting.pk))


def free() -> Q:
    """Jobs that nobody holds: waiting, or running under a lease that has run out. By the database's clock."""
    return Q(state=JobState.WAITING) | Q(state=JobState.RUNNING, lease__lt=Now())


def claim(job_id: UUID) -> Job | None:
    """Take a job for the length of a lease, or None where it is done, held or unknown. Commits at once."""
    with transaction.atomic():
        found = Job.objects.select_for_update(skip_locked=True).filter(free(), pk=job_id).first()
        if found is None:
            return None
        if found.tries >= MOST_TRIES:
            Job.objects.filter(pk=job_id).update(state=JobState.FAILED)
            return None
        Job.objects.filter(pk=job_id).update(
            state=JobState.RUNNING, tries=F("tries") + 1, lease=Now() + LEASE
        )
        found.refresh_from_db()
        return found


def perform(job_id: UUID) -> bool:
    """Do a job if it is free. Its effects and its "done" commit together, fenced by the number of tries."""
    held = claim(job_id)
    if held is None:
        return False
    log_id = structlog.contextvars.bind_contextvars
    log_id(job=str(job_id), task=held.task)
    try:
        _do(held)
    except Exception:
        Job.objects.filter(pk=job_id, tries=held.tries).update(
            state=JobState.FAILED if held.tries >= MOST_TRIES else JobState.WAITING
        )
        raise
    return True


def _do(held: Job) -> None:
    by = load(held.affiliation_id)
    with acting(by), journal.collecting_reads() as reads:
        WORK[held.task](held.target, by)
        log.write_reads(by, reads, where=held.task)
        finished = Job.objects.filter(pk=held.pk, tries=held.tries, state=JobState.RUNNING).update(
            state=JobState.DONE, done_at=Now()
        )
        journal.Running.expect(finished == 1)


def new_key() -> UUID:
    """A key for a form: one press, one act."""
    return uuid.uuid4()
