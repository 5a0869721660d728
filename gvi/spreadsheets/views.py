"""The page of an import: upload, preview, one button.

No upload is kept: what was read travels sealed in the preview.
"""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse

from gvi.acts.requires import NotNow
from gvi.pages.act_page import ActPage, Refusal
from gvi.pages.forms import ActForm
from gvi.spreadsheets.files import NotAList, too_large
from gvi.spreadsheets.forms import UploadForm
from gvi.spreadsheets.signed_payload import sealed, unsealed


class ImportPage(ActPage):
    """Upload a list, see what it would do, and import it.

    A subclass says how the file is read (`read`), what its preview shows (`get_preview`), and how the act is called
    with what was sealed in the preview (`import_sealed`).
    """

    form_class = UploadForm
    preview_template: str

    def read(self, name: str, data: bytes) -> Any:
        """What the file holds. Raises NotAList."""
        raise NotImplementedError

    def get_preview(self, read: Any) -> tuple[dict[str, Any], Any]:
        """What the preview shows, and what to seal in it. A list with `faults` cannot be imported."""
        raise NotImplementedError

    def import_sealed(self, content: Any, *, key: UUID | None) -> Any:
        """Call the act with what was sealed. Raises ValidationError, NotNow."""
        raise NotImplementedError

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.get_form()
        if "sealed" in request.POST:
            del form.fields["file"]
            form.full_clean()
            return self.form_valid(form)
        if self._is_turned_away():
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
        return self._render_preview(form, read)

    def _is_turned_away(self) -> bool:
        """Whether the body was too large. Such a body is never read, so there is no file in it."""
        length = int(self.request.META.get("CONTENT_LENGTH") or 0)
        return not self.request.FILES and length > settings.FILE_UPLOAD_MAX_MEMORY_SIZE

    def _render_preview(self, form: ActForm, read: Any) -> HttpResponse:
        shown, content = self.get_preview(read)
        self.template_name = self.preview_template
        faults = shown["faults"]
        carried = {"sealed": "" if faults else sealed(content, self.by), "key": form.cleaned_data["key"] or ""}
        page = self.get_context_data(form=form, **carried) | shown
        return self.render_to_response(page, status=422 if faults else 200)

    def perform(self, form: ActForm) -> Any:
        content = unsealed(self.request.POST["sealed"], self.by)
        return self.import_sealed(content, key=form.cleaned_data.get("key"))

    def form_invalid(self, form: ActForm, refusal: Refusal | None = None) -> HttpResponse:
        """The upload form again, with the sentence above it: what was sealed cannot be corrected here."""
        sentence = " ".join(refusal.messages) if isinstance(refusal, ValidationError) else str(refusal)
        page = self.get_context_data(form=UploadForm(by=self.by), trouble=sentence)
        return self.render_to_response(page, status=409 if isinstance(refusal, NotNow) else 422)
