"""`manage.py demo`: fill in the demo partnership, once; `--logins` lists who may sign in."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError

from gvi.access.db_roles import require_operator
from gvi.partnerships.start import require_no_real_people
from gvi.portal.demo import people, scenes


class Command(BaseCommand):
    help = "Fill in the demo partnership with invented people. Only where DEMO=1."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--logins", action="store_true", help="only list the demo logins")

    def handle(self, *args: Any, logins: bool, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Demo accounts need no second factor, so they are made only where DEMO=1.")
        try:
            require_no_real_people()
        except ImproperlyConfigured as error:
            raise CommandError(str(error)) from error
        if logins:
            self.stdout.write(people.logins())
        elif self._fill():
            self.stdout.write("The demo partnership is filled in.")
        else:
            self.stdout.write("The demo partnership is there already.")

    def _fill(self) -> bool:
        require_operator()
        return scenes.fill()
