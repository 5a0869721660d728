"""The web's way in. It refuses to start as a role that could look behind the walls, or a demo beside real people."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gvi.settings")

application = get_wsgi_application()

from gvi.access.start import require_safe_start  # noqa: E402  needs the settings

require_safe_start()

# Freeze what start-up made, so that the collector skips it, and let it run less often than every few hundred objects.
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 20)
