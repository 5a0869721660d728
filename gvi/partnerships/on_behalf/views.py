"""The base of pages on which facts of another agency are changed."""

from gvi.pages.act_page import ActPage
from gvi.pages.forms import ActForm
from gvi.partnerships.on_behalf.models import OnBehalf


class SourcedAct(ActPage):
    """An act on a row that may have a source. If it has one, `source_form` asks for the source of the change."""

    source_form: type[ActForm] | None = None

    def get_form_class(self) -> type[ActForm]:
        """The form of the act, which asks for the source if the row has one."""
        has_source = isinstance(self.object, OnBehalf) and self.object.source_agency_id
        return (self.source_form if has_source else None) or self.form_class
