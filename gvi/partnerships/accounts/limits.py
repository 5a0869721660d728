"""How often a password may be tried: so seldom that nobody guesses, and so that no stranger can shut anybody out.

Wrong passwords for an account are counted for each known browser, and for all strangers together. The limit for an
address applies only where nobody has signed in from it: one visitor must not close an office behind one address.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from allauth.core.internal.ratelimit import get_ip
from django.http import HttpRequest

from gvi.acts import timed_values
from gvi.partnerships.accounts import devices


class Limit(NamedTuple):
    """So many in so many seconds, counted from the first one."""

    amount: int
    seconds: int


FOR_ACCOUNT = Limit(5, 15 * 60)
FOR_ADDRESS = Limit(10, 60)


class TooMany(Exception):
    """The limit is reached. `is_first` is True for the first refusal, the only one that is logged."""

    def __init__(self, until: datetime, *, is_first: bool) -> None:
        super().__init__(until)
        self.until, self.is_first = until, is_first


@dataclass(frozen=True)
class Attempt:
    """A password that is being tried. It is counted before it is known to be wrong, so that many at once count too."""

    keys: list[str]

    def take_back(self) -> None:
        """It was right."""
        for key in self.keys:
            timed_values.uncount(key)


def begin(request: HttpRequest, email: str) -> Attempt:
    """Count an attempt. Raises TooMany."""
    device = devices.device_of(request, email)
    counters = []
    if device is None and not devices.address_is_known(request):
        counters.append((f"wrong from {get_ip(request)}", FOR_ADDRESS))
    counters.append((f"wrong for {devices.mark_of(email)} by {device or 'strangers'}", FOR_ACCOUNT))
    for key, limit in counters:
        number, until = timed_values.count(key, seconds=limit.seconds)
        if number > limit.amount:
            raise TooMany(until, is_first=number == limit.amount + 1)
    return Attempt([key for key, _limit in counters])
