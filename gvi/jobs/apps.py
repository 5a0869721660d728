"""Work done in the background, exactly once in effect."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "gvi.jobs"
    label = "jobs"

    def ready(self) -> None:
        """Make our Celery application the current one, so that jobs are queued on the broker of the settings."""
        from gvi import celery  # noqa: F401
