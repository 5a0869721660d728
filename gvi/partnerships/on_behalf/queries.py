"""Which agencies others may record facts for."""

from django.db.models import QuerySet

from gvi.access import context
from gvi.access.policy import Reach
from gvi.access.principal import Principal
from gvi.partnerships.models import Agency


def agencies_not_logging_in() -> QuerySet[Agency]:
    """The partnership's agencies that do not log in: others may record facts for them."""
    return Agency.objects.filter(partnership=context.current().partnership, logs_in=False)


def may_record_on_behalf(by: Principal, act: str) -> bool:
    """True if the role has the act and at least one core agency does not log in."""
    return by.may(act) and agencies_not_logging_in().filter(circle=Reach.CORE).exists()
