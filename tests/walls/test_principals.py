"""Nobody runs as nobody, and nobody runs as the mighty: web, worker, beat, jobs and commands."""

import json
import os
import subprocess
import sys
import uuid
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.management import get_commands
from django.db import connection
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone
from kombu.entity import Queue
from kombu.exceptions import ContentDisallowed

from groups.models import Group
from gvi.access.policy import Kind
from gvi.access.principal import NotEntitled, act_as, load
from gvi.acts.models import LogEntry
from gvi.celery import app
from gvi.jobs import queue
from gvi.jobs.models import Job, JobState
from gvi.jobs.tasks import run_job
from tests import factories as make
from tests.conftest import ROOT
from tests.run_time_role import as_operator
from tests.walls import seed
from tests.walls.connections import BACKUP, OWNER, RUNTIME, SUPERUSER

# They make what principals are made of, or write no case data.
WITHOUT_A_PRINCIPAL = {
    "create_partnership",
    "add_account",
    "demo",
    "legal_grounds",
    "changepassword",
    "grants",
    "migrate",
}
WEB = [sys.executable, "-c", "import gvi.wsgi; print('serves')"]
WORKER = [sys.executable, "-m", "celery", "-A", "gvi.celery", "worker", "--pool", "solo", "--loglevel", "warning"]
BEAT = [sys.executable, "-m", "celery", "-A", "gvi.celery", "beat", "--schedule", str(ROOT / "var" / "test" / "beat")]


def start(command: list[str], url: str) -> "subprocess.Popen[str]":
    environment = os.environ | {"DATABASE_URL": url, "PYTHONPATH": str(ROOT)}
    pipe = subprocess.PIPE
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=pipe, stderr=pipe, text=True)


def end(process: "subprocess.Popen[str]") -> tuple[str, str]:
    """What it said by the time it ended; one that goes on is ended."""
    try:
        return process.communicate(timeout=40)
    except subprocess.TimeoutExpired:
        process.kill()
        return process.communicate()


def test_web_worker_and_beat_start_only_as_a_role_that_owns_and_bypasses_nothing() -> None:
    refused = [start(WEB, SUPERUSER), start(WEB, BACKUP), start(WORKER, SUPERUSER), start(BEAT, BACKUP)]
    served = start(WEB, RUNTIME)
    said = [end(process) for process in refused]
    for process, (out, err) in zip(refused, said, strict=True):
        assert process.returncode not in (0, None), process.args
        assert "role that owns nothing and bypasses nothing" in out + err
    assert end(served)[0].strip() == "serves"


@pytest.mark.django_db
def test_the_tables_owner_is_refused_too() -> None:
    """In the test database, where the tables are."""
    address = urlsplit(OWNER)._replace(path="/" + connection.settings_dict["NAME"]).geturl()
    out, err = end(start(WEB, address))
    assert "role that owns nothing and bypasses nothing" in err
    assert out == ""


def test_a_refusal_is_a_line_of_json_on_stdout() -> None:
    say = "import django; django.setup(); from gvi.acts import log; log.refused('403', user=7)"
    out, _err = end(start([sys.executable, "-c", say], RUNTIME))
    line = json.loads(out)
    assert (line["event"], line["why"], line["user"], line["level"]) == ("refused", "403", 7, "warning")


# --- jobs


