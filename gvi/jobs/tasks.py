"""Celery's side: a base task that knows for whom it runs, the job runner and the sweeper."""

from typing import Any
from uuid import UUID

from celery import Task, shared_task

from gvi.access.principal import NotEntitled, load
from gvi.jobs import queue


class PrincipalTask(Task):  # type: ignore[misc]  # celery says nothing of its types
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
        self.check(int(affiliation), *args)
        return super().__call__(*args, **kwargs)

    def check(self, affiliation: int, *args: Any) -> None:
        """Raise NotEntitled where the principal may not act any more."""
        load(affiliation)


class JobTask(PrincipalTask):
    """A job whose principal has left is given up at once, with that reason; else the sweeper would ring for ever."""

    abstract = True

    def check(self, affiliation: int, *args: Any) -> None:
        try:
            load(affiliation)
        except NotEntitled:
            queue.refuse(UUID(args[0]), affiliation)
            raise


@shared_task(base=JobTask, name=queue.RUN_JOB)  # type: ignore[untyped-decorator]
def run_job(job_id: str) -> bool:
    """Do one job. A second run is harmless."""
    return queue.perform(UUID(job_id))


@shared_task(name="gvi.jobs.tasks.sweep")  # type: ignore[untyped-decorator]
def sweep() -> int:
    """Ring again for the jobs that nobody does: what a lost doorbell or a dead worker left."""
    return queue.ring_for_forgotten()
