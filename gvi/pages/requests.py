"""A request as our views and middleware know it: with the one who asks."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse

if TYPE_CHECKING:
    from gvi.access.principal import Principal


class Request(HttpRequest):
    """What the middleware makes of a request. `principal` is None for whoever has not signed in all the way."""

    principal: "Principal | None"


Answer = Callable[[Request], HttpResponse]
