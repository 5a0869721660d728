"""What partnerships and accounts register with the kernel: jobs that send mail, listeners, and names of agencies."""

from collections.abc import Iterable

from gvi.access import context
from gvi.access.names import public_names
from gvi.access.start import start_checks
from gvi.partnerships.accounts import jobs, sign_in_log
from gvi.partnerships.models import Agency
from gvi.partnerships.start import require_no_real_people

__all__ = ["jobs", "sign_in_log"]

start_checks.register(require_no_real_people)


@public_names.register
def names_of_agencies() -> Iterable[str]:
    """The agencies of the partnership, and the partnership itself."""
    agencies = Agency.objects.filter(partnership=context.current().partnership).select_related("partnership")
    for agency in agencies:
        yield from (agency.title, agency.short_name, agency.municipality)
        yield from (agency.partnership.name, agency.partnership.brand, agency.partnership.police_area)
