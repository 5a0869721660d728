"""Signing out."""

from typing import Any

from allauth.account.views import LogoutView
from django.http import HttpResponse


class SignOut(LogoutView):
    """Sign out, and have the browser forget what it keeps of this site (ASVS 14.3.1). The chosen language stays."""

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().post(*args, **kwargs)
        response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response
