"""What every page has in common: the right it needs, its heading and its breadcrumbs. No page needs JavaScript."""

from typing import TYPE_CHECKING, Any, NamedTuple

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic.base import ContextMixin, TemplateResponseMixin, View

from gvi.access.policy import Right
from gvi.access.principal import Principal
from gvi.pages import drafts, sign_in
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
    keeps_drafts = False  # whether what was typed here is kept when it cannot be saved
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
            comes_back = hasattr(self, "get") and "get" in self.http_method_names
            return sign_in.to_login(request, keeps_drafts=self.keeps_drafts, comes_back=comes_back)
        self.by = self.request.principal
        if not self.by.may(self.needs):
            raise PermissionDenied(self.needs)
        if drafts.is_for_another(self.by, request.POST):
            return self.render_made_for_another()
        kept = self.answer_draft(request) if self.keeps_drafts and request.method == "POST" else None
        return kept or super().dispatch(request, *args, **kwargs)

    def answer_draft(self, request: HttpRequest) -> HttpResponse | None:
        """The answer to what was sent to be kept or thrown away; None for what was sent to be done."""
        return None

    def render_made_for_another(self) -> HttpResponse:
        """A form of somebody else's is refused, without the words in it (409)."""
        self.template_name = "409.html"
        reason = _(
            "The form was opened by somebody else, or for another agency, than the one that is signed in now. "
            "Nothing was saved. Open the page again to write for yourself."
        )
        page = {"heading": "", "breadcrumbs": [], "reason": reason}
        return self.render_to_response(ContextMixin.get_context_data(self, **page), status=409)

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
