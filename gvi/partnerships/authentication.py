"""Who a session belongs to."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from gvi.partnerships.models import Affiliation, User


class Backend(AuthenticationBackend):
    """allauth's, except that the user of a session comes with the affiliations: every request needs both."""

    def get_user(self, user_id: Any) -> User | None:
        found = list(Affiliation.objects.in_force().for_principal().filter(user=user_id).order_by("pk"))
        if not found:  # nobody, or somebody who only has an account
            return super().get_user(user_id)
        user = found[0].user
        for affiliation in found:
            affiliation.user = user
        user.affiliations_in_force = found
        return user
