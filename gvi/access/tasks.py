"""Celery's side: a base task that knows for whom it runs, the job runner and the sweeper."""

from typing import Any
from uuid import UUID

from celery import Task, shared_task

from gvi.access import jobs
from gvi.access.models import Job
from gvi.access.principal import NotEntitled, load


class PrincipalTask(Task):
    """Runs for somebody or not at all.

    The affiliation travels in the headers, never among the arguments; it is looked up anew, so that whoever has left
    since is refused (ASVS 8.3.3). Raises NotEntitled.
    """

    abstract = True

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        headers = self.request.headers or {}
        affiliation = headers.get("affiliation") or getattr(self.request, "affiliation", None)
        if affiliation is None:
            raise NotEntitled("A task without a principal is not run.")
        load(int(affiliation))
        return super().__call__(*args, **kwargs)


@shared_task(base=PrincipalTask, name="gvi.access.tasks.run_job")
def run_job(job_id: str) -> bool:
    """Do one job. A second run is harmless."""
    return jobs.perform(UUID(job_id))


@shared_task(name="gvi.access.tasks.sweep")
def sweep() -> int:
    """Ring again for the jobs that nobody holds: what a lost doorbell or a dead worker left."""
    waiting = list(Job.objects.filter(jobs.free()).order_by("made_at")[:100])
    for job in waiting:
        jobs.ring(job)
    return len(waiting)
