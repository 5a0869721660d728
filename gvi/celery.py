"""The Celery application. Worker and beat refuse to start where the web would."""

import os
from typing import Any

from celery import Celery
from celery.signals import beat_init, setup_logging, worker_init
from django.core.exceptions import ImproperlyConfigured

from gvi.access.start import require_safe_start

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gvi.settings")

app = Celery("gvi")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@setup_logging.connect  # type: ignore[untyped-decorator]  # celery says nothing of its types
def _keep_our_logs(**_kwargs: Any) -> None:
    """Keep the logging that Django has set up."""


@worker_init.connect  # type: ignore[untyped-decorator]
@beat_init.connect  # type: ignore[untyped-decorator]
def _require_safe_start(**_kwargs: Any) -> None:
    """Celery swallows what a receiver raises, so end the process instead."""
    try:
        require_safe_start()
    except ImproperlyConfigured as error:
        raise SystemExit(str(error)) from error
