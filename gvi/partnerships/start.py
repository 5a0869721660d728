"""When this installation must not start."""

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from gvi.partnerships.models import User


def require_no_real_people() -> None:
    """The demo's logins are published and need no second factor. Raises ImproperlyConfigured beside real people."""
    if settings.DEMO and User.objects.filter(is_demo=False, is_system=False).exists():
        raise ImproperlyConfigured(
            "DEMO=1, but this database has accounts of real people. The demo's password is published, and its "
            "accounts need no second factor. Start with DEMO=0, or give the demo a database of its own."
        )
