"""A request as our views and middleware know it: with the one who asks."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse

if TYPE_CHECKING:
    from gvi.access.principal import Principal


class Request(HttpRequest):
    """A request with what the middleware adds. `principal` is None until the second factor has been given.

    `signed_out` says why the session was ended by this very request; without it, it was not. `read_file` is what a page
    has read from an uploaded file before its transaction, or why it could not.
    """

    principal: "Principal | None"
    signed_out: str
    read_file: Any


Answer = Callable[[Request], HttpResponse]
