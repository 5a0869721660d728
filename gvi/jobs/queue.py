"""Jobs: what is done in the background, exactly once in effect, whatever dies meanwhile (architecture 8).

Who works on a job holds its lock in PostgreSQL, and loses it by dying: the next one may go on at once. The lease only
says how long the sweeper waits before it rings again, so it is never a matter of right and wrong.
"""

import time
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from uuid import UUID

import structlog
from celery import current_app
from django.db import DatabaseError, connection, transaction
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Now

from gvi.access import recording
from gvi.access.principal import NotEntitled, Principal, act_as, load
from gvi.acts import log
from gvi.jobs.models import Job, JobFailure, JobState

logger = structlog.get_logger("gvi.jobs")

RUN_JOB = "gvi.jobs.tasks.run_job"  # by name: that module knows this one
OPEN = (JobState.WAITING, JobState.RUNNING)
PATIENCE = timedelta(seconds=4)  # a fresh job's own bell is on its way
LEASE = timedelta(seconds=15)  # between two rings for the same job
BACKOFF = timedelta(seconds=5)  # times the number of tries, after a failure
MAX_RETRY_PAUSE = timedelta(minutes=10)  # between two tries of a job that is never given up
QUIET = 10.0  # seconds
MOST_TRIES = 4
MOST_RUNG = 100
MOST_COUNTED = 30_000  # tries; then they are counted anew, long before the column is full
WORK: dict[str, Callable[[UUID, Principal], None]] = {}
NEVER_GIVE_UP: set[str] = set()  # the names of jobs that are never given up


class PermanentFailure(Exception):
    """Trying again would end the same way. Carries the trouble to show."""

    def __init__(self, trouble: JobFailure) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble


def job(
    name: str, *, gives_up: bool = True
) -> Callable[[Callable[[UUID, Principal], None]], Callable[[UUID, Principal], None]]:
    """Declare what a job of this name does with its target. It runs in one transaction, under its own principal.

    `gives_up=False`: nobody watches it and it must be done at last, so it is tried until it is, whatever the reason,
    with longer and longer pauses of at most ten minutes.
    """

    def declare(work: Callable[[UUID, Principal], None]) -> Callable[[UUID, Principal], None]:
        WORK[name] = work
        if not gives_up:
            NEVER_GIVE_UP.add(name)
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


def order_again(given_up: Job, *, by: Principal) -> bool:
    """Put a job that was given up back in the queue, now for the one who asks. False where it was not given up."""
    put = Job.objects.filter(pk=given_up.pk, state=JobState.FAILED).update(
        state=JobState.WAITING, tries=0, lease=None, trouble="", affiliation=by.affiliation
    )
    if put:
        given_up.refresh_from_db()
        transaction.on_commit(lambda: ring(given_up), robust=True)
    return bool(put)


class _Bell:
    """After a failure the bell is left alone for a while: nobody waits for a queue that is away, job after job."""

    quiet_until = 0.0


def ring(waiting: Job, *, anyway: bool = False) -> None:
    """Tell a worker. If the queue is away nothing is lost: the sweeper finds the row."""
    if time.monotonic() < _Bell.quiet_until and not anyway:
        return
    try:
        headers = {"affiliation": waiting.affiliation_id}
        current_app.send_task(RUN_JOB, [str(waiting.pk)], headers=headers, retry=False)
    except Exception as error:
        _Bell.quiet_until = time.monotonic() + QUIET
        logger.warning("doorbell", error=type(error).__name__, job=str(waiting.pk))


def ring_for_forgotten() -> int:
    """Ring for open jobs whose bell may be lost or whose worker may be dead. Each is then left alone for a lease.

    A ring too many is harmless: the job's lock is held by whoever works on it.
    """
    due = Q(lease=None, made_at__lt=Now() - PATIENCE) | Q(lease__lt=Now())
    forgotten = list(Job.objects.filter(due, state__in=OPEN).order_by("made_at")[:MOST_RUNG])
    Job.objects.filter(pk__in=[one.pk for one in forgotten], state__in=OPEN).update(lease=Now() + LEASE)
    for one in forgotten:
        ring(one, anyway=True)
    return len(forgotten)


