"""A request as our views and middleware know it: with the one who asks."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse

if TYPE_CHECKING:
    from gvi.access.principal import Principal


class Request(HttpRequest):
    """A request with what the middleware adds. `principal` is None until the second factor has been given."""

    principal: "Principal | None"


Answer = Callable[[Request], HttpResponse]
