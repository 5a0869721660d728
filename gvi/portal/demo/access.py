"""The people of one agency as its system manager finds them: somebody invited, somebody closed, a reset that waits."""

from datetime import timedelta

from django.utils import timezone

from gvi.access.policy import Role
from gvi.access.principal import Principal, act_as
from gvi.partnerships.accounts import actions


def accounts(manager: Principal, *, away: Principal, locked_out: Principal, reviewed: Principal) -> None:
    """Done by a second system manager, so that the first one is the second person for the reset."""
    with act_as(manager):
        terms = {"role": Role.REGISTRAR, "unit": None, "title": "registrator", "starts_on": timezone.localdate()}
        ends_on = timezone.localdate() + timedelta(days=180)
        actions.invite(by=manager, email="bo.hassel@norrby.example", name="Bo Hassel", **terms, ends_on=ends_on)
        actions.confirm_access(reviewed.affiliation, by=manager)
        actions.suspend_access(away.affiliation, by=manager, reason="Föräldraledig till i vår.")
        actions.request_factor_reset(
            locked_out.affiliation, by=manager, reason="Telefonen gick sönder. Li kom förbi och visade legitimation."
        )
