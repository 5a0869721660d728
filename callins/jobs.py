"""Work in the background: the seats of a call-in that is over go home."""

from uuid import UUID

from callins import actions
from gvi.access.principal import Principal
from gvi.jobs import queue


@queue.job("callins.return_seats", gives_up=False)
def return_seats(callin: UUID, by: Principal) -> None:
    """Runs as the system account of one owning agency, and narrows that agency's rows only.

    Never given up: until it is done, others can read who was invited.
    """
    actions.return_seats(by=by, callin=callin)
