"""When something may be done with a group."""

from django.utils.translation import gettext as _

from groups.models import Group
from gvi.access.principal import Principal
from gvi.acts.requires import NotNow


def is_on_behalf(group: Group, by: Principal) -> None:
    """The group was recorded for an agency that does not log in. Raises NotNow.

    An agency that logs in keeps the people of its groups itself and makes their codes from its dossiers.
    """
    if not group.is_on_behalf:
        raise NotNow(_("Only for a group that was recorded for an agency that does not log in."))
