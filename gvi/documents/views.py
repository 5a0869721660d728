"""The register of papers, one paper with its copies, and the file of one copy."""

from typing import Any, NamedTuple
from uuid import NAMESPACE_URL, uuid5

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from gvi.access.policy import Right
from gvi.documents import actions
from gvi.documents.models import Copy, Document
from gvi.documents.presenters import PaperStatus, paper_statuses
from gvi.documents.queries import readable
from gvi.pages.act_page import ActPage
from gvi.pages.base import Crumb, Page, Section
from gvi.pages.detail import DetailPage
from gvi.pages.lists import Column, ListPage

SECTION = Section(_l("Documents"), "documents:documents")


class Documents(ListPage):
    """The register: every paper that has been issued, the newest first."""

    needs = Right.DOCUMENTS_SEE
    model = Document
    order = ("-cut_off", "pk")
    template_name = "documents/documents.html"
    heading = _l("Documents")
    lead = _l("Every paper that has been issued, with its number, its copies and how far they have come.")
    columns = (
        Column(_l("Number")),
        Column(_l("Issued by")),
        Column(_l("Title")),
        Column(_l("Kind")),
        Column(_l("About")),
        Column(_l("Copies"), numeric=True),
        Column(_l("Issued")),
        Column(_l("State")),
    )

    def get_queryset(self) -> QuerySet[Document]:
        return readable(Document.objects.select_related("owner"), self.by)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"papers": paper_statuses(self.rows)}


class Fact(NamedTuple):
    """A fact of a paper, with its label."""

    label: str
    value: Any


class DocumentPage(DetailPage):
    """One paper: what it is, and its copies as they become ready."""

    needs = Right.DOCUMENTS_SEE
    log = _l("read a paper's copies")
    model = Document
    section = SECTION
    template_name = "documents/document.html"
    copy_columns = (
        Column(_l("Copy"), numeric=True),
        Column(_l("Addressee")),
        Column(_l("Pages"), numeric=True),
        Column(_l("State")),
        Column(_l("Choice"), hidden=True),
    )

    def get_queryset(self) -> QuerySet[Document]:
        return readable(Document.objects.select_related("owner"), self.by)

    def get_heading(self) -> str:
        return str(self.object.title)

    def get_breadcrumbs(self) -> list[Crumb]:
        return [*self.get_parents(), Crumb(f"{self.object.owner.short_name} {self.object.number}")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        (paper,) = paper_statuses([self.object])
        return super().get_context_data(**kwargs) | {
            "facts": _facts(paper),
            "paper": paper,
            "copy_columns": self.copy_columns,
            "may_try_again": self.by.may(Right.DOCUMENTS_TRY_AGAIN) and self.by.may_write(self.object),
        }


class Progress(DocumentPage):
    """The part of the page that changes while copies are being made; htmx fetches it again."""

    template_name = "documents/_copies.html"


def _facts(paper: PaperStatus) -> list[Fact]:
    document = paper.document
    return [
        Fact(_("Number"), f"{document.owner.short_name} {document.number}"),
        Fact(_("Kind"), capfirst(str(paper.kind))),
        Fact(_("Copies"), len(paper.copies)),
        Fact(_("Facts up to"), date_format(localtime(document.cut_off), "DATETIME_FORMAT")),
        Fact(_("Issued by"), document.owner.title),
    ]


class CopyFile(Page):
    """The PDF of one copy, for its issuer's and its addressee's agency. Fetching it is a read, and is logged."""

    needs = Right.DOCUMENTS_SEE
    log = _l("fetched a copy")

    def get(self, request: HttpRequest, pk: Any) -> HttpResponse:
        copies = readable(Copy.objects.select_related("document__owner"), self.by, "document__")
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


class PrintPage(ActPage):
    """An act that issues a paper. It says which signs the paper cannot show, before anybody prints it.

    Every form carries a key. A press that lost it gets one made of what it is about, so that two such presses are one
    paper for as long as nothing changes.
    """

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        if "data" not in kwargs or kwargs["data"].get("key"):
            return kwargs
        data = kwargs["data"].copy()
        data["key"] = str(uuid5(NAMESPACE_URL, f"{self.by.mark} {self.request.path} {self.get_state()}"))
        return kwargs | {"data": data}

    def get_state(self) -> str:
        """What a paper printed now is about, as a text that differs once the paper would."""
        return str(self.object.version)

    def get_success_response(self) -> HttpResponse:
        if signs := self.result.unshowable:
            sentence = _("The paper cannot show these signs: %(signs)s. Write the text in another way and print again.")
            messages.warning(self.request, sentence % {"signs": " ".join(signs[:20])})
        return super().get_success_response()


class TryAgain(ActPage):
    """Order a failed copy again."""

    act = actions.try_again
    section = SECTION
    lead = _l("The frozen page is the same; only the file is made again.")
    submit = _l("Try again")
