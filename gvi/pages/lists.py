"""A list of rows, one page at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID

from django.db.models import Model, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from gvi.acts.act import ActFunction
from gvi.pages.base import Page
from gvi.pages.buttons import Button, buttons_for

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

ROWS_PER_PAGE = 50
MAX_COUNTED = 1000


@dataclass(frozen=True)
class Column:
    """A column of a table. A hidden label is read out and not shown: the column holds buttons."""

    label: "StrOrPromise"
    numeric: bool = False
    hidden: bool = False


class ListPage(Page):
    """A page of rows, fifty at a time, by key and not by offset: deep pages cost the same as the first.

    `columns` are those of its table, and the page's template draws the rows. `acts` are the acts without a row that are
    offered above the list. `narrower` names the shorter lists that an address may ask for (?visa=…), by that word;
    the page says that it is one, and leads to the whole.

    `order` is at most one column ("-" for descending) and a unique one. `url_field` is the column by which addresses
    name a row. The count is capped: beyond a thousand it is "1 000+".
    """

    model: type[Model]
    order: tuple[str, ...]
    keys: ClassVar[Mapping[str, Any]] = {}  # expressions that `order` names
    counted = True
    url_field = "pk"
    columns: ClassVar[Sequence[Column]] = ()
    narrower: ClassVar[Mapping[str, "StrOrPromise"]] = {}
    acts: ClassVar[Sequence[ActFunction]] = ()
    template_name = "pages/list.html"
    rows: list[Any]

    @property
    def narrowed(self) -> str:
        """The shorter list that the address asks for; empty for the whole."""
        asked = self.request.GET.get("visa", "")
        return asked if asked in self.narrower else ""

    def get_queryset(self) -> QuerySet[Any]:
        """The rows to list, before paging."""
        return self.model._default_manager.all()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.render_unsought()

    def render_unsought(self) -> HttpResponse:
        """The list as it is when nothing is sought in it."""
        self.rows, next_url = self._page_of(self.get_queryset())
        count = self._count_label(next_url)
        return self.render_to_response(self.get_context_data(next_url=next_url, count_label=count))

    def get_columns(self) -> Sequence[Column]:
        """The columns of the table for this reader."""
        return self.columns

    def get_buttons(self) -> list[Button]:
        """The acts that this reader may do now."""
        return buttons_for(None, self.by, self.acts)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page: dict[str, Any] = {"rows": self.rows, "columns": self.get_columns(), "actions": self.get_buttons()}
        page |= {"narrowed_to": self.narrower.get(self.narrowed, "")}
        return super().get_context_data(**page | kwargs)

    def _page_of(self, rows: QuerySet[Any]) -> tuple[list[Any], str | None]:
        ordered = rows.annotate(**self.keys).order_by(*self.order)
        page = self._following(ordered) or list(ordered[: ROWS_PER_PAGE + 1])
        if len(page) <= ROWS_PER_PAGE:
            return page, None
        query = self.request.GET.copy()
        query["after"] = str(getattr(page[ROWS_PER_PAGE - 1], self.url_field))
        return page[:ROWS_PER_PAGE], "?" + query.urlencode()

    def _following(self, ordered: QuerySet[Any]) -> list[Any]:
        """The rows after the one that the address names. If that row is unknown or hidden, the first page is shown."""
        try:
            key = UUID(self.request.GET.get("after", ""))
        except ValueError:
            return []
        *lead, unique = [column.removeprefix("-") for column in self.order]
        beyond = "lt" if self.order[0].startswith("-") else "gt"
        at = {column: self._value_at(key, column) for column in (*lead, unique)}
        if not lead:
            return list(ordered.filter(**{f"{unique}__{beyond}": at[unique]})[: ROWS_PER_PAGE + 1])
        (column,) = lead
        onward = ordered.filter(**{f"{column}__{beyond}e": at[column]})
        seen = {column: at[column], f"{unique}__lte": at[unique]}
        return list(onward.exclude(**seen)[: ROWS_PER_PAGE + 1])

    def _value_at(self, key: UUID, column: str) -> Subquery:
        """The sort key of a row, compared inside PostgreSQL and never read."""
        row = self.model._default_manager.filter(**{self.url_field: key}).annotate(**self.keys).order_by()
        row.query.set_values([column])
        return Subquery(row)

    def _count_label(self, next_url: str | None) -> str:
        if not next_url and not self.request.GET.get("after"):
            return str(len(self.rows))
        if not self.counted:
            return ""
        count = self.get_queryset().order_by()[: MAX_COUNTED + 1].count()
        return _("%(cap)s+") % {"cap": MAX_COUNTED} if count > MAX_COUNTED else str(count)
