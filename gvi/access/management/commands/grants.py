"""`manage.py grants`: what the run-time role may do, written anew from the policy. Run as the owner, after every
table is made; `migrate` does it by itself, for the tables that are there then."""

from typing import Any

from django.core.management.base import BaseCommand

from gvi.access import grants


class Command(BaseCommand):
    help = "Give the run-time role what the policy says, and nothing else."

    def handle(self, *args: Any, **options: Any) -> None:
        grants.apply()
