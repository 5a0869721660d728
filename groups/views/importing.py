"""The import of the police's list: template, upload, preview, one button."""

from dataclasses import asdict
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from groups import actions
from groups.listing import files, template
from groups.listing.columns import COLUMNS
from groups.listing.plan import compare
from groups.listing.rows import Line, check
from gvi.access.guarded import Guarded
from gvi.pages.base import Page
from gvi.pages.forms import ActForm
from gvi.spreadsheets.views import ImportView

MOST_SHOWN = 200


class ImportList(ImportView):
    """Upload a list, see what it would do, and import it."""

    act = actions.import_list
    template_name = "groups/import.html"
    preview_template = "groups/import_preview.html"
    heading = gettext_lazy("Import list")
    lead = gettext_lazy("Everything you import is seen by your own agency only, until you publish it.")

    def read(self, name: str, data: bytes) -> Any:
        return files.read(name, data)

    def preview(self, read: Any) -> tuple[dict[str, Any], Any]:
        checked = check(read)
        plan = compare(checked.lines)
        faults = sorted([*checked.faults, *plan.faults], key=lambda fault: fault.row)
        shown = {
            "plan": plan,
            "count": len(read),
            "faults": faults,
            "bad_rows": len({fault.row for fault in faults}),
            "notices": checked.notices,
            "people": plan.people[:MOST_SHOWN],
            "people_left": max(0, len(plan.people) - MOST_SHOWN),
        }
        return shown, [asdict(line) for line in checked.lines]

    def take_in(self, content: Any, **press: Any) -> Any:
        return actions.import_list(lines=[Line(**line) for line in content], **press)

    def extra(self, form: ActForm, row: Guarded | None) -> dict[str, Any]:
        return {"columns": COLUMNS.values()}

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
