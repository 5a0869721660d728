"""Work in the background: the seats of a call-in that is over go home."""

from uuid import UUID

from callins import actions
from gvi.access import jobs
from gvi.access.principal import Principal


@jobs.job("callins.return_seats")
def return_seats(callin: UUID, by: Principal) -> None:
    """Runs as the system account of one owning agency, and narrows that agency's rows only."""
    actions.return_seats(by=by, callin=callin)
