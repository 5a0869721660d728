"""The register of papers, one paper with its copies, and the file of one copy."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gvi.access.guarded import Guarded
from gvi.access.principal import Principal
from gvi.documents import actions
from gvi.documents.compose import PAPERS
from gvi.documents.models import Copy, Document
from gvi.documents.register import Standing, standings
from gvi.pages.act_page import ActPage
from gvi.pages.detail import DetailPage
from gvi.pages.forms import ActForm
from gvi.pages.lists import ListPage


class Documents(ListPage):
    """The register: every paper that was issued, the newest first."""

    needs = "documents.see"
    model = Document
    order = ("-cut_off", "pk")
    template_name = "documents/documents.html"
    heading = gettext_lazy("Documents")
    lead = gettext_lazy("Every paper that has been issued, with its number, its copies and how far they have come.")

    def rows(self) -> QuerySet[Document]:
        return _readable(Document.objects.select_related("owner"), self.by)

    def extra(self, rows: list[Any]) -> dict[str, Any]:
        return {"standings": standings(rows)}


def _readable(documents: QuerySet[Any], by: Principal, kind: str = "kind") -> QuerySet[Any]:
    """Without papers of kinds that this role has no right to: a manager does not open a follow-up."""
    closed = [paper.kind for paper in PAPERS.values() if not by.may(paper.needs)]
    return documents.exclude(**{f"{kind}__in": closed}) if closed else documents


class DocumentPage(DetailPage):
    """One paper: what it is, and its copies as they become ready."""

    needs = "documents.see"
    model = Document
    template_name = "documents/document.html"

    def row_query(self) -> QuerySet[Document]:
        return _readable(Document.objects.select_related("owner"), self.by)

    def extra(self, row: Any) -> dict[str, Any]:
        (standing,) = standings([row])
        return {
            "heading": row.title,
            "breadcrumbs": [
                {"label": _("Documents"), "url": reverse("documents:documents")},
                {"label": f"{row.owner.short_name} {row.number}", "url": ""},
            ],
            "facts": _facts(standing),
            "standing": standing,
            "may_try_again": self.by.may("documents.try_again") and self.by.may_write(row),
        }


class Progress(DocumentPage):
    """The part of the page that changes, for those whose browser asks again by itself."""

    template_name = "documents/_copies.html"


def _facts(standing: Standing) -> list[tuple[str, Any]]:
    document = standing.document
    return [
        (_("Number"), f"{document.owner.short_name} {document.number}"),
        (_("Kind"), str(standing.kind).capitalize()),
        (_("Copies"), len(standing.copies)),
        (_("Facts up to"), date_format(localtime(document.cut_off), "DATETIME_FORMAT")),
        (_("Issued by"), document.owner.title),
    ]


class CopyFile(DetailPage):
    """The PDF of one copy, for its issuer's and its addressee's agency. Fetching it is a reading and is logged."""

    needs = "documents.see"
    model = Copy

    def get(self, request: HttpRequest, pk: Any) -> HttpResponse:
        copies = _readable(Copy.objects.select_related("document__owner"), self.by, "document__kind")
        ready = copies.filter(ready_at__isnull=False)
        if not get_object_or_404(ready.defer("html", "pdf"), pk=pk).is_for_me:
            raise PermissionDenied("documents.copy")
        copy = ready.defer("html").get(pk=pk)
        if copy.pdf is None:
            raise Http404
        return HttpResponse(
            bytes(copy.pdf),
            content_type="application/pdf",
            headers={
                "Content-Disposition": f'attachment; filename="{copy.file_name}"',
                "Content-Security-Policy": "default-src 'none'; sandbox",
                "X-Content-Type-Options": "nosniff",
            },
        )


class TryAgain(ActPage):
    """Order a copy anew that could not be made."""

    act = actions.try_again
    model = Copy
    heading = gettext_lazy("Make the copy again")
    lead = gettext_lazy("The frozen page is the same; only the file is made anew.")
    submit = gettext_lazy("Try again")

    def extra(self, form: ActForm, row: Guarded | None) -> dict[str, Any]:
        return {"breadcrumbs": [{"label": _("Documents"), "url": reverse("documents:documents")}]}

    def said(self, result: Any) -> str:
        return _("The copy is in the queue again.")