def perform(job_id: UUID) -> bool:
    """Do a job if nobody else does. Its effects and its "done" commit together, fenced by the number of tries."""
    with _alone_with(job_id) as alone:
        held = _claim(job_id) if alone else None
        if held is None:
            return False
        with structlog.contextvars.bound_contextvars(job=str(job_id), task=held.task):
            _try(held)
    return True


def _try(held: Job) -> None:
    """Do it, or write down what is to become of it. Raises whatever the work raises."""
    try:
        _do(held)
    except Exception as error:
        trouble = _hopeless(error)
        if trouble is None or held.task in NEVER_GIVE_UP:
            _try_later(held)
        else:
            give_up(held.pk, trouble)
        raise


def _hopeless(error: Exception) -> JobFailure | None:
    if isinstance(error, NotEntitled):
        return JobFailure.NOT_ENTITLED
    return error.trouble if isinstance(error, PermanentFailure) else None


def give_up(job_id: UUID, trouble: JobFailure) -> None:
    """Stop trying, and say why."""
    Job.objects.filter(pk=job_id, state__in=OPEN).update(state=JobState.FAILED, trouble=trouble, lease=None)


def refuse(job_id: UUID, affiliation: int) -> None:
    """Give a job up because the one it is for has left. An old ring, from before another took it over, is not asked.

    One that is never given up waits: the right may come back.
    """
    _refuse(Job.objects.filter(pk=job_id, affiliation=affiliation))


def refuse_all(affiliations: Iterable[int]) -> None:
    """Give up every open job of those who have left, this minute. One that runs now cannot be finished any more."""
    _refuse(Job.objects.filter(affiliation__in=affiliations))


def _refuse(jobs: QuerySet[Job]) -> None:
    asked = jobs.filter(state__in=OPEN)
    asked.filter(task__in=NEVER_GIVE_UP).update(lease=Now() + MAX_RETRY_PAUSE)
    asked.exclude(task__in=NEVER_GIVE_UP).update(state=JobState.FAILED, trouble=JobFailure.NOT_ENTITLED, lease=None)


@contextmanager
def _alone_with(job_id: UUID) -> Iterator[bool]:
    """Hold the job's lock, or learn that a living worker does. PostgreSQL takes it from a connection that dies."""
    key = job_id.int & 0x7FFF_FFFF_FFFF_FFFF
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_lock(%s)", [key])
        (alone,) = cursor.fetchone()
    try:
        yield alone
    finally:
        if alone:
            with suppress(DatabaseError), connection.cursor() as cursor:
                cursor.execute("select pg_advisory_unlock(%s)", [key])


def _claim(job_id: UUID) -> Job | None:
    """Mark an open job as running, or give None. One that is marked already has lost its worker: we hold its lock."""
    with transaction.atomic():
        found = Job.objects.select_for_update().filter(pk=job_id, state__in=OPEN).first()
        if found is None:
            return None
        if found.tries >= MOST_TRIES and found.task not in NEVER_GIVE_UP:
            give_up(job_id, JobFailure.GAVE_UP)
            return None
        tries = F("tries") % MOST_COUNTED + 1
        Job.objects.filter(pk=job_id).update(state=JobState.RUNNING, tries=tries, lease=Now() + LEASE)
        found.refresh_from_db()
        return found


def _do(held: Job) -> None:
    by = load(held.affiliation_id)
    with act_as(by), recording.collecting_reads() as reads:
        WORK[held.task](held.target, by)
        log.write_reads(by, reads, where=held.task)
        finished = Job.objects.filter(pk=held.pk, tries=held.tries, state=JobState.RUNNING).update(
            state=JobState.DONE, done_at=Now()
        )
        recording.ActRecorder.expect(finished == 1)


def _try_later(held: Job) -> None:
    if held.tries >= MOST_TRIES and held.task not in NEVER_GIVE_UP:
        give_up(held.pk, JobFailure.GAVE_UP)
        return
    pause = min(BACKOFF * held.tries, MAX_RETRY_PAUSE)
    mine = Job.objects.filter(pk=held.pk, tries=held.tries, state=JobState.RUNNING)
    mine.update(state=JobState.WAITING, lease=Now() + pause)


def new_key() -> UUID:
    """A key for a form: one press, one act."""
    return uuid.uuid4()
