"""The web's way in. It refuses to start as a role that could look behind the walls."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gvi.settings")

application = get_wsgi_application()

from gvi.access.db_roles import require_unprivileged_role  # noqa: E402  needs the settings

require_unprivileged_role()

# What start-up made stays: the collector need not look through it, nor start for every few hundred objects of a page.
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 20)
