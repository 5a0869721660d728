"""Pages that exist in tests only: each does one thing the middleware must bear."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.template.response import SimpleTemplateResponse
from django.urls import path

from groups.models import Group, PersonCode
from gvi.acts.act import act
from gvi.urls import handler400, handler403, handler404, handler500  # noqa: F401  as in production
from gvi.urls import urlpatterns as real


@act("groups.edit_group")
def note(*, by: Any, name: str) -> Group:
    """Make a group."""
    group = Group(name=name)
    group.save()
    return group


def read(request: HttpRequest) -> HttpResponse:
    return HttpResponse(",".join(sorted(i.code for i in PersonCode.objects.all())))


def write(request: HttpRequest, status: int = 200) -> HttpResponse:
    note(by=request.principal, name="Ny")  # type: ignore[attr-defined]
    return HttpResponse("gjort", status=status)


def late(request: HttpRequest) -> Any:
    """A page whose reading happens when it is rendered, after the view has returned."""
    template = engines["django"].from_string("{% for i in people %}{{ i.code }}{% endfor %}")
    return SimpleTemplateResponse(template, {"people": PersonCode.objects.all()})


urlpatterns = [
    *real,
    path("prov/las/", read, name="read"),
    path("prov/sen/", late, name="late"),
    path("prov/skriv/", write, name="write"),
    path("prov/nej/<int:status>/", write, name="refuse"),
]
