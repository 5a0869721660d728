"""What must hold before web and worker start. Apps higher up register their own checks."""

from collections.abc import Callable

from django.db import connection

from gvi.access.db_roles import require_unprivileged_role
from gvi.access.registry import Registry

start_checks: Registry[Callable[[], None]] = Registry()


def require_safe_start() -> None:
    """Refuse to serve as a role that could look behind the walls, or where an app says no.

    Raises ImproperlyConfigured.
    """
    require_unprivileged_role()
    for check in start_checks:
        check()
    connection.close()
