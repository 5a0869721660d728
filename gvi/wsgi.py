"""The web's way in. It refuses to start as a role that could look behind the walls."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gvi.settings")

application = get_wsgi_application()

from gvi.access.roles import refuse_mighty_role  # noqa: E402  needs the settings

refuse_mighty_role()
