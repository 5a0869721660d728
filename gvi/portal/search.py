"""The search of every page: what a text names, of all that its reader may see (architecture 7)."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gvi.access import recording
from gvi.access.policy import Right
from gvi.pages.finders import Finder, Hit, finders
from gvi.pages.forms import CleanForm
from gvi.pages.searches import SearchedByPost
from gvi.text.swedish import fold

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

FEWEST_LETTERS = 2  # a surname may be that short
MOST = 20  # hits of one kind; more say that the text is too short


class SearchForm(CleanForm):
    """What is looked for."""

    q = forms.CharField(
        label=gettext_lazy("Search for"),
        max_length=120,
        error_messages={"required": gettext_lazy("Write what you look for, and press Search.")},
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )

    def clean_q(self) -> str:
        """Raises ValidationError for a text without any word of two letters or digits."""
        text: str = self.cleaned_data["q"]
        if max((len(fold(word)) for word in text.split()), default=0) < FEWEST_LETTERS:
            raise ValidationError(_("Write at least two letters or digits."))
        return text


@dataclass(frozen=True)
class Found:
    """What was found of one kind; `is_cut`: there is more."""

    label: "StrOrPromise"
    hits: list[Hit]
    is_cut: bool


class Search(SearchedByPost):
    """What a text names, kind by kind. Each search is in the log, with what it found; its words stand nowhere."""

    needs = Right.PORTAL_SEARCH
    template_name = "portal/search.html"
    heading = gettext_lazy("Search")
    log = gettext_lazy("searched")

    @property
    def finders(self) -> list[Finder]:
        """How the kinds of thing are found that this reader has pages of."""
        return [finder for finder in finders if self.by.may(finder.needs)]

    def get_search_form(self, data: QueryDict | None = None) -> SearchForm:
        return SearchForm(data)

    def render_unsought(self) -> HttpResponse:
        """The field alone."""
        return self.render_to_response(self.get_context_data())

    def render_found(self, form: SearchForm) -> HttpResponse:
        """What was found, or the form with what is wrong (422)."""
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        found = [self._found(finder, form.cleaned_data["q"]) for finder in self.finders]
        found = [each for each in found if each.hits]
        return self.render_to_response(self.get_context_data(form=form, found=found, searched=True))

    def _found(self, finder: Finder, text: str) -> Found:
        """The first hits. That it was asked for them is logged, also where there are none."""
        named = finder.rows(text, self.by)
        rows = list(named[: MOST + 1])
        recording.record_lookup(named.model._meta.label, [str(row.pk) for row in rows[:MOST]])
        return Found(finder.label, finder.hits(rows[:MOST], text), len(rows) > MOST)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kinds = ", ".join(str(finder.label).lower() for finder in self.finders)
        page = {"form": self.get_search_form(), "kinds": kinds, "most": MOST}
        return super().get_context_data(**page | kwargs)
