"""The Celery application. Worker and beat refuse to start as a role that could look behind the walls."""

import os
from typing import Any

from celery import Celery
from celery.signals import beat_init, setup_logging, worker_init
from django.core.exceptions import ImproperlyConfigured

from gvi.access.db_roles import require_unprivileged_role

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gvi.settings")

app = Celery("gvi")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@setup_logging.connect  # type: ignore[untyped-decorator]  # celery says nothing of its types
def _keep_our_logs(**_kwargs: Any) -> None:
    """Django has set the logs up already."""


@worker_init.connect  # type: ignore[untyped-decorator]
@beat_init.connect  # type: ignore[untyped-decorator]
def _refuse_mighty_role(**_kwargs: Any) -> None:
    """Celery swallows what a receiver raises; only the end of the process is heard."""
    try:
        require_unprivileged_role()
    except ImproperlyConfigured as error:
        raise SystemExit(str(error)) from error
