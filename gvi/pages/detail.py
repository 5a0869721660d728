"""One row, and what can be done with it."""

from collections.abc import Sequence
from typing import Any, ClassVar, cast

from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from gvi.acts.act import ActFunction
from gvi.pages.base import Page
from gvi.pages.buttons import Button, buttons_for


class RowPage(Page):
    """A page about one row, read through the guarded manager: hidden and missing are the same 404.

    `url_field` is the column by which the address names the row.
    """

    model: type[Model] | None = None
    url_field = "pk"
    object: Any = None

    def get_queryset(self) -> QuerySet[Any]:
        """How the row is fetched."""
        return cast(type[Model], self.model)._default_manager.all()

    def get_object(self) -> Any:
        """The row that the address names; None for a page without one."""
        if self.model is None:
            return None
        return get_object_or_404(self.get_queryset(), **{self.url_field: self.kwargs["pk"]})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"object": self.object} | kwargs)


class DetailPage(RowPage):
    """One row. `acts` are the acts that are offered on the page, the most important one first."""

    acts: ClassVar[Sequence[ActFunction]] = ()
    template_name = "pages/detail.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self.get_object()
        return self.render_to_response(self.get_context_data())

    def get_heading(self) -> Any:
        return self.heading or str(self.object)

    def get_buttons(self) -> list[Button]:
        """The acts that this reader may do now."""
        return buttons_for(self.object, self.by, self.acts)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"actions": self.get_buttons()} | kwargs)
