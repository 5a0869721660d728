"""`manage.py create_partnership FILE.toml`: a partnership from a file, as often as you like."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from gvi.access.db_roles import require_operator
from gvi.partnerships.setup import create_partnership
from gvi.partnerships.setup_file import InvalidSetupFile, read


class Command(BaseCommand):
    help = "Make a partnership from a TOML file, or bring it up to date. Doing it twice changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            content = read(file)
        except InvalidSetupFile as error:
            raise CommandError("\n  ".join(["Nothing was changed:", *error.faults])) from error
        require_operator()
        with transaction.atomic():
            report = create_partnership(content)
        self.stdout.write("\n".join(report))
