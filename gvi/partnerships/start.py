"""What must hold before web and worker start."""

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from gvi.access.db_roles import require_unprivileged_role
from gvi.partnerships.models import User


def require_safe_start() -> None:
    """Refuse to serve as a role that could look behind the walls, or a demo beside real people.

    Raises ImproperlyConfigured.
    """
    require_unprivileged_role()
    require_no_real_people()
    connection.close()


def require_no_real_people() -> None:
    """The demo's logins are published and need no second factor. Raises ImproperlyConfigured beside real people."""
    if settings.DEMO and User.objects.filter(is_demo=False, is_system=False).exists():
        raise ImproperlyConfigured(
            "DEMO=1, but this database has accounts of real people. The demo's password is published, and its "
            "accounts need no second factor. Start with DEMO=0, or give the demo a database of its own."
        )