@pytest.fixture
def officer() -> Any:
    return make.user(make.agency(make.partnership(), Kind.POLICE))


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What a job named "prov" did, and who for."""
    done: list[Any] = []

    def look(_target: uuid.UUID, by: Any) -> None:
        done.append((by.user.pk, {group.pk for group in Group.objects.all()}))

    monkeypatch.setitem(queue.job_kinds.entries, "prov", queue.JobKind("prov", look))
    return done


def ordered(by: Any) -> Job:
    with act_as(by):
        return Job.objects.create(
            key=f"prov:{uuid.uuid4()}", task="prov", target=uuid.uuid4(), affiliation=by.affiliation
        )


@pytest.mark.django_db
def test_a_task_without_a_principal_is_not_run(officer: Any, work: list[Any]) -> None:
    job = ordered(officer)
    with pytest.raises(NotEntitled):
        run_job.apply(args=[str(job.pk)], throw=True)
    assert work == []


@pytest.mark.django_db
def test_a_job_sees_as_its_principal_and_is_logged(officer: Any, work: list[Any]) -> None:
    group = seed.row(Group, officer.agency)
    seed.row(Group, make.agency(officer.partnership, Kind.PROBATION))
    job = ordered(officer)
    run_job.apply(args=[str(job.pk)], headers={"affiliation": officer.affiliation.pk}, throw=True)
    assert work == [(officer.user.pk, {group.pk})]
    job.refresh_from_db()
    assert job.state == JobState.DONE


@pytest.mark.django_db
@pytest.mark.parametrize("reason", ["disabled", "ended", "not yet"])
def test_whoever_has_left_has_no_jobs_done(reason: str, officer: Any, work: list[Any]) -> None:
    job, affiliation = ordered(officer), officer.affiliation
    if reason == "disabled":
        officer.user.is_active = False
        officer.user.save()
    day = {"ended": timedelta(days=-1), "not yet": timedelta(days=1)}.get(reason)
    if day:
        affiliation.starts_on, affiliation.ends_on = sorted(
            [timezone.localdate() + day, timezone.localdate() + day * 2]
        )
        with as_operator():
            affiliation.save()
    for run in (
        lambda: queue.perform(job.pk),
        lambda: run_job.apply(args=[str(job.pk)], headers={"affiliation": affiliation.pk}, throw=True),
        lambda: load(affiliation.pk),
    ):
        with pytest.raises(NotEntitled):
            run()
    assert work == []


@pytest.mark.django_db
def test_the_job_runs_for_whom_its_row_says_and_not_for_whom_the_message_says(officer: Any, work: list[Any]) -> None:
    other = make.user(officer.agency)
    run_job.apply(args=[str(ordered(officer).pk)], headers={"affiliation": other.affiliation.pk}, throw=True)
    assert [user for user, _groups in work] == [officer.user.pk]


@pytest.mark.django_db
def test_a_failed_job_leaves_nothing_and_waits_again_until_its_tries_are_spent(
    officer: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_target: uuid.UUID, by: Any) -> None:
        LogEntry.write([LogEntry(user=by.user, role=by.role, verb="prov")])
        raise ZeroDivisionError

    monkeypatch.setitem(queue.job_kinds.entries, "prov", queue.JobKind("prov", fail))
    job, states = ordered(officer), []
    for _ in range(queue.MAX_TRIES):
        with pytest.raises(ZeroDivisionError):
            queue.perform(job.pk)
        job.refresh_from_db()
        states.append(job.state)
    assert states == [JobState.WAITING] * (queue.MAX_TRIES - 1) + [JobState.FAILED]
    assert not queue.perform(job.pk)
    with act_as(officer):
        assert LogEntry.objects.count() == 0


def test_a_pickled_message_is_not_opened() -> None:
    with app.connection_for_write() as broker, broker.channel() as channel:
        queue = Queue(f"prov-{uuid.uuid4()}", channel=channel, durable=False)
        queue.declare()
        producer = app.amqp.Producer(channel)
        producer.publish({"task": "x"}, routing_key=queue.name, serializer="pickle")
        message = queue.get(accept=app.conf.accept_content)
        queue.delete()
    with pytest.raises(ContentDisallowed):
        message.decode()


# --- commands and addresses


def _own_commands() -> set[str]:
    ours = ("gvi.", "groups", "callins", "support", "sanctions")
    return {name for name, app_name in get_commands().items() if str(app_name).startswith(ours)}


def test_no_command_of_ours_reads_case_data_for_whoever_runs_it() -> None:
    """A new one is looked at here: one that reads case data must say as whom, by an affiliation."""
    assert _own_commands() == WITHOUT_A_PRINCIPAL


def _patterns(resolver: URLResolver) -> list[str]:
    found: list[str] = []
    for entry in resolver.url_patterns:
        inner = _patterns(entry) if isinstance(entry, URLResolver) else [""]
        assert isinstance(entry, URLResolver | URLPattern)
        found += [str(entry.pattern) + rest for rest in inner]
    return found


def test_no_address_holds_a_running_number_or_free_text() -> None:
    """Numbers in order show activity, names in addresses lie in logs (traps 7)."""
    for pattern in _patterns(get_resolver()):
        for part in pattern.split("<")[1:]:
            converter = part.split(">")[0].split(":")[0]
            assert converter == "uuid" or pattern in CLOSED_LISTS, pattern


# Words that the code or the configuration knows, never of rows.
CLOSED_LISTS = {
    "grupper/importera/mall/<str:kind>/",
    "importera/mall/<str:kind>/",
    "om/<slug:slug>/",
    "utlamnanden/grunder/<int:pk>/bekrafta/",
}
