"""What every page has in common: the right it needs, its heading and its breadcrumbs. No page needs JavaScript."""

from typing import TYPE_CHECKING, Any, NamedTuple

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.generic.base import ContextMixin, TemplateResponseMixin, View

from gvi.access.policy import Right
from gvi.access.principal import Principal
from gvi.pages.requests import Request

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class Crumb(NamedTuple):
    """A step of the breadcrumbs. The page itself is the last one and has no address."""

    label: "StrOrPromise"
    url: str = ""


class Section(NamedTuple):
    """The list that pages lie under: its name, and the name of its address."""

    label: "StrOrPromise"
    url_name: str

    def crumb(self) -> Crumb:
        return Crumb(self.label, reverse(self.url_name))


class Page(TemplateResponseMixin, ContextMixin, View):
    """A page that somebody may see. `needs` is the right that the role must hold; there is no page without one.

    `log` is what the log says about whoever read personal data on it ("read a dossier").
    """

    needs: Right
    template_name: str
    heading: "StrOrPromise" = ""
    lead: "StrOrPromise" = ""
    log: "StrOrPromise" = ""
    section: Section | None = None
    http_method_names = ["get", "head", "post"]
    request: Request
    by: Principal

    def __init_subclass__(cls) -> None:
        """Raises ValueError if a page needs a right that does not exist."""
        super().__init_subclass__()
        if "needs" in vars(cls):
            cls.needs = Right(cls.needs)

    @classmethod
    def prepare(cls, request: Request, by: Principal) -> None:
        """What takes long and asks nothing of the database. Done before the transaction of the request is open."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.request.principal is None:
            return redirect_to_login(request.path)
        self.by = self.request.principal
        if not self.by.may(self.needs):
            raise PermissionDenied(self.needs)
        return super().dispatch(request, *args, **kwargs)

    def get_heading(self) -> "StrOrPromise":
        """The heading of the page."""
        return self.heading

    def get_parents(self) -> list[Crumb]:
        """The pages above this one, outermost first."""
        return [self.section.crumb()] if self.section else []

    def get_breadcrumbs(self) -> list[Crumb]:
        """The breadcrumbs: the pages above and this one. None for a page that has no page above it."""
        parents = self.get_parents()
        return [*parents, Crumb(self.get_heading())] if parents else []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        frame = {"heading": self.get_heading(), "lead": self.lead, "breadcrumbs": self.get_breadcrumbs()}
        return super().get_context_data(**frame | kwargs)
