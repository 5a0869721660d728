"""When facts may be recorded on behalf of another agency."""

from typing import Any

from django.utils.translation import gettext as _

from gvi.access.policy import Reach
from gvi.access.principal import Principal
from gvi.acts.requires import NotNow
from gvi.partnerships.on_behalf.queries import agencies_not_logging_in


def a_core_agency_does_not_log_in(row: Any, by: Principal) -> None:
    """There is a core agency to record facts for. Raises NotNow."""
    if not agencies_not_logging_in().filter(needed_reach=Reach.CORE).exists():
        raise NotNow(_("Every agency logs in and records its own facts."))
