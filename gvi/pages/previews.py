"""An act in two steps: choose, see what others will see, and only then confirm."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from gvi.acts.requires import NotNow
from gvi.pages.act_page import ActPage
from gvi.pages.forms import ActForm


class PreviewedActPage(ActPage):
    """An act in two steps. What was chosen is carried along in hidden fields, to be confirmed or to be chosen again."""

    preview_template: str
    asked_in_preview: tuple[str, ...] = ()  # beginnings of the fields that the preview itself asks for

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
        return self.render_preview(form)

    def render_preview(self, form: ActForm, *, status: int = 200) -> HttpResponse:
        """What others will see, with what was chosen in hidden fields."""
        self.template_name = self.preview_template
        shown = self.get_preview(form)
        context = self.get_context_data(form=form, hidden=self._chosen(), **shown)
        return self.render_to_response(context, status=status)

    def render_form(self, form: ActForm, *, status: int = 200) -> HttpResponse:
        """The form; the preview if everything that is wrong is what the preview asks for."""
        wrong = set(form.errors) if form.is_bound else set()
        if "confirm" in self.request.POST and wrong and all(name.startswith(self.asked_in_preview) for name in wrong):
            return self.render_preview(form, status=status)
        return super().render_form(form, status=status)

    def get_preview(self, form: ActForm) -> dict[str, Any]:
        """What the other agencies will see."""
        raise NotImplementedError

    def _chosen(self) -> list[tuple[str, str]]:
        """What was chosen, to be sent again."""
        left_out = ("csrfmiddlewaretoken", "confirm", "again")
        carried = [(name, values) for name, values in self.request.POST.lists() if name not in left_out]
        if self.asked_in_preview:
            carried = [(name, values) for name, values in carried if not name.startswith(self.asked_in_preview)]
        return [(name, value) for name, values in carried for value in values]
