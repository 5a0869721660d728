"""An act in two steps: choose, see what others will see, and only then confirm."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from gvi.pages.forms import ActForm
from gvi.pages.views import ActView


class PreviewedAct(ActView):
    """An act in two steps. What was chosen is carried along, to be confirmed or to be chosen again."""

    preview_template: str

    def post(self, request: HttpRequest, pk: Any = None) -> HttpResponse:
        if "confirm" in request.POST:
            return super().post(request, pk)
        form = self.form_for(None, request.POST)
        if "again" in request.POST:
            return self.form_page(form, None)
        if not form.is_valid():
            return self.form_page(form, None, status=422)
        self.template_name = self.preview_template
        return self.page(self.preview(form) | {"form": form})

    def preview(self, form: ActForm) -> dict[str, Any]:
        """What the other agencies will see, and the choices to send again."""
        raise NotImplementedError
