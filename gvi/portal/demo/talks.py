"""Custom notifications in the demo partnership, as counts for each group and day."""

from datetime import time, timedelta

from django.utils import timezone

from callins.history import actions as callins
from callins.notifications import actions
from groups.models import Group
from gvi.access.principal import Principal, act_as

# Which of the published groups by name, days ago, attempts, talks, people reached, relatives reached.
ROUNDS = [
    (0, 300, 9, 4, 4, 2),
    (1, 298, 7, 3, 3, 3),
    (2, 240, 11, 6, 5, 1),
    (0, 162, 8, 5, 5, 2),
    (3, 120, 6, 2, 2, 4),
    (1, 52, 12, 7, 6, 3),
    (0, 21, 5, 2, 2, 2),
]


# The first call-in, before there was a system: what came of each group.
COUNTED = ("invited", "present", "absent", "declined", "turned")
FIRST_CALLIN = {0: (5, 3, 1, 1, 0), 1: (4, 4, 0, 0, 0), 2: (3, 1, 1, 0, 1)}


def talks(principals: dict[str, Principal]) -> None:
    """Written down by the coordinator after each round; the latest by the police themselves."""
    coordinator = principals["samordnare"]
    with act_as(coordinator):
        groups = list(Group.objects.published().order_by("name"))
        callins.record(
            by=coordinator,
            date=timezone.localdate() - timedelta(days=260),
            starts_at=time(18, 0),
            ends_at=time(19, 30),
            venue="Kulturhuset, hörsalen",
            groups={groups[at]: dict(zip(COUNTED, came, strict=True)) for at, came in FIRST_CALLIN.items()},
        )
    today = timezone.localdate()
    for place, ago, attempts, carried_out, reached, relatives in ROUNDS:
        by = principals["polis" if ago < 30 else "samordnare"]
        with act_as(by):
            actions.note(
                by=by,
                group=groups[place],
                date=today - timedelta(days=ago),
                attempts=attempts,
                carried_out=carried_out,
                reached=reached,
                relatives=relatives,
            )
