"""Pages of the import of the police's list: template, upload, preview, one button."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from groups.list_import import actions, template
from groups.list_import.check import ImportRow, check, read
from groups.list_import.columns import COLUMNS
from groups.list_import.plan import make_plan
from groups.views import SECTION
from gvi.access.policy import Right
from gvi.pages.base import Page
from gvi.pages.lists import Column
from gvi.spreadsheets.files import Texts
from gvi.spreadsheets.views import ImportPage

MAX_PEOPLE_SHOWN = 200


class ImportList(ImportPage):
    """Upload a list, see what it would do, and import it."""

    act = actions.import_list
    section = SECTION
    log = gettext_lazy("compared a list")
    template_name = "groups/import_list.html"
    preview_template = "groups/import_list_preview.html"
    lead = gettext_lazy("Everything you import is seen by your own agency only, until you share it with the parties.")
    fault_columns = (
        Column(gettext_lazy("Row"), numeric=True),
        Column(gettext_lazy("Column")),
        Column(gettext_lazy("Problem and fix")),
    )
    notice_columns = (
        Column(gettext_lazy("Row"), numeric=True),
        Column(gettext_lazy("Column")),
        Column(gettext_lazy("Note")),
    )
    people_columns = (
        Column(gettext_lazy("Name")),
        Column(gettext_lazy("Born"), numeric=True),
        Column(gettext_lazy("Groups")),
        Column(gettext_lazy("What happens")),
    )

    def read(self, name: str, data: bytes) -> list[tuple[int, Texts]]:
        return read(name, data)

    def get_preview(self, rows: list[tuple[int, Texts]]) -> tuple[dict[str, Any], Any]:
        checked = check(rows)
        plan = make_plan(checked.rows)
        faults = sorted([*checked.faults, *plan.faults], key=lambda fault: fault.row)
        shown = {
            "plan": plan,
            "count": len(rows),
            "faults": faults,
            "fault_columns": self.fault_columns,
            "bad_rows": len({fault.row for fault in faults}),
            "notices": checked.notices,
            "notice_columns": self.notice_columns,
            "people": plan.people[:MAX_PEOPLE_SHOWN],
            "people_columns": self.people_columns,
            "people_left": len(plan.people[MAX_PEOPLE_SHOWN:]),
        }
        return shown, [asdict(row) for row in checked.rows]

    def import_sealed(self, content: Any, *, key: UUID | None) -> Any:
        return actions.import_list(by=self.by, rows=[ImportRow(**row) for row in content], key=key)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"columns": COLUMNS.values()} | kwargs)

    def get_success_url(self) -> str:
        return reverse("groups:groups")

    def get_success_message(self) -> str:
        result: actions.ImportResult = self.result
        if not (result.new_groups or result.new_people or result.changed):
            return _("The list held nothing new: 0 new, 0 changed, %(unchanged)d unchanged.") % vars(result)
        sentence = _(
            "New: %(new_groups)d groups and %(new_people)d people. Changed: %(changed)d. Unchanged: %(unchanged)d."
        )
        return sentence % vars(result)


class Template(Page):
    """The empty list to fill in, with its explanation."""

    needs = Right.GROUPS_IMPORT_LIST
    log = gettext_lazy("fetched an empty list")

    def get(self, request: HttpRequest, kind: str) -> HttpResponse:
        if kind not in template.MAKERS:
            raise Http404
        make, content_type = template.MAKERS[kind]
        headers = {"Content-Disposition": f'attachment; filename="grupplista-mall.{kind}"'}
        return HttpResponse(make(), content_type=content_type, headers=headers)
