"""Bases of the pages on which facts of another agency are recorded or changed."""

from typing import Any

from django.utils.translation import gettext as _

from gvi.access.guarded import Guarded
from gvi.acts.act import NotNow
from gvi.pages.forms import ActForm
from gvi.pages.views import ActView
from gvi.partnerships.on_behalf.models import OnBehalf
from gvi.partnerships.on_behalf.queries import may_record_on_behalf


class RecordOnBehalf(ActView):
    """An act that records facts of a core agency. It needs one that does not log in."""

    def ready(self, row: Guarded | None) -> None:
        if not may_record_on_behalf(self.by, self.needs):
            raise NotNow(_("Every agency logs in and records its own facts."))


class SourcedAct(ActView):
    """An act on a row that may have a source. If it has one, `source_form` asks for the source of the change."""

    source_form: type[ActForm] | None = None

    def form_for(self, row: Guarded | None, *typed: Any, **more: Any) -> ActForm:
        """The form of the act, which asks for the source if the row has one."""
        has_source = isinstance(row, OnBehalf) and row.source_agency_id
        form_class = (self.source_form if has_source else None) or self.form_class
        return form_class(*typed, by=self.by, row=row, **more)
