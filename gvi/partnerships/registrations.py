"""What partnerships and accounts register with the kernel: the job that mails invitations, and names of agencies."""

from collections.abc import Iterable

from gvi.access import context
from gvi.access.names import public_names
from gvi.partnerships.accounts import jobs
from gvi.partnerships.models import Agency

__all__ = ["jobs"]


@public_names.register
def names_of_agencies() -> Iterable[str]:
    """The agencies of the partnership, and the partnership itself."""
    agencies = Agency.objects.filter(partnership=context.current().partnership).select_related("partnership")
    for agency in agencies:
        yield from (agency.title, agency.short_name, agency.municipality)
        yield from (agency.partnership.name, agency.partnership.brand, agency.partnership.police_area)
