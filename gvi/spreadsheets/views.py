"""Imports: upload, preview, one button. No upload is kept: what was read travels sealed in the page."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse

from gvi.acts.models import Receipt
from gvi.acts.requires import NotNow
from gvi.pages.act_page import ActPage
from gvi.pages.forms import ActForm
from gvi.spreadsheets.files import NotAList, too_large
from gvi.spreadsheets.forms import UploadForm
from gvi.spreadsheets.signed_payload import sealed, unsealed


@dataclass(frozen=True)
class Preview:
    """What the preview shows, and the content to import; with faults there is nothing to import."""

    context: dict[str, Any]
    content: Any
    has_faults: bool


class ImportPage(ActPage):
    """Upload a list, see what it would do, and import it. A subclass says how it is read, shown and imported."""

    form_class = UploadForm
    preview_template: str

    def read(self, name: str, data: bytes) -> Any:
        """What the file holds. Raises NotAList."""
        raise NotImplementedError

    def get_preview(self, read: Any) -> Preview:
        """What the list would change."""
        raise NotImplementedError

    def import_content(self, content: Any, **press: Any) -> Any:
        """Call the act with what was sealed. Raises ValidationError, NotNow."""
        raise NotImplementedError

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "sealed" in request.POST:
            return self._import(request)
        form = UploadForm(request.POST, request.FILES, by=self.by)
        if self._is_too_large(request):
            form.full_clean()
            form.errors.pop("file", None)
            form.add_error("file", too_large())
        if not form.is_valid():
            return self.render_form(form, status=422)
        upload = form.cleaned_data["file"]
        try:
            read = self.read(upload.name, upload.read())
        except NotAList as sentence:
            form.add_error("file", str(sentence))
            return self.render_form(form, status=422)
        return self._render_preview(form, self.get_preview(read))

    @staticmethod
    def _is_too_large(request: HttpRequest) -> bool:
        """A body that is too large is never read, so there is no file in it."""
        length = int(request.META.get("CONTENT_LENGTH") or 0)
        return not request.FILES and length > settings.FILE_UPLOAD_MAX_MEMORY_SIZE

    def _render_preview(self, form: ActForm, preview: Preview) -> HttpResponse:
        self.template_name = self.preview_template
        content = "" if preview.has_faults else sealed(preview.content, self.by)
        page = {"form": form, "sealed": content, "key": form.cleaned_data["key"] or ""} | preview.context
        return self.render_to_response(self.get_context_data(**page), status=422 if preview.has_faults else 200)

    def _import(self, request: HttpRequest) -> HttpResponse:
        form = UploadForm(request.POST, by=self.by)
        form.fields.pop("file")
        form.full_clean()
        try:
            content = unsealed(request.POST["sealed"], self.by)
            self.result = self.import_content(content, by=self.by, key=form.cleaned_data.get("key"))
        except NotNow as sentence:
            return self._render_again(str(sentence), status=409)
        except ValidationError as error:
            return self._render_again(" ".join(error.messages), status=422)
        if isinstance(self.result, Receipt):
            return self.get_receipt_response(self.result)
        return self.get_success_response()

    def _render_again(self, sentence: str, *, status: int) -> HttpResponse:
        """The upload form with the sentence above it."""
        form = UploadForm(by=self.by)
        return self.render_to_response(self.get_context_data(form=form, trouble=sentence), status=status)
