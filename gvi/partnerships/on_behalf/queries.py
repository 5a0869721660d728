"""Which agencies others may record facts for."""

from django.db.models import QuerySet

from gvi.access import context
from gvi.partnerships.models import Agency


def agencies_not_logging_in() -> QuerySet[Agency]:
    """The partnership's agencies that do not log in: others may record facts for them."""
    return Agency.objects.filter(partnership=context.current().partnership, logs_in=False)
