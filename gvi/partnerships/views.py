"""Enrolling a second factor; and what all pages of facts on another agency's word share."""

from typing import Any, cast

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.totp.views import ActivateTOTPView
from django.http import HttpResponse
from django.utils.translation import gettext as _

from gvi.access.guarded import Guarded
from gvi.acts.act import NotNow
from gvi.pages.act_page import ActPage
from gvi.pages.forms import ActForm
from gvi.partnerships.behalf import OnBehalf, may_record_on_behalf
from gvi.partnerships.models import User


class Enrol(ActivateTOTPView):
    """Whoever has just shown a code from the app has used the second factor in this session."""

    def form_valid(self, form: Any) -> HttpResponse:
        answer = super().form_valid(form)
        user = cast(User, self.request.user)  # the page is for whoever is signed in
        record_authentication(self.request, user, method="mfa", type="totp")
        return answer


class Recording(ActPage):
    """Recording what a core agency has told: only where there is one that does not log in."""

    def ready(self, row: Guarded | None) -> None:
        if not may_record_on_behalf(self.by, self.needs):
            raise NotNow(_("Every agency logs in and records its own facts."))


class Retold(ActPage):
    """An act on a row that may be another agency's word: then the form asks anew for whose, when and how."""

    told_form: type[ActForm] | None = None

    def form_for(self, row: Guarded | None, *typed: Any, **more: Any) -> ActForm:
        """The form, with whose word it is where the row is another's."""
        told = self.told_form if isinstance(row, OnBehalf) and row.source_agency_id else None
        return (told or self.form_class)(*typed, by=self.by, row=row, **more)
