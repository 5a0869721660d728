"""The three kinds of page: a list, one thing, and an act with its form. Every page works without JavaScript."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError
from django.db.models import Model, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.generic import View

from gvi.access.guarded import Guarded
from gvi.access.principal import Principal
from gvi.acts.act import ActFunction, NotNow, Stale, check_state
from gvi.acts.models import Receipt
from gvi.pages.forms import ActForm
from gvi.pages.requests import Request

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

PAGE = 50
CAP = 1000


class Page(View):
    """A page somebody may see. `needs` is the right that the role must hold; there is no page without one."""

    needs: str
    template_name: str
    heading: "StrOrPromise" = ""
    lead: "StrOrPromise" = ""
    http_method_names = ["get", "head", "post"]
    request: Request
    by: Principal

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.request.principal is None:
            return redirect_to_login(request.path)
        self.by = self.request.principal
        if not self.by.may(self.needs):
            raise PermissionDenied(self.needs)
        return super().dispatch(request, *args, **kwargs)

    def page(self, context: dict[str, Any], *, status: int = 200) -> TemplateResponse:
        """The page, with its heading and lead unless the context says otherwise."""
        frame = {"view": self, "heading": self.heading, "lead": self.lead}
        return TemplateResponse(self.request, self.template_name, frame | context, status=status)


class CaseList(Page):
    """A page of rows, fifty at a time, by key and not by offset (traps 32: deep pages cost the same as the first).

    `order` is at most one column ("-" for falling) and a unique one. The count is capped: beyond a thousand it is
    "1 000+".
    """

    model: type[Model]
    order: tuple[str, ...]
    keys: ClassVar[Mapping[str, Any]] = {}  # expressions that `order` names
    counted = True
    handle = "pk"  # the column that addresses name a row by
    template_name = "pages/list.html"

    def rows(self) -> QuerySet[Any]:
        """The rows to list, before paging."""
        return self.model._default_manager.all()

    def extra(self, rows: list[Any]) -> dict[str, Any]:
        """What else the page shows, for the rows of this page."""
        return {}

    def get(self, request: HttpRequest) -> TemplateResponse:
        shown, following = self._page_of(self.rows())
        count = self._count_label(shown, following)
        return self.page({"rows": shown, "next_url": following, "count_label": count} | self.extra(shown))

    def _page_of(self, rows: QuerySet[Any]) -> tuple[list[Any], str | None]:
        ordered = rows.annotate(**self.keys).order_by(*self.order)
        page = self._following(ordered) or list(ordered[: PAGE + 1])
        if len(page) <= PAGE:
            return page, None
        query = self.request.GET.copy()
        query["after"] = str(getattr(page[PAGE - 1], self.handle))
        return page[:PAGE], "?" + query.urlencode()

    def _following(self, ordered: QuerySet[Any]) -> list[Any]:
        """The rows after the one that the address names. An unknown or hidden one is simply the first page."""
        try:
            key = UUID(self.request.GET.get("after", ""))
        except ValueError:
            return []
        *lead, unique = [column.removeprefix("-") for column in self.order]
        beyond = "lt" if self.order[0].startswith("-") else "gt"
        at = {column: self._value_at(key, column) for column in (*lead, unique)}
        if not lead:
            return list(ordered.filter(**{f"{unique}__{beyond}": at[unique]})[: PAGE + 1])
        (column,) = lead
        onward = ordered.filter(**{f"{column}__{beyond}e": at[column]})
        seen = {column: at[column], f"{unique}__lte": at[unique]}
        return list(onward.exclude(**seen)[: PAGE + 1])

    def _value_at(self, key: UUID, column: str) -> Subquery:
        """The sort key of a row, compared inside PostgreSQL and never read."""
        row = self.model._default_manager.filter(**{self.handle: key}).annotate(**self.keys).order_by()
        row.query.set_values([column])
        return Subquery(row)

    def _count_label(self, shown: list[Any], following: str | None) -> str:
        if not following and not self.request.GET.get("after"):
            return str(len(shown))
        if not self.counted:
            return ""
        count = self.rows().order_by()[: CAP + 1].count()
        return _("%(cap)s+") % {"cap": CAP} if count > CAP else str(count)


class CaseDetail(Page):
    """One row, read through the guarded manager: hidden and missing are the same 404."""

    model: type[Model]
    template_name = "pages/detail.html"

    def row_query(self) -> QuerySet[Any]:
        """How the row is fetched."""
        return self.model._default_manager.all()

    def extra(self, row: Any) -> dict[str, Any]:
        """What else the page shows."""
        return {}

    def get(self, request: HttpRequest, pk: Any) -> HttpResponse:
        row = get_object_or_404(self.row_query(), pk=pk)
        return self.page({"object": row} | self.extra(row))


class ActView(Page):
    """An act and its form. GET shows it, POST does it; whatever goes wrong, nothing that was typed is lost.

    `model` is None for acts that make something. Answers: 302 done, 422 the form is not right, 403 not your act,
    404 not there, 409 not now or changed meanwhile. What cannot be done now has no form: what it would offer to choose
    among may be nobody's business any more.
    """

    act: ClassVar[ActFunction]
    form_class: type[ActForm] = ActForm
    model: type[Guarded] | None = None
    template_name = "pages/act.html"
    submit: "StrOrPromise" = ""

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if hasattr(cls, "act"):  # else a base for several
            cls.needs = cls.act.act.name

    def form_for(self, row: Guarded | None, *typed: Any, **more: Any) -> ActForm:
        """The form of the act, empty or with what was typed."""
        return self.form_class(*typed, by=self.by, row=row, **more)

    def get(self, request: HttpRequest, pk: Any = None) -> HttpResponse:
        row = self._row(pk)
        if row is not None and not self.by.may_write(row):
            raise PermissionDenied(self.needs)
        try:
            self.ready(row)
        except NotNow as sentence:
            return self.not_now_page(str(sentence), row)
        return self.form_page(self.form_for(row, initial=self.initial(row)), row)

    def post(self, request: HttpRequest, pk: Any = None) -> HttpResponse:
        row = self._row(pk)
        if row is not None and not self.by.may_write(row):
            raise PermissionDenied(self.needs)
        form = self.form_for(row, request.POST, request.FILES)
        if not form.is_valid():
            return self.refused_page(form, row)
        try:
            return self.done(self.perform(form, row))
        except (ValidationError, Stale, NotNow) as refusal:
            return self.refused_page(form, row, refusal)
        except ObjectDoesNotExist as error:
            raise Http404 from error

    def ready(self, row: Guarded | None) -> None:
        """Whether the act can be done on the row now. Raises NotNow with the sentence that the act itself would say."""
        if row is not None:
            check_state(row, type(self).act.act.moves)

    def refused_page(
        self, form: ActForm, row: Guarded | None, refusal: ValidationError | Stale | NotNow | None = None
    ) -> HttpResponse:
        """The form with what was typed and what is wrong; without a form where the act cannot be done any more."""
        try:
            self.ready(None if row is None else type(row)._default_manager.get(pk=row.pk))
        except NotNow as sentence:
            return self.not_now_page(str(sentence), row, form)
        if isinstance(refusal, Stale):
            return self.conflict_page(form, refusal.row)
        if isinstance(refusal, NotNow):
            form.add_error(None, str(refusal))
            return self.form_page(form, row, status=409)
        if refusal is not None:
            self._put_on_form(form, refusal)
        return self.form_page(form, row, status=422)

    def not_now_page(self, sentence: str, row: Guarded | None, form: ActForm | None = None) -> TemplateResponse:
        """Why it cannot be done, and the texts that were typed: those are nobody else's. Never what the form offers."""
        self.template_name = "409.html"
        typed = form.typed_texts() if form is not None else []
        return self.page(
            {"heading": "", "reason": sentence, "back_url": self.cancel_url(row), "typed": typed}, status=409
        )

    def perform(self, form: ActForm, row: Guarded | None) -> Any:
        """Call the act with what was typed."""
        return type(self).act(*([] if row is None else [row]), by=self.by, **form.facts())

    def initial(self, row: Guarded | None) -> dict[str, Any]:
        """What to fill in beforehand."""
        return {}

    def extra(self, form: ActForm, row: Guarded | None) -> dict[str, Any]:
        """What else the page shows."""
        return {}

    def success_url(self, result: Any) -> str:
        """Where to go when it is done: to what came of it."""
        return str(result.get_absolute_url())

    def said(self, result: Any) -> str:
        """The sentence that confirms it."""
        return _("Saved.")

    def cancel_url(self, row: Guarded | None) -> str:
        """Where "Cancel" leads."""
        return row.get_absolute_url() if row is not None else "/"

    def done(self, result: Any) -> HttpResponse:
        """Confirm and go on. A second press of the same button comes here with the first one's receipt."""
        if isinstance(result, Receipt):
            return HttpResponseRedirect(self.receipt_url(result))
        messages.success(self.request, self.said(result))
        return HttpResponseRedirect(self.success_url(result))

    def receipt_url(self, receipt: Any) -> str:
        """Where a second press leads: to what the first one made."""
        model = self.model or getattr(self, "makes", None)
        row = model._default_manager.filter(pk=receipt.result).first() if model else None
        return row.get_absolute_url() if row is not None else "/"

    def form_page(self, form: ActForm, row: Guarded | None, *, status: int = 200) -> TemplateResponse:
        context = {
            "form": form,
            "object": row,
            "cancel_url": self.cancel_url(row),
            "submit_label": self.submit,
        }
        return self.page(context | self.extra(form, row), status=status)

    def conflict_page(self, form: ActForm, now: Guarded) -> TemplateResponse:
        """Both versions side by side. Saving again is against the version that is shown now."""
        theirs = form.saved(now)
        form.retype({"version": now.version})
        self.template_name = "pages/conflict.html"
        differences = [
            {"label": form[name].label, "theirs": saved, "yours": typed}
            for name in form.fields
            if name in theirs and name != "version"
            for saved, typed in [(_in_words(form, name, theirs[name]), _in_words(form, name, form[name].value()))]
            if saved != typed
        ]
        context = {"form": form, "object": now, "differences": differences, "cancel_url": self.cancel_url(now)}
        return self.page(context | self.extra(form, now), status=409)

    def _row(self, pk: Any) -> Guarded | None:
        return None if self.model is None else get_object_or_404(self.model._default_manager.all(), pk=pk)

    @staticmethod
    def _put_on_form(form: ActForm, error: ValidationError) -> None:
        """A rule of the act speaks on its field where the form has it, else above the form."""
        for field, errors in (error.message_dict if hasattr(error, "error_dict") else {}).items():
            form.add_error(field if field in form.fields else None, errors)
        if not hasattr(error, "error_dict"):
            form.add_error(None, error)


def _in_words(form: ActForm, name: str, value: Any) -> str:
    """A value as the form would show it: the choice's label, nothing for nothing."""
    if value in (None, ""):
        return ""
    choices = {str(one): label for one, label in getattr(form.fields[name], "choices", [])}
    return str(choices.get(str(value), value))
