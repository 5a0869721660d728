"""An act and its form."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.apps import apps
from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict

from gvi.acts import receipts
from gvi.acts.act import Act, ActFunction, Stale
from gvi.acts.models import Receipt
from gvi.acts.requires import NotNow
from gvi.pages import drafts, sign_in
from gvi.pages.base import Crumb
from gvi.pages.detail import RowPage
from gvi.pages.forms import ActForm

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Refusal = ValidationError | Stale | NotNow


class ActPage(RowPage):
    """GET shows the form of an act, POST does the act. Whatever goes wrong, nothing that was typed is lost.

    The row is of the model that the act is `on`; an act without one makes something new. Answers: 302 done, 422 the
    form is not right, 403 not your act, 404 not there, 409 not now or changed in the meantime. If the act cannot be
    done now, no form is shown: its choices might reveal rows that the user should no longer see.
    """

    act: ClassVar[ActFunction]
    keeps_drafts = True
    form_class: type[ActForm] = ActForm
    template_name = "pages/act.html"
    submit: "StrOrPromise" = ""
    notice: "StrOrPromise" = ""
    result: Any = None

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if "act" in vars(cls):
            cls.needs = cls.act.act.name
            cls.model = cls.act.act.on or cls.model

    @property
    def declared(self) -> Act:
        """What the registry knows of the act."""
        return type(self).act.act

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self.get_object()
        try:
            self.declared.check(self.object, self.by)
        except NotNow as refusal:
            return self.render_not_now(refusal)
        form, draft = self.get_form(), self._draft() if self.keeps_drafts else None
        if draft is not None:
            form.take_up(draft)
        return self.render_to_response(self.get_context_data(form=form, is_draft=draft is not None))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self.get_object()
        self.declared.check_right(self.object, self.by)  # the act asks the rest: a second press is to find its receipt
        form = self.get_form()
        if form.is_valid():
            return self.form_valid(form)
        if receipt := receipts.found(by=self.by, key=form.cleaned_data.get("key")):  # the first press took its choices
            return self.get_receipt_response(receipt)
        return self.form_invalid(form)

    # --- what is typed and not saved

    def answer_draft(self, request: HttpRequest) -> HttpResponse | None:
        address = request.get_full_path()
        if sign_in.SAVES_DRAFT in request.headers:
            is_kept = drafts.keep(self.by.mark, address, request.POST)
            left = {sign_in.SESSION_LEFT: str(sign_in.seconds_left(request))}
            return HttpResponse(status=204 if is_kept else 413, headers=left)
        if "discard" in request.POST:
            drafts.forget(self.by, address)
            return HttpResponseRedirect(address)
        return None

    def _draft(self) -> QueryDict | None:
        """What was typed here before and not saved. A page that a press opens is about what was pressed."""
        return drafts.found(self.by, self.request.get_full_path()) if self.request.method == "GET" else None

    # --- the form

    def get_initial(self) -> dict[str, Any]:
        """What to fill in beforehand."""
        return {}

    def get_form_class(self) -> type[ActForm]:
        """The form of the act."""
        return self.form_class

    def get_form_kwargs(self) -> dict[str, Any]:
        """What the form is made from: who asks, the row that the act writes, and what was typed."""
        kwargs = {"by": self.by, "instance": self.object if self.declared.writes else None}
        if self.request.method == "POST":
            return kwargs | {"data": self.request.POST, "files": self.request.FILES}
        return kwargs | {"initial": self.get_initial()}

    def get_form(self) -> ActForm:
        """The form, empty or with what was typed."""
        return self.get_form_class()(**self.get_form_kwargs())

    def form_valid(self, form: ActForm) -> HttpResponse:
        """Do the act and go on to what came of it."""
        try:
            self.result = self.perform(form)
        except (ValidationError, Stale, NotNow) as refusal:
            return self.form_invalid(form, refusal)
        except ObjectDoesNotExist as error:
            raise Http404 from error
        if self.keeps_drafts:
            drafts.forget(self.by, self.request.get_full_path())
        if isinstance(self.result, Receipt):
            return self.get_receipt_response(self.result)
        return self.get_success_response()

    def get_success_response(self) -> HttpResponse:
        """Confirm what was done, and go on to what came of it."""
        if message := self.get_success_message():
            messages.success(self.request, message)
        return HttpResponseRedirect(self.get_success_url())

    def get_receipt_response(self, receipt: Receipt) -> HttpResponse:
        """Lead a second press to what the first one did."""
        return HttpResponseRedirect(self.get_receipt_url(receipt))

    def perform(self, form: ActForm) -> Any:
        """Call the act with what was typed."""
        rows = [] if self.object is None else [self.object]
        return type(self).act(*rows, by=self.by, **form.facts())

    def form_invalid(self, form: ActForm, refusal: Refusal | None = None) -> HttpResponse:
        """The form with what was typed and what is wrong; without a form if the act cannot be done any more."""
        try:
            self.declared.check_preconditions(self.get_object(), self.by)
        except NotNow as now:
            return self.render_not_now(now, form)
        if isinstance(refusal, Stale):
            return self.render_conflict(form, refusal.row)
        if isinstance(refusal, NotNow):
            form.add_error(None, str(refusal))
            return self.render_form(form, status=409)
        if refusal is not None:
            _put_on_form(form, refusal)
        return self.render_form(form, status=422)

    # --- where to go and what to say

    def get_success_url(self) -> str:
        """Where to go when it is done: to what came of it."""
        return str(self.result.get_absolute_url())

    def get_success_message(self) -> str:
        """The sentence that confirms it; empty for none."""
        return str(self.declared.done)

    def get_cancel_url(self) -> str:
        """Where "Cancel" leads: to the row, or to the page above."""
        if self.object is not None:
            return str(self.object.get_absolute_url())
        parents = self.get_parents()
        return parents[-1].url if parents else "/"

    def get_receipt_url(self, receipt: Receipt) -> str:
        """Where a second press leads: to what the first one made, if it can still be seen."""
        model = apps.get_model(receipt.model) if receipt.model else None
        row = model._default_manager.filter(pk=receipt.result).first() if model else None
        return row.get_absolute_url() if row is not None else self.get_cancel_url()

    # --- what is shown

    def get_heading(self) -> "StrOrPromise":
        return self.heading or self.declared.label

    def get_parents(self) -> list[Crumb]:
        parents = super().get_parents()
        if parents and self.object is not None:
            parents.append(Crumb(str(self.object), self.object.get_absolute_url()))
        return parents

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = {
            "cancel_url": self.get_cancel_url(),
            "submit_label": self.submit,
            "notice": self.notice,
            "danger": self.declared.danger,
            "session_left": sign_in.seconds_left(self.request),
        }
        return super().get_context_data(**page | kwargs)

    def render_form(self, form: ActForm, *, status: int = 200) -> HttpResponse:
        """The page with its form."""
        return self.render_to_response(self.get_context_data(form=form), status=status)

    def render_not_now(self, refusal: NotNow, form: ActForm | None = None) -> HttpResponse:
        """Why it cannot be done, and the texts that were typed, which are nobody else's. Never what the form offers."""
        self.template_name = "409.html"
        typed = form.typed_texts() if form is not None else []
        page = {"heading": "", "breadcrumbs": [], "back_url": self.get_cancel_url(), "typed": typed}
        return self.render_to_response(super().get_context_data(reason=str(refusal), **page), status=409)

    def render_conflict(self, form: ActForm, now: Any) -> HttpResponse:
        """Both versions side by side. Saving again is against the version that is shown now."""
        saved = form.saved(now)
        form.replace_typed({"version": saved.get("version", now.version)})
        self.template_name, self.object = "pages/conflict.html", now
        differences = [
            {"label": form[name].label, "theirs": theirs, "yours": yours}
            for name in form.fields
            if name in saved and name != "version"
            for theirs, yours in [(_in_words(form, name, saved[name]), _in_words(form, name, form[name].value()))]
            if theirs != yours
        ]
        return self.render_to_response(self.get_context_data(form=form, differences=differences), status=409)


def _put_on_form(form: ActForm, error: ValidationError) -> None:
    """Show an error of the act on its field if the form has that field, else above the form."""
    for field, errors in (error.message_dict if hasattr(error, "error_dict") else {}).items():
        form.add_error(field if field in form.fields else None, errors)
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)


def _in_words(form: ActForm, name: str, value: Any) -> str:
    """A value as the form would show it: the label of a choice, nothing for nothing."""
    if value in (None, ""):
        return ""
    choices = {str(key): label for key, label in getattr(form.fields[name], "choices", [])}
    chosen = value if isinstance(value, list | tuple) else [value]
    return ", ".join(str(choices.get(str(choice), choice)) for choice in chosen)
