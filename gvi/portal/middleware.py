"""Headers that every answer carries, and the language it is written in."""

from django.conf import settings
from django.http import HttpResponse
from django.utils import translation

from gvi.pages.requests import Answer, Request


def headers(get_response: Answer) -> Answer:
    """Nothing personal is kept by a browser or a proxy (ASVS 14.3.2); static files are not touched."""

    def middleware(request: Request) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response

    return middleware


def language(get_response: Answer) -> Answer:
    """Swedish, unless somebody has chosen otherwise by the switch. Never by what the browser asks for."""
    known = dict(settings.LANGUAGES)

    def middleware(request: Request) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        with translation.override(chosen if chosen in known else settings.LANGUAGE_CODE):
            response = get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language() or settings.LANGUAGE_CODE)
        return response

    return middleware
