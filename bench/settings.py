"""The application's own settings, and a second connection that no wall stops: what the walls are measured against."""

from gvi.settings import *  # noqa: F403
from gvi.settings import DATABASES, env

DATABASES["bare"] = env.db_url("BARE_URL") | {"CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": True}
# On one core, like the run-time role.
DATABASES["bare"].setdefault("OPTIONS", {})["options"] = "-c max_parallel_workers_per_gather=0"
