"""Pages of the import of what was done before: template, upload, preview, one button."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gvi.access.policy import Right
from gvi.pages.base import Page, Section
from gvi.pages.lists import Column
from gvi.portal.history_import import actions
from gvi.portal.history_import.columns import SHEETS
from gvi.portal.history_import.lines import Fault, Line, check
from gvi.portal.history_import.plan import compare
from gvi.spreadsheets import files, template
from gvi.spreadsheets.columns import Sheet
from gvi.spreadsheets.questions import Answers, together
from gvi.spreadsheets.views import ImportPage
from gvi.text.swedish import fold

MAX_SHOWN = 200
WORKBOOK = "xlsx"  # the workbook with all four sheets


def slug(sheet: Sheet) -> str:
    """A sheet's name in an address."""
    return fold(sheet.title).translate(str.maketrans("{|}", "aao"))


@dataclass(frozen=True)
class HistoryRead:
    """What a file says of the time before: how many rows, the lines that hold, the faults, and what was not read."""

    count: int
    lines: list[Line]
    faults: list[Fault]
    unread: list[str]


class ImportHistory(ImportPage):
    """Upload what was done before the system was in use, see what it would add, and import it."""

    act = actions.import_history
    section = Section(gettext_lazy("Action list"), "commitments:commitments")
    template_name = "portal/import_history.html"
    preview_template = "portal/import_history_preview.html"
    lead = gettext_lazy(
        "Actions, meetings, call-ins and custom notifications from before. The core agencies see what you import. An "
        "action for an agency outside the core is seen by every agency."
    )
    fault_columns = (
        Column(gettext_lazy("Sheet")),
        Column(gettext_lazy("Rows")),
        Column(gettext_lazy("Column")),
        Column(gettext_lazy("Problem and fix")),
    )
    count_columns = (
        Column(gettext_lazy("Sheet")),
        Column(gettext_lazy("New rows"), numeric=True),
        Column(gettext_lazy("Here already"), numeric=True),
    )
    line_columns = (
        Column(gettext_lazy("Sheet")),
        Column(gettext_lazy("Row"), numeric=True),
        Column(gettext_lazy("Contents")),
        Column(gettext_lazy("What happens")),
    )

    @classmethod
    def read(cls, name: str, data: bytes) -> HistoryRead:
        found = files.read_sheets(name, data, SHEETS)
        lines, faults = check(found.rows)
        return HistoryRead(sum(map(len, found.rows.values())), lines, faults, found.unread)

    def get_preview(self, read: HistoryRead, answers: Answers) -> tuple[dict[str, Any], Any]:
        plan = compare(read.lines, self.by)
        order = list(SHEETS)
        faults = sorted([*read.faults, *plan.faults], key=lambda fault: (order.index(fault.sheet), fault.row))
        shown = [(line, True) for line in plan.new] + [(line, False) for line in plan.known]
        context = {
            "faults": together(faults),
            "fault_columns": self.fault_columns,
            "bad_rows": len({(fault.sheet, fault.row) for fault in faults}),
            "count": read.count,
            "unread": read.unread,
            "new": len(plan.new),
            "nothing": not plan.new,
            "counts": plan.counts,
            "count_columns": self.count_columns,
            "lines": shown[:MAX_SHOWN],
            "line_columns": self.line_columns,
            "more": len(shown[MAX_SHOWN:]),
        }
        return context, [line.plain for line in read.lines]

    def import_sealed(self, content: Any, *, key: UUID | None, answers: Answers) -> Any:
        return actions.import_history(by=self.by, lines=[Line(**line) for line in content], key=key)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sheets = [(sheet, slug(sheet)) for sheet in SHEETS.values()]
        return super().get_context_data(**{"sheets": sheets} | kwargs)

    def get_success_url(self) -> str:
        return reverse("commitments:commitments")

    def get_receipt_url(self, receipt: Any) -> str:
        return self.get_success_url()

    def get_success_message(self) -> str:
        return _("Imported: %(new)d new rows. As before: %(known)d.") % vars(self.result)


class Template(Page):
    """The empty lists to fill in, with their explanation: all in a workbook, or one as text."""

    needs = Right.PORTAL_IMPORT_HISTORY
    log = gettext_lazy("fetched an empty list")

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
    WORKBOOK: ("tidigare-mall.xlsx", _workbook, template.XLSX),
    **{slug(sheet): (f"{slug(sheet)}-mall.csv", _text(sheet), "text/csv; charset=utf-8") for sheet in SHEETS.values()},
}
