"""Imports: upload, preview, one button. No upload is kept: what was read travels sealed in the page."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse

from gvi.access.guarded import Guarded
from gvi.acts.act import NotNow
from gvi.pages.act_page import ActPage
from gvi.pages.forms import ActForm
from gvi.spreadsheets.files import NotAList, too_large
from gvi.spreadsheets.forms import UploadForm
from gvi.spreadsheets.signed_payload import sealed, unsealed


class ImportView(ActPage):
    """Upload a list, see what it would do, and take it in. A subclass says how it is read, shown and taken in."""

    form_class = UploadForm
    preview_template: str

    def read(self, name: str, data: bytes) -> Any:
        """What the file holds. Raises NotAList."""
        raise NotImplementedError

    def preview(self, read: Any) -> tuple[dict[str, Any], Any]:
        """What the preview shows, and what to take in; nothing to take in where the list has `faults`."""
        raise NotImplementedError

    def take_in(self, content: Any, **press: Any) -> Any:
        """Call the act with what was sealed. Raises ValidationError, NotNow."""
        raise NotImplementedError

    def post(self, request: HttpRequest, pk: Any = None) -> HttpResponse:
        if "sealed" in request.POST:
            return self._import(request)
        form = UploadForm(request.POST, request.FILES, by=self.by)
        if self._turned_away(request):
            form.full_clean()
            form.errors.pop("file", None)
            form.add_error("file", too_large())
        if not form.is_valid():
            return self.form_page(form, None, status=422)
        upload = form.cleaned_data["file"]
        try:
            read = self.read(upload.name, upload.read())
        except NotAList as sentence:
            form.add_error("file", str(sentence))
            return self.form_page(form, None, status=422)
        return self._preview(form, read)

    @staticmethod
    def _turned_away(request: HttpRequest) -> bool:
        """Too large a body is never read, so there is no file in it."""
        length = int(request.META.get("CONTENT_LENGTH") or 0)
        return not request.FILES and length > settings.FILE_UPLOAD_MAX_MEMORY_SIZE

    def _preview(self, form: ActForm, read: Any) -> HttpResponse:
        shown, content = self.preview(read)
        faults = shown["faults"]
        self.template_name = self.preview_template
        held = {"sealed": "" if faults else sealed(content, self.by), "key": form.cleaned_data["key"] or ""}
        return self.page({"form": form} | held | shown, status=422 if faults else 200)

    def _import(self, request: HttpRequest) -> HttpResponse:
        form = UploadForm(request.POST, by=self.by)
        form.fields.pop("file")
        form.full_clean()
        try:
            content = unsealed(request.POST["sealed"], self.by)
            return self.done(self.take_in(content, by=self.by, key=form.cleaned_data.get("key")))
        except NotNow as sentence:
            return self._again(str(sentence), status=409)
        except ValidationError as error:
            return self._again(" ".join(error.messages), status=422)

    def _again(self, sentence: str, *, status: int) -> HttpResponse:
        """The upload form with the sentence above it."""
        form = UploadForm(by=self.by)
        return self.page({"form": form, "trouble": sentence} | self.extra(form, None), status=status)

    def form_page(self, form: ActForm, row: Guarded | None, *, status: int = 200) -> Any:
        return self.page({"form": form} | self.extra(form, row), status=status)
