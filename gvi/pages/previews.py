"""An act in two steps: choose, see what others will see, and only then confirm."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from gvi.acts.requires import NotNow
from gvi.pages.act_page import ActPage
from gvi.pages.forms import ActForm


class PreviewedActPage(ActPage):
    """An act in two steps. What was chosen is carried along in hidden fields, to be confirmed or to be chosen again."""

    preview_template: str

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "confirm" in request.POST:
            return super().post(request, *args, **kwargs)
        self.object = self.get_object()
        try:
            self.declared.check(self.object, self.by)
        except NotNow as refusal:
            return self.render_not_now(refusal)
        form = self.get_form()
        if "again" in request.POST:
            return self.render_form(form)
        if not form.is_valid():
            return self.render_form(form, status=422)
        self.template_name = self.preview_template
        shown = self.get_preview(form)
        return self.render_to_response(self.get_context_data(form=form, hidden=self._chosen(), **shown))

    def get_preview(self, form: ActForm) -> dict[str, Any]:
        """What the other agencies will see."""
        raise NotImplementedError

    def _chosen(self) -> list[tuple[str, str]]:
        """What was chosen, to be sent again."""
        left_out = ("csrfmiddlewaretoken", "confirm", "again")
        return [(name, value) for name, values in self.request.POST.lists() if name not in left_out for value in values]
