"""A real worker, killed; a real queue, emptied and gone: the paper comes once and nothing is lost (traps 35)."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import redis
from django.conf import settings
from django.db import connection
from django.db.models import F

from gvi.access.principal import act_as
from gvi.acts.models import LogEntry
from gvi.celery import app
from gvi.documents.models import Copy
from gvi.jobs import queue as jobs
from gvi.jobs.models import Job, JobState
from gvi.jobs.tasks import sweep
from tests.meetings.scene import Scene, scene

pytestmark = [pytest.mark.servers, pytest.mark.django_db(transaction=True)]
ROOT = Path(__file__).resolve().parent.parent.parent
QUEUE = f"worker_test_{os.getpid()}"
NOBODY = "redis://127.0.0.1:1/0"
BIG = 250  # groups on a paper that takes some seconds to lay out


@contextmanager
def celery_with(**options: Any) -> Iterator[None]:
    """Celery's settings for a while, and what it remembers forgotten at both ends, as in a new process."""
    before = {name: app.conf[name] for name in options}
    app.conf.update(options)
    app._after_fork()
    try:
        yield
    finally:
        app.conf.update(before)
        app._after_fork()
        jobs._Broker.quiet_until = 0.0


@pytest.fixture
def queue() -> Iterator[redis.Redis]:
    """An own, empty queue: the other tests' bells are not for these workers."""
    with redis.Redis.from_url(settings.REDIS_URL) as client:
        client.delete(QUEUE)
        with celery_with(task_default_queue=QUEUE):
            yield client
        client.delete(QUEUE)


@pytest.fixture
def worker(queue: redis.Redis) -> Iterator[Callable[[], subprocess.Popen[bytes]]]:
    """Start workers on the test database; whatever is still alive at the end is ended by its id."""
    started: list[subprocess.Popen[bytes]] = []

    def start() -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "celery", "-A", "gvi", "worker", "-Q", QUEUE, "-c", "1"]
        command += ["--without-gossip", "--without-mingle", "--without-heartbeat", "-l", "WARNING"]
        environment = os.environ | {"DATABASE_URL": _database_url()}
        started.append(subprocess.Popen(command, cwd=ROOT, env=environment, start_new_session=True))
        return started[-1]

    yield start
    for process in started:
        kill(process)


def _database_url() -> str:
    """The test database's address: the settings' one names the database that tests are made from."""
    old, _, query = os.environ["DATABASE_URL"].partition("?")
    base = old.rsplit("/", 1)[0]
    return f"{base}/{connection.settings_dict['NAME']}" + (f"?{query}" if query else "")


def kill(process: subprocess.Popen[bytes]) -> None:
    """SIGKILL to the worker and its children: their own process group, made by us."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def until(happens: Callable[[], object], *, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not happens():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.05)


def one_copy(here: Scene) -> Job:
    """A paper of which only the first copy is still to be made."""
    document = here.print()
    with act_as(here.coordinator):
        copy = Copy.objects.get(document=document, number=1)
    Job.objects.exclude(target=copy.pk).update(state=JobState.DONE)
    return Job.objects.get(target=copy.pk)


def is_ready(job: Job) -> bool:
    return Job.objects.filter(pk=job.pk, state=JobState.DONE).exists()


def finished_once(here: Scene, job: Job) -> bool:
    with act_as(here.coordinator):
        copy = Copy.objects.get(pk=job.target)
        entries = LogEntry.objects.filter(verb="documents.render", outcome="done").count()
    return bytes(copy.pdf or b"").startswith(b"%PDF-") and entries == 1


def test_a_worker_killed_while_it_renders_loses_nothing(worker, queue):
    here = scene(BIG)
    job = one_copy(here)
    jobs.notify_worker(job)
    first = worker()
    until(lambda: Job.objects.filter(pk=job.pk, state=JobState.RUNNING).exists())
    time.sleep(0.5)  # into the layout
    kill(first)
    assert Job.objects.filter(pk=job.pk, state=JobState.RUNNING, tries=1).exists()
    worker()
    Job.objects.update(lease=F("lease") - jobs.LEASE)  # the wait is the sweeper's, not the test's
    assert sweep() == 1
    until(lambda: is_ready(job))
    job.refresh_from_db()
    assert job.tries == 2
    assert finished_once(here, job)


def test_an_emptied_queue_loses_nothing(worker, queue):
    here = scene(groups=1)
    job = one_copy(here)
    queue.delete(QUEUE)
    worker()
    Job.objects.update(created_at=F("created_at") - jobs.NOTIFY_DELAY)
    assert sweep() == 1
    until(lambda: is_ready(job))
    assert finished_once(here, job)


def test_without_a_queue_the_press_goes_through_and_the_job_waits(worker, queue):
    here = scene(groups=1)
    started = time.monotonic()
    with celery_with(broker_url=NOBODY, broker_write_url=NOBODY):
        job = one_copy(here)
    assert time.monotonic() - started < 6  # one try of two seconds, not one for each copy
    assert (job.state, queue.llen(QUEUE)) == (JobState.WAITING, 0)
    worker()
    Job.objects.update(created_at=F("created_at") - jobs.NOTIFY_DELAY)
    assert sweep() == 1
    until(lambda: is_ready(job))
    assert finished_once(here, job)


def test_many_rings_for_one_job_make_one_copy(worker, queue):
    here = scene(groups=20)
    job = one_copy(here)
    for _ring in range(20):
        jobs.notify_worker(job)
    worker(), worker()
    until(lambda: is_ready(job))
    until(lambda: queue.llen(QUEUE) == 0)
    job.refresh_from_db()
    assert job.tries == 1
    assert finished_once(here, job)
