"""Searches that are sent by POST: the words never stand in an address, and Back works."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from cryptography.fernet import InvalidToken
from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict

from gvi.pages.base import Page
from gvi.text.national_ids import seal, unseal

SEARCHES = "searches"  # session key: the latest searches, sealed
FOUND = "sok"  # in the address of a result: the number of a search
REMEMBERED = 20


class SearchedByPost(Page):
    """A page with a search. The words lie sealed in the session, and the result has an address as long as it lasts.

    A subclass makes the form, shows what was found, and shows the page as it is when nothing is sought or when the
    session does not know the number in the address: the whole list, where it is one (put this before ListPage).
    """

    render_unsought: Callable[[], HttpResponse]

    def get_search_form(self, data: QueryDict | None = None) -> forms.Form:
        """The form, empty or with what is sought."""
        raise NotImplementedError

    def render_found(self, form: Any) -> HttpResponse:
        """The result of a search that is right, or the form with what is wrong (422)."""
        raise NotImplementedError

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        sought = self._sought(request.GET[FOUND]) if FOUND in request.GET else None
        if sought is None:
            return self.render_unsought()
        form = self.get_search_form(sought)
        form.is_valid()
        return self.render_found(form)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.get_search_form(request.POST)
        if not form.is_valid():
            return self.render_found(form)
        return HttpResponseRedirect(f"{request.path}?{FOUND}={self._remember(request.POST)}")

    def _remember(self, words: QueryDict) -> str:
        words = words.copy()
        words.pop("csrfmiddlewaretoken", None)
        number = uuid4().hex
        kept = self.request.session.get(SEARCHES, {}) | {number: seal(f"{self.by.mark} {words.urlencode()}")}
        self.request.session[SEARCHES] = dict(list(kept.items())[-REMEMBERED:])
        return number

    def _sought(self, number: str) -> QueryDict | None:
        """The words of a search that the same principal made in this session."""
        try:
            mark, words = unseal(self.request.session.get(SEARCHES, {}).get(number, "")).split(" ", 1)
        except InvalidToken:
            return None
        return QueryDict(words) if mark == self.by.mark else None
