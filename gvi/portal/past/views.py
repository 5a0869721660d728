"""Pages of the import of the past: template, upload, preview, one button."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gvi.pages.base import Page, Section
from gvi.portal.past import actions
from gvi.portal.past.columns import SHEETS
from gvi.portal.past.lines import Line, check
from gvi.portal.past.plan import compare
from gvi.spreadsheets import files, template
from gvi.spreadsheets.columns import Sheet, fold
from gvi.spreadsheets.views import ImportPage

MOST_SHOWN = 200
ONE_OF_EACH = "xlsx"  # the workbook with all four sheets


def slug(sheet: Sheet) -> str:
    """A sheet's name in an address."""
    return fold(sheet.title).translate(str.maketrans("åäö", "aao"))


class Import(ImportPage):
    """Upload the past, see what it would do, and take it in."""

    act = actions.import_past
    section = Section(gettext_lazy("Action list"), "commitments:commitments")
    template_name = "portal/past.html"
    preview_template = "portal/past_preview.html"
    heading = gettext_lazy("Import the past")
    lead = gettext_lazy(
        "Actions, meetings, call-ins and custom notifications from before. The core agencies see what you import. An "
        "action for an agency outside the core is seen by every agency."
    )

    def read(self, name: str, data: bytes) -> Any:
        return files.read_sheets(name, data, SHEETS)

    def get_preview(self, read: Any) -> tuple[dict[str, Any], Any]:
        lines, faults = check(read)
        plan = compare(lines, self.by)
        order = list(SHEETS)
        faults = sorted([*faults, *plan.faults], key=lambda one: (order.index(one.sheet), one.row))
        told = [(line, True) for line in plan.new] + [(line, False) for line in plan.known]
        shown = {
            "faults": faults,
            "bad_rows": len({(one.sheet, one.row) for one in faults}),
            "count": sum(len(rows) for rows in read.values()),
            "new": len(plan.new),
            "counts": plan.counts,
            "lines": told[:MOST_SHOWN],
            "more": len(told[MOST_SHOWN:]),
        }
        return shown, [line.plain for line in lines]

    def import_sealed(self, content: Any, *, key: UUID | None) -> Any:
        return actions.import_past(by=self.by, lines=[Line(**line) for line in content], key=key)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"sheets": [(sheet, slug(sheet)) for sheet in SHEETS.values()]}

    def get_success_url(self) -> str:
        return reverse("commitments:commitments")

    def get_success_message(self) -> str:
        return _("Imported: %(new)d new rows. As before: %(known)d.") % vars(self.result)


class Template(Page):
    """The empty lists to fill in, with their explanation: all in a workbook, or one as text."""

    needs = "portal.import_past"

    def get(self, request: HttpRequest, kind: str) -> HttpResponse:
        found = MAKERS.get(kind)
        if found is None:
            raise Http404
        name, make, content_type = found
        return HttpResponse(
            make(), content_type=content_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
        )


def _workbook() -> bytes:
    return template.as_xlsx((sheet, [template.example(sheet.columns)]) for sheet in SHEETS.values())


def _text(sheet: Sheet) -> Callable[[], bytes]:
    return lambda: template.as_csv(sheet.columns, [template.example(sheet.columns)])


MAKERS: dict[str, tuple[str, Callable[[], bytes], str]] = {
    ONE_OF_EACH: ("tidigare-mall.xlsx", _workbook, template.XLSX),
    **{slug(sheet): (f"{slug(sheet)}-mall.csv", _text(sheet), "text/csv; charset=utf-8") for sheet in SHEETS.values()},
}
