"""Papers: issued once, numbered without gaps, frozen, and rendered exactly once in effect."""

import hashlib
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from gvi.access.policy import Kind, Role
from gvi.access.principal import NotEntitled, act_as
from gvi.acts.models import LogEntry, Receipt
from gvi.acts.requires import NotNow
from gvi.documents import actions, pdf
from gvi.documents.models import COMBINED, Copy, Document
from gvi.jobs import queue
from gvi.jobs.models import Job, JobFailure, JobState
from gvi.jobs.tasks import run_job, sweep
from gvi.meetings import actions as meetings
from tests import factories as make
from tests.meetings.scene import scene
from tests.signed_in import browser

pytestmark = pytest.mark.django_db
YEAR = timezone.localdate().year


def copies_of(document, by):
    with act_as(by):
        return list(Copy.objects.filter(document=document).order_by("number"))


def jobs_of(document, by):
    return Job.objects.filter(target__in=[copy.pk for copy in copies_of(document, by)])


def test_numbers_run_without_gaps_for_each_agency_and_a_failed_issue_takes_none():
    here = scene()
    numbers = [here.print().number, here.print().number]
    with act_as(here.coordinator), pytest.raises(NotNow):
        actions.issue(
            by=here.coordinator, kind="meetings.brief", subject_id=here.meeting.pk, title="", readers=[], addressees=[]
        )
    assert [*numbers, here.print().number] == [f"{YEAR}-001", f"{YEAR}-002", f"{YEAR}-003"]


def test_after_number_999_comes_1000():
    here = scene()
    first = here.print()
    with connection.cursor() as cursor, act_as(here.coordinator):
        cursor.execute("update documents_document set number = %s where id = %s", [f"{YEAR}-999", first.pk])
    assert [here.print().number, here.print().number] == [f"{YEAR}-1000", f"{YEAR}-1001"]


def test_each_addressee_has_a_frozen_copy_with_its_hash_and_there_is_a_combined_one():
    here = scene(names=2)
    copies = copies_of(here.print(), here.coordinator)
    assert [(copy.number, copy.addressee) for copy in copies] == [
        (COMBINED, ""),
        (1, "Lo, Polisen"),
        (2, "Sam, Polisen"),
        (3, "Samordningen"),
        (4, "Kim, Socialtjänsten"),
    ]
    assert [copy.html_sha256 for copy in copies] == [hashlib.sha256(copy.html.encode()).hexdigest() for copy in copies]
    assert len({copy.html_sha256 for copy in copies}) == 5


def test_a_job_makes_the_copy_once_and_a_second_run_is_harmless():
    here = scene()
    document = here.print()
    copy = copies_of(document, here.coordinator)[1]
    job = Job.objects.get(target=copy.pk)
    assert [queue.perform(job.pk), queue.perform(job.pk)] == [True, False]
    made = copies_of(document, here.coordinator)[1]
    assert (made.pdf_sha256, made.pages) == (hashlib.sha256(bytes(made.pdf)).hexdigest(), 2)
    Job.objects.filter(pk=job.pk).update(state=JobState.WAITING)  # as if the "done" had been lost
    assert queue.perform(job.pk)
    again = copies_of(document, here.coordinator)[1]
    assert (again.ready_at, again.pdf_sha256) == (made.ready_at, made.pdf_sha256)
    with act_as(here.coordinator):
        assert LogEntry.objects.filter(verb="documents.render", outcome="done").count() == 1


def test_all_jobs_together_make_every_copy_and_the_pile():
    here = scene()
    document = here.print()
    assert all(queue.perform(job.pk) for job in jobs_of(document, here.coordinator))
    made = copies_of(document, here.coordinator)
    assert [copy.pages for copy in made] == [6, 2, 2, 2]
    assert {job.state for job in jobs_of(document, here.coordinator)} == {JobState.DONE}


def test_a_page_that_is_not_as_it_was_frozen_is_not_printed():
    here = scene()
    document = here.print()
    copy = copies_of(document, here.coordinator)[1]
    with act_as(here.coordinator), connection.cursor() as cursor:
        cursor.execute("update documents_copy set html = html || '<p>Nytt</p>' where id = %s", [copy.pk])
    job = Job.objects.get(target=copy.pk)
    with pytest.raises(queue.PermanentFailure):
        queue.perform(job.pk)
    job.refresh_from_db()
    assert (job.state, job.failure) == (JobState.FAILED, JobFailure.REFUSED)


def test_a_job_whose_principal_has_left_is_given_up_with_a_reason_and_not_rung_for_again():
    here = scene()
    document = here.print()
    here.coordinator.user.is_active = False
    here.coordinator.user.save()
    job = jobs_of(document, here.coordinator).first()
    with pytest.raises(NotEntitled):
        run_job.apply([str(job.pk)], headers={"affiliation": job.affiliation_id}, throw=True)
    job.refresh_from_db()
    assert (job.state, job.failure, job.tries) == (JobState.FAILED, JobFailure.NOT_ENTITLED, 0)
    assert job.get_failure_display()
    Job.objects.filter(state=JobState.WAITING).update(state=JobState.DONE)
    Job.objects.update(created_at=F("created_at") - timedelta(hours=1))
    assert sweep() == 0


