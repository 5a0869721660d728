"""`manage.py migrate`: Django's own, and then what the run-time role may do with the tables that are there."""

from typing import Any

from django.core.management.commands import migrate

from gvi.access import grants


class Command(migrate.Command):
    """See the module."""

    def handle(self, *args: Any, **options: Any) -> None:
        super().handle(*args, **options)
        grants.apply()
