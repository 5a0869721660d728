"""The page of an import: upload, preview, one button.

No upload is kept: what was read travels sealed in the preview.
"""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse

from gvi.access.principal import Principal
from gvi.acts.requires import NotNow
from gvi.pages.act_page import ActPage, Refusal
from gvi.pages.forms import ActForm
from gvi.pages.requests import Request
from gvi.spreadsheets.files import NotAList, too_large
from gvi.spreadsheets.forms import UploadForm
from gvi.spreadsheets.questions import Answers, Unanswered, answers_in
from gvi.spreadsheets.signed_payload import only_file_of, sealed, unsealed


class ImportPage(ActPage):
    """Upload a list, see what it would do, and import it.

    A subclass says how the file is read (`read`), what its preview shows (`get_preview`), and how the act is called
    with what was sealed in the preview (`import_sealed`).
    """

    form_class = UploadForm
    preview_template: str

    @classmethod
    def read(cls, name: str, data: bytes) -> Any:
        """What the file holds. It may take seconds, so it asks nothing of the database. Raises NotAList."""
        raise NotImplementedError

    @classmethod
    def prepare(cls, request: Request, by: Principal) -> None:
        """Read the file before the transaction is open. One person has one file read at a time."""
        upload = request.FILES.get("file") if request.method == "POST" and by.may(cls.needs) else None
        if upload is None:
            return
        try:
            with only_file_of(by):
                request.read_file = cls.read(upload.name or "", upload.read())
        except NotAList as sentence:
            request.read_file = sentence

    def read_again(self, content: Any) -> Any:
        """The same from what was sealed in the preview: only for a list that raises questions."""
        raise NotImplementedError

    def get_preview(self, read: Any, answers: Answers) -> tuple[dict[str, Any], Any]:
        """What the preview shows, and what to seal in it. A list with `faults` cannot be imported."""
        raise NotImplementedError

    def import_sealed(self, content: Any, *, key: UUID | None, answers: Answers) -> Any:
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
        read = self.request.read_file
        if isinstance(read, NotAList):
            form.add_error("file", str(read))
            return self.render_form(form, status=422)
        return self._render_preview(form, read)

    def _is_turned_away(self) -> bool:
        """Whether the body was too large. Such a body is never read, so there is no file in it."""
        length = int(self.request.META.get("CONTENT_LENGTH") or 0)
        return not self.request.FILES and length > settings.FILE_UPLOAD_MAX_MEMORY_SIZE

    def _render_preview(self, form: ActForm, read: Any, *, status: int = 200, trouble: str = "") -> HttpResponse:
        answers = answers_in(self.request.POST)
        shown, content = self.get_preview(read, answers)
        self.template_name = self.preview_template
        faults = shown["faults"]
        carried = {"sealed": "" if faults else sealed(content, self.by), "key": form.cleaned_data["key"] or ""}
        page = self.get_context_data(form=form, trouble=trouble, **carried) | shown
        return self.render_to_response(page, status=422 if faults else status)

    def perform(self, form: ActForm) -> Any:
        content = unsealed(self.request.POST["sealed"], self.by)
        key = form.cleaned_data.get("key")
        return self.import_sealed(content, key=key, answers=answers_in(self.request.POST))

    def form_invalid(self, form: ActForm, refusal: Refusal | None = None) -> HttpResponse:
        """The preview again if a question is open, with what was answered; otherwise the upload form: what was sealed
        cannot be corrected here.
        """
        sentence = " ".join(refusal.messages) if isinstance(refusal, ValidationError) else str(refusal)
        if isinstance(refusal, Unanswered):
            read = self.read_again(unsealed(self.request.POST["sealed"], self.by))
            return self._render_preview(form, read, status=422, trouble=sentence)
        page = self.get_context_data(form=UploadForm(by=self.by), trouble=sentence)
        return self.render_to_response(page, status=409 if isinstance(refusal, NotNow) else 422)