def test_a_task_without_a_principal_is_not_run():
    with pytest.raises(NotEntitled):
        run_job.apply([str(uuid4())], throw=True)


def test_a_job_that_never_succeeds_is_given_up_after_four_tries(monkeypatch):
    here = scene()
    job = jobs_of(here.print(), here.coordinator).first()
    monkeypatch.setattr(pdf, "render", lambda pages, number: 1 / 0)
    for _try in range(queue.MAX_TRIES):
        with pytest.raises(ZeroDivisionError):
            queue.perform(job.pk)
    assert queue.perform(job.pk) is False
    job.refresh_from_db()
    assert (job.state, job.failure, job.tries) == (JobState.FAILED, JobFailure.GAVE_UP, queue.MAX_TRIES)


def test_a_job_whose_worker_always_dies_is_given_up_after_four_tries():
    here = scene()
    job = jobs_of(here.print(), here.coordinator).first()
    Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING, tries=queue.MAX_TRIES)
    assert queue.perform(job.pk) is False
    job.refresh_from_db()
    assert (job.state, job.failure) == (JobState.FAILED, JobFailure.GAVE_UP)


def test_a_copy_that_was_given_up_may_be_tried_again_by_whoever_may_issue():
    here = scene()
    document = here.print()
    copy = copies_of(document, here.coordinator)[1]
    queue.mark_failed(Job.objects.get(target=copy.pk).pk, JobFailure.MISSING)
    other = make.user(here.coordination, Role.COORDINATOR)
    with act_as(other):
        actions.try_again(Copy.objects.get(pk=copy.pk), by=other)
    job = Job.objects.get(target=copy.pk)
    assert (job.state, job.failure, job.affiliation_id) == (JobState.WAITING, "", other.affiliation.pk)
    assert queue.perform(job.pk)
    with act_as(other), pytest.raises(NotNow):
        actions.try_again(Copy.objects.get(pk=copy.pk), by=other)


def test_another_agency_may_neither_issue_nor_try_again():
    here = scene()
    document = here.print()
    copy = copies_of(document, here.coordinator)[1]
    police = make.user(here.police, Role.POLICE_COORDINATOR)
    with act_as(police), pytest.raises(PermissionDenied):
        meetings.print_brief(here.meeting, by=police)
    with act_as(police), pytest.raises(PermissionDenied):
        actions.try_again(Copy.objects.get(pk=copy.pk), by=police)


def test_the_sweeper_leaves_fresh_jobs_to_their_own_bell_and_rings_each_forgotten_one_once_a_lease():
    here = scene()
    here.print()
    assert sweep() == 0
    Job.objects.update(created_at=F("created_at") - queue.NOTIFY_DELAY)
    assert [sweep(), sweep()] == [4, 0]
    Job.objects.update(lease=F("lease") - queue.LEASE)
    assert sweep() == 4


def test_a_common_paper_is_never_for_one_agency_alone():
    place = make.partnership()
    alone = make.agency(place, Kind.COORDINATION, "Samordningen")
    by = make.user(alone, Role.COORDINATOR)
    with act_as(by), pytest.raises(NotNow):
        actions.issue(
            by=by,
            kind="meetings.brief",
            subject_id=uuid4(),
            title="",
            readers=[],
            addressees=[actions.Addressee("Samordningen")],
        )


@pytest.mark.django_db(transaction=True)
def test_ten_presses_at_once_with_one_key_make_one_paper():
    here = scene()
    key, gate = uuid4(), threading.Barrier(10)

    def press(_n: int) -> object:
        try:
            gate.wait()
            with act_as(here.coordinator):
                return meetings.print_brief(here.meeting, by=here.coordinator, key=key)
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        results = list(pool.map(press, range(10)))
    with act_as(here.coordinator):
        (document,) = Document.objects.all()
    assert [type(result) for result in results].count(Receipt) == 9
    assert {result.result for result in results if isinstance(result, Receipt)} == {str(document.pk)}
    assert Job.objects.count() == 4


@pytest.mark.django_db(transaction=True)
def test_papers_issued_at_once_get_one_number_each():
    here = scene()
    gate = threading.Barrier(6)

    def press(_n: int) -> str:
        try:
            gate.wait()
            return here.print().number
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        numbers = sorted(pool.map(press, range(6)))
    assert numbers == [f"{YEAR}-{n:03}" for n in range(1, 7)]


def test_a_kind_of_paper_that_nobody_has_registered_is_not_shown():
    here = scene()
    document = here.print()
    client = browser(here.coordinator)
    pages = [reverse("documents:document", args=[document.pk]), reverse("documents:progress", args=[document.pk])]
    assert [client.get(page).status_code for page in pages] == [200, 200]
    with connection.cursor() as cursor, act_as(here.coordinator):
        cursor.execute("update documents_document set kind = 'meetings.unknown' where id = %s", [document.pk])
    assert [client.get(page).status_code for page in pages] == [404, 404]
    assert document.number not in client.get(reverse("documents:documents")).content.decode()
    copy = copies_of(document, here.coordinator)[0]
    assert client.get(reverse("documents:copy", args=[copy.pk])).status_code == 404
