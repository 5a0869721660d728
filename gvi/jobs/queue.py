"""Jobs: work done in the background, exactly once in effect, even if a worker dies (architecture 8).

A worker holds an advisory lock while it runs a job. If it dies, PostgreSQL releases the lock and another worker can
take over immediately. The lease only controls when the sweeper retries; correctness never depends on it.
"""

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import structlog
from celery import current_app
from django.db import DatabaseError, connection, transaction
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Now

from gvi.access import recording
from gvi.access.principal import NotEntitled, Principal, act_as, load
from gvi.access.registry import Registry
from gvi.acts import log
from gvi.jobs.models import Job, JobFailure, JobState

logger = structlog.get_logger("gvi.jobs")

RUN_JOB = "gvi.jobs.tasks.run_job"  # by name: that module knows this one
OPEN = (JobState.WAITING, JobState.RUNNING)
NOTIFY_DELAY = timedelta(seconds=4)  # a new job has just notified a worker itself
LEASE = timedelta(seconds=15)  # between two notifications about the same job
RETRY_PAUSE = timedelta(seconds=5)  # multiplied by the number of tries, after a failure
MAX_RETRY_PAUSE = timedelta(minutes=10)  # between two tries of a job that is never given up
QUIET_SECONDS = 10.0  # without notifications, after the broker could not be reached
MAX_TRIES = 4
MAX_NOTIFIED = 100
MAX_TRIES_COUNTED = 30_000  # then the count starts again, long before the column is full
Work = Callable[[UUID, Principal], None]


@dataclass(frozen=True)
class JobKind:
    """What jobs of this name do with their target, and whether they are given up after some tries."""

    name: str
    work: Work
    gives_up: bool = True


job_kinds: Registry[JobKind] = Registry()


class PermanentFailure(Exception):
    """Trying again would end the same way. Carries the reason to show."""

    def __init__(self, failure: JobFailure) -> None:
        super().__init__(failure.value)
        self.failure = failure


def job(name: str, *, gives_up: bool = True) -> Callable[[Work], Work]:
    """Register what jobs of this name do with their target. It runs in one transaction, under its own principal.

    `gives_up=False`: nobody is waiting for it, but it must eventually succeed, so it is retried indefinitely, whatever
    the error, with pauses that grow to ten minutes.
    """

    def register(work: Work) -> Work:
        job_kinds.register_as(name)(JobKind(name, work, gives_up))
        return work

    return register


def order(name: str, target: UUID, *, by: Principal, once: str = "") -> Job:
    """Create a job in the transaction that needs it, and notify a worker when that commits.

    `once` distinguishes several jobs for one target; ordering the same job twice creates one.
    """
    made, _created = Job.objects.get_or_create(
        key=f"{name}:{target}:{once}",
        defaults={"task": name, "target": target, "affiliation_id": by.affiliation.pk},
    )
    transaction.on_commit(lambda: notify_worker(made), robust=True)
    return made


def order_again(given_up: Job, *, by: Principal) -> bool:
    """Put a failed job back in the queue, now run for `by`. Returns False if it had not failed."""
    put = Job.objects.filter(pk=given_up.pk, state=JobState.FAILED).update(
        state=JobState.WAITING, tries=0, lease=None, failure="", affiliation=by.affiliation
    )
    if put:
        given_up.refresh_from_db()
        transaction.on_commit(lambda: notify_worker(given_up), robust=True)
    return bool(put)


class _Broker:
    """After a failure the broker is left alone for a while, so that no request waits for one that cannot be reached."""

    quiet_until = 0.0


def notify_worker(waiting: Job, *, anyway: bool = False) -> None:
    """Notify a worker. If the broker cannot be reached nothing is lost: the sweeper finds the row."""
    if time.monotonic() < _Broker.quiet_until and not anyway:
        return
    try:
        headers = {"affiliation": waiting.affiliation_id}
        current_app.send_task(RUN_JOB, [str(waiting.pk)], headers=headers, retry=False)
    except Exception as error:
        _Broker.quiet_until = time.monotonic() + QUIET_SECONDS
        logger.warning("broker unreachable", error=type(error).__name__, job=str(waiting.pk))


