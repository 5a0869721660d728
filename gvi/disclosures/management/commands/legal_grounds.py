"""`manage.py legal_grounds [FILE.toml]`: bring the legal grounds up to date, as the owner role."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from gvi.disclosures.grounds import FILE, load, read
from gvi.disclosures.models import LegalGround


class Command(BaseCommand):
    help = "Bring the legal grounds up to date from a TOML file. Doing it twice changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, nargs="?", default=FILE)
        parser.add_argument("--only-new", action="store_true", help="add what is missing and change nothing")

    def handle(self, *args: Any, file: Path, only_new: bool, **options: Any) -> None:
        with transaction.atomic():
            count = load(LegalGround, read(file), only_new=only_new)
        self.stdout.write(f"{count} legal grounds are as the file says.")
