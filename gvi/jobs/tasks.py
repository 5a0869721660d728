"""The Celery tasks: a base task that knows for whom it runs, the job runner and the sweeper."""

from typing import Any
from uuid import UUID

from celery import Task, shared_task

from gvi.access.principal import NotEntitled, load
from gvi.jobs import queue


class PrincipalTask(Task):  # type: ignore[misc]  # celery says nothing of its types
    """A task that runs for somebody or not at all.

    The affiliation travels in the headers, never among the arguments. It is looked up again when the task runs, so that
    whoever has left since is refused (ASVS 8.3.3). Raises NotEntitled.
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
        """Raise NotEntitled if the principal may no longer act."""
        load(affiliation)


class JobTask(PrincipalTask):
    """A job whose principal has left fails at once, with that reason; otherwise the sweeper would retry it for ever."""

    abstract = True

    def check(self, affiliation: int, *args: Any) -> None:
        try:
            load(affiliation)
        except NotEntitled:
            queue.refuse(UUID(args[0]), affiliation)
            raise


@shared_task(base=JobTask, name=queue.RUN_JOB)  # type: ignore[untyped-decorator]
def run_job(job_id: str) -> bool:
    """Run one job. A second run is harmless."""
    return queue.perform(UUID(job_id))


@shared_task(name="gvi.jobs.tasks.sweep")  # type: ignore[untyped-decorator]
def sweep() -> int:
    """Notify workers about jobs that a lost message or a dead worker left behind."""
    return queue.notify_forgotten()
