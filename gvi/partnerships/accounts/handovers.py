"""What somebody answers for, and who takes it over when their access ends.

Accounts know nothing of cases. The apps above register a Handover from their registrations.py (architecture 5).
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from django.db.models import QuerySet

from gvi.access.principal import Principal
from gvi.access.registry import Registry
from gvi.acts.act import ActFunction
from gvi.partnerships.models import Affiliation, User


@dataclass(frozen=True)
class Handover:
    """One kind of thing that a person answers for.

    `count` is how many there are of an affiliation, `question` asks in words who takes so many over, `takers` are those
    who may, and `hand_over` is the act that gives them to one of those.
    """

    count: Callable[[Affiliation], int]
    question: Callable[[int], str]
    takers: Callable[[Affiliation], QuerySet[User]]
    hand_over: ActFunction


handovers: Registry[Handover] = Registry()


def waiting(affiliation: Affiliation) -> Iterator[tuple[str, Handover, int]]:
    """The name of each kind that the person answers for, the kind, and how many there are."""
    for name, handover in handovers.entries.items():
        if count := handover.count(affiliation):
            yield str(name), handover, count


def hand_over(affiliation: Affiliation, successors: Mapping[str, User], *, by: Principal) -> None:
    """Give what the person answers for to these, by the name of its kind. What nobody takes over stays."""
    for name, handover, _count in waiting(affiliation):
        if user := successors.get(name):
            handover.hand_over(affiliation, by=by, worker=user)
