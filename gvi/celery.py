"""The Celery application. Worker and beat refuse to start as a role that could look behind the walls."""

import os
from typing import Any

from celery import Celery
from celery.signals import beat_init, setup_logging, worker_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gvi.settings")

app = Celery("gvi")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@setup_logging.connect
def _keep_our_logs(**_kwargs: Any) -> None:
    """Django has set the logs up already."""


@worker_init.connect
@beat_init.connect
def _refuse_mighty_role(**_kwargs: Any) -> None:
    from gvi.access.roles import refuse_mighty_role

    refuse_mighty_role()