def notify_forgotten() -> int:
    """Notify workers about open jobs whose notification may be lost or whose worker may be dead. Returns their number.

    Each is then left alone for a lease. One notification too many is harmless: whoever works on the job holds its lock.
    """
    due = Q(lease=None, created_at__lt=Now() - NOTIFY_DELAY) | Q(lease__lt=Now())
    forgotten = list(Job.objects.filter(due, state__in=OPEN).order_by("created_at")[:MAX_NOTIFIED])
    Job.objects.filter(pk__in=[job.pk for job in forgotten], state__in=OPEN).update(lease=Now() + LEASE)
    for job_row in forgotten:
        notify_worker(job_row, anyway=True)
    return len(forgotten)


def perform(job_id: UUID) -> bool:
    """Run a job unless another worker does. Its effects and its state "done" commit together.

    The number of tries tells a worker that was slow that another has begun since, and then it commits nothing.
    """
    with _alone_with(job_id) as alone:
        held = _claim(job_id) if alone else None
        if held is None:
            return False
        with structlog.contextvars.bound_contextvars(job=str(job_id), task=held.task):
            _try(held)
    return True


def _try(held: Job) -> None:
    """Run it, or note whether it is retried or has failed. Raises whatever the work raises."""
    try:
        _do(held)
    except Exception as error:
        failure = _permanent_failure(error)
        if failure is None or not _gives_up(held):
            _try_later(held)
        else:
            mark_failed(held.pk, failure)
        raise


def _gives_up(held: Job) -> bool:
    """Whether it may fail for good. A job of an unknown kind may: no code is left that could do it."""
    kind = job_kinds.get(held.task)
    return kind is None or kind.gives_up


def _permanent_failure(error: Exception) -> JobFailure | None:
    if isinstance(error, NotEntitled):
        return JobFailure.NOT_ENTITLED
    return error.failure if isinstance(error, PermanentFailure) else None


def mark_failed(job_id: UUID, failure: JobFailure) -> None:
    """Stop trying, and note why."""
    Job.objects.filter(pk=job_id, state__in=OPEN).update(state=JobState.FAILED, failure=failure, lease=None)


def refuse(job_id: UUID, affiliation: int) -> None:
    """Mark a job as failed because its principal has left; one that another worker has taken over is untouched.

    A job that is never given up waits instead: the right may come back.
    """
    _refuse(Job.objects.filter(pk=job_id, affiliation=affiliation))


def refuse_all(affiliations: Iterable[int]) -> None:
    """Mark every open job of those who have left as failed, at once. One that is running cannot finish any more."""
    _refuse(Job.objects.filter(affiliation__in=affiliations))


def _refuse(jobs: QuerySet[Job]) -> None:
    asked = jobs.filter(state__in=OPEN)
    patient = [kind.name for kind in job_kinds if not kind.gives_up]
    asked.filter(task__in=patient).update(lease=Now() + MAX_RETRY_PAUSE)
    asked.exclude(task__in=patient).update(state=JobState.FAILED, failure=JobFailure.NOT_ENTITLED, lease=None)


@contextmanager
def _alone_with(job_id: UUID) -> Iterator[bool]:
    """Take the job's lock, or learn that a living worker holds it. PostgreSQL releases it when the connection ends."""
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
    """Mark an open job as running and return it, or None. If it was running, its worker is dead: we hold the lock."""
    with transaction.atomic():
        found = Job.objects.select_for_update().filter(pk=job_id, state__in=OPEN).first()
        if found is None:
            return None
        if found.tries >= MAX_TRIES and _gives_up(found):
            mark_failed(job_id, JobFailure.GAVE_UP)
            return None
        tries = F("tries") % MAX_TRIES_COUNTED + 1
        Job.objects.filter(pk=job_id).update(state=JobState.RUNNING, tries=tries, lease=Now() + LEASE)
        found.refresh_from_db()
        return found


def _do(held: Job) -> None:
    by = load(held.affiliation_id)
    with act_as(by), recording.collecting_reads() as reads:
        job_kinds[held.task].work(held.target, by)
        log.write_reads(by, reads, where=held.task)
        finished = Job.objects.filter(pk=held.pk, tries=held.tries, state=JobState.RUNNING).update(
            state=JobState.DONE, done_at=Now()
        )
        recording.ActRecorder.expect(finished == 1)


def _try_later(held: Job) -> None:
    if held.tries >= MAX_TRIES and _gives_up(held):
        mark_failed(held.pk, JobFailure.GAVE_UP)
        return
    pause = min(RETRY_PAUSE * held.tries, MAX_RETRY_PAUSE)
    mine = Job.objects.filter(pk=held.pk, tries=held.tries, state=JobState.RUNNING)
    mine.update(state=JobState.WAITING, lease=Now() + pause)
