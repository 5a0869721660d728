"""Pages that say no: which rule, and whom to ask. Invisible and missing are the same page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The request could not be read."""
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The role or the agency may not do this."""
    return render(request, "403.html", status=403)


def csrf(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's token is missing or too old."""
    return render(request, "403_csrf.html", status=403)


def missing(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The same sentence whether the thing is hidden or does not exist; the address asked for is not repeated."""
    return render(request, "404.html", status=404)


def too_many(request: HttpRequest) -> HttpResponse:
    """Something was tried too often in a short time."""
    return render(request, "429.html", status=429)


def broken(request: HttpRequest) -> HttpResponse:
    """A fault of ours. The page needs no database."""
    return HttpResponse(render_to_string("500.html"), status=500)


def unavailable(request: HttpRequest) -> HttpResponse:
    """The log or the database cannot be reached: no page rather than an unlogged one."""
    return HttpResponse(render_to_string("503.html"), status=503, headers={"Retry-After": "30"})
