"""The import: template, upload, preview, one button. No upload is kept: what was read travels sealed in the page."""

import base64
import json
import zlib
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from cryptography.fernet import InvalidToken
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from groups import actions
from groups.forms import UploadForm
from groups.listing import files, template
from groups.listing.columns import COLUMNS
from groups.listing.plan import compare
from groups.listing.rows import Checked, Line, check
from gvi.access.acts import NotNow
from gvi.access.forms import ActForm
from gvi.access.nationalid import seal, unseal
from gvi.access.principal import Principal
from gvi.access.rows import Guarded
from gvi.access.views import ActView, Page

SEAL_SECONDS = 30 * 60
MOST_SHOWN = 200


def sealed(lines: Iterable[Line], by: Principal) -> str:
    """The checked lines, readable for this user of this agency and for nobody else."""
    content = {"user": by.user.pk, "agency": by.agency.pk, "lines": [asdict(line) for line in lines]}
    packed = zlib.compress(json.dumps(content).encode(), 9)
    return seal(base64.b64encode(packed).decode())


def unsealed(token: str, by: Principal) -> list[Line]:
    """The lines of a preview. Raises NotNow where it is too old, forged or somebody else's."""
    try:
        content = json.loads(zlib.decompress(base64.b64decode(unseal(token, max_age=SEAL_SECONDS))))
    except InvalidToken as error:
        raise NotNow(_("The preview has grown too old. Choose the file again.")) from error
    if (content["user"], content["agency"]) != (by.user.pk, by.agency.pk):
        raise NotNow(_("The preview has grown too old. Choose the file again."))
    return [Line(**line) for line in content["lines"]]


class Import(ActView):
    """Upload a list, see what it would do, and import it."""

    act = actions.import_list
    form_class = UploadForm
    template_name = "groups/import.html"
    heading = gettext_lazy("Import list")
    lead = gettext_lazy("Everything you import is seen by your own agency only, until you publish it.")

    def post(self, request: HttpRequest, pk: Any = None) -> HttpResponse:
        if "sealed" in request.POST:
            return self._import(request)
        form = UploadForm(request.POST, request.FILES, by=self.by)
        if self._turned_away(request):
            form.full_clean()
            form.errors.pop("file", None)
            form.add_error("file", files.too_large())
        if not form.is_valid():
            return self.form_page(form, None, status=422)
        upload = form.cleaned_data["file"]
        try:
            rows = files.read(upload.name, upload.read())
        except files.NotAList as sentence:
            form.add_error("file", str(sentence))
            return self.form_page(form, None, status=422)
        return self._preview(form, check(rows), len(rows))

    @staticmethod
    def _turned_away(request: HttpRequest) -> bool:
        """Too large a body is never read, so there is no file in it."""
        length = int(request.META.get("CONTENT_LENGTH") or 0)
        return not request.FILES and length > settings.FILE_UPLOAD_MAX_MEMORY_SIZE

    def _preview(self, form: ActForm, checked: Checked, count: int) -> HttpResponse:
        plan = compare(checked.lines)
        faults = sorted([*checked.faults, *plan.faults], key=lambda fault: fault.row)
        context = {
            "form": form,
            "plan": plan,
            "count": count,
            "faults": faults,
            "bad_rows": len({fault.row for fault in faults}),
            "notices": checked.notices,
            "people": plan.people[:MOST_SHOWN],
            "people_left": max(0, len(plan.people) - MOST_SHOWN),
            "sealed": "" if faults else sealed(checked.lines, self.by),
            "key": form.cleaned_data["key"] or "",
        }
        self.template_name = "groups/import_preview.html"
        return self.page(context, status=422 if faults else 200)

    def _import(self, request: HttpRequest) -> HttpResponse:
        form = UploadForm(request.POST, by=self.by)
        form.fields.pop("file")
        form.full_clean()
        try:
            lines = unsealed(request.POST["sealed"], self.by)
            result = actions.import_list(by=self.by, lines=lines, key=form.cleaned_data.get("key"))
            return self.done(result)
        except NotNow as sentence:
            return self._again(str(sentence), status=409)
        except ValidationError as error:
            return self._again(" ".join(error.messages), status=422)

    def _again(self, sentence: str, *, status: int) -> HttpResponse:
        """The upload form with the sentence above it."""
        context = {"form": UploadForm(by=self.by), "trouble": sentence, "columns": COLUMNS.values()}
        return self.page(context, status=status)

    def form_page(self, form: ActForm, row: Guarded | None, *, status: int = 200) -> Any:
        return self.page({"form": form, "columns": COLUMNS.values()}, status=status)

    def success_url(self, result: actions.Imported) -> str:
        return reverse("groups:groups")

    def receipt_url(self, receipt: Any) -> str:
        return reverse("groups:groups")

    def said(self, result: actions.Imported) -> str:
        if not (result.new_groups or result.new_people or result.changed):
            return _("The list held nothing new: 0 new, 0 changed, %(unchanged)d unchanged.") % vars(result)
        done = _(
            "New: %(new_groups)d groups and %(new_people)d people. Changed: %(changed)d. As before: %(unchanged)d."
        )
        return done % vars(result)


class Template(Page):
    """The empty list to fill in, with its explanation."""

    needs = "groups.import_list"

    def get(self, request: HttpRequest, kind: str) -> HttpResponse:
        if kind not in template.MAKERS:
            raise Http404
        make, content_type = template.MAKERS[kind]
        headers = {"Content-Disposition": f'attachment; filename="grupplista-mall.{kind}"'}
        return HttpResponse(make(), content_type=content_type, headers=headers)
