"""Pages of the import of the police's list: template, upload, preview, one button."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from groups.list_import import actions, template
from groups.list_import.check import check, read
from groups.list_import.columns import COLUMNS
from groups.list_import.plan import make_plan
from groups.list_import.presenters import person_rows
from groups.list_import.rows import CheckedList
from groups.list_import.undo.actions import undo_import
from groups.list_import.undo.rules import made_by
from groups.models import ListImport
from groups.views import SECTION
from gvi.access.policy import Right
from gvi.pages.act_page import ActPage
from gvi.pages.base import Page
from gvi.pages.lists import Column
from gvi.spreadsheets.questions import Answers, QuestionsForm, together
from gvi.spreadsheets.views import ImportPage

MAX_IMPORTS = 10


class ImportList(ImportPage):
    """Upload a list, see what it would do, and import it."""

    act = actions.import_list
    section = SECTION
    log = gettext_lazy("compared a list")
    template_name = "groups/import_list.html"
    preview_template = "groups/import_list_preview.html"
    lead = gettext_lazy("Everything you import is seen by your own agency only, until you share it with the parties.")
    fault_columns = (
        Column(gettext_lazy("Rows")),
        Column(gettext_lazy("Column")),
        Column(gettext_lazy("Problem and fix")),
    )
    notice_columns = (
        Column(gettext_lazy("Rows")),
        Column(gettext_lazy("Column")),
        Column(gettext_lazy("Note")),
    )
    people_columns = (
        Column(gettext_lazy("Name")),
        Column(gettext_lazy("Born"), numeric=True),
        Column(gettext_lazy("Groups")),
        Column(gettext_lazy("What happens")),
    )

    @classmethod
    def read(cls, name: str, data: bytes) -> CheckedList:
        return check(read(name, data))

    def read_again(self, content: Any) -> CheckedList:
        return CheckedList.of_plain(content)

    def get_preview(self, checked: CheckedList, answers: Answers) -> tuple[dict[str, Any], Any]:
        plan = make_plan(checked.rows, answers)
        faults = sorted([*checked.faults, *plan.faults], key=lambda fault: fault.row)
        people, left = person_rows(plan)
        shown = {
            "plan": plan,
            "count": checked.count,
            "faults": together(faults),
            "fault_columns": self.fault_columns,
            "bad_rows": len({fault.row for fault in faults}),
            "unread": checked.unread,
            "questions": QuestionsForm(plan.questions, self.request.POST if answers else None),
            "nothing": plan.changes_nothing and not plan.questions,
            "notices": together(checked.notices),
            "notice_columns": self.notice_columns,
            "people": people,
            "people_columns": self.people_columns,
            "people_left": left,
        }
        return shown, checked.plain

    def import_sealed(self, content: Any, *, key: UUID | None, answers: Answers) -> Any:
        rows = CheckedList.of_plain(content).rows
        return actions.import_list(by=self.by, rows=rows, answers=answers, key=key)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        earlier = SimpleLazyObject(self._imports)  # looked for only where they are shown
        return super().get_context_data(**{"columns": COLUMNS.values(), "imports": earlier} | kwargs)

    def _imports(self) -> list[tuple[ListImport, bool]]:
        """The latest imports, the newest first, and whether each can be undone now."""
        latest = ListImport.objects.select_related("imported_by").order_by("-imported_at")[:MAX_IMPORTS]
        return [(each, undo_import.act.is_open_for(each, self.by)) for each in latest]

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


class UndoImport(ActPage):
    """What an import made and changed, and one button that takes all of it back."""

    act = undo_import
    section = SECTION
    log = gettext_lazy("looked at what an import made")
    template_name = "groups/undo_import.html"
    submit = gettext_lazy("Undo the import")
    lead = gettext_lazy("What the import made goes. What it changed gets its old values back.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"made": made_by(self.object)}

    def get_success_url(self) -> str:
        return reverse("groups:groups")


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
