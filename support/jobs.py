"""Work in the background: the follow-ups that come due."""

from uuid import UUID

from gvi.access.principal import Principal
from gvi.jobs import queue
from support import actions

PLAN = "support.plan_follow_ups"


@queue.job(PLAN)
def plan_follow_ups(_target: UUID, by: Principal) -> None:
    """Runs as the system account of one agency, on that agency's cases only."""
    actions.plan_follow_ups(by=by)
