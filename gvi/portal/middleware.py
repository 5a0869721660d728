"""Headers that every answer carries."""

from django.http import HttpResponse

from gvi.access.requests import Answer, Request


def headers(get_response: Answer) -> Answer:
    """Nothing personal is kept by a browser or a proxy (ASVS 14.3.2); static files are not touched."""

    def middleware(request: Request) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response

    return middleware
