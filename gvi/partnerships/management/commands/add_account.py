"""`manage.py add_account`: the first accounts of a real partnership; later an agency's system manager makes them."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from gvi.access.db_roles import require_operator
from gvi.access.policy import Role
from gvi.partnerships.models import Partnership
from gvi.partnerships.setup import add_account


class Command(BaseCommand):
    help = "Make an account for somebody of an agency. Prints a first password."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("partnership", help="the slug of the partnership")
        parser.add_argument("email")
        parser.add_argument("name")
        parser.add_argument("--agency", required=True, help="its name or short name")
        parser.add_argument("--role", required=True, choices=sorted(set(Role.values) - {Role.SYSTEM}))
        parser.add_argument("--title", default="", help="the function, as others call it")

    def handle(self, *args: Any, partnership: str, **facts: Any) -> None:
        require_operator()
        found = Partnership.objects.filter(slug=partnership).first()
        if found is None:
            raise CommandError(f"There is no partnership “{partnership}”.")
        given = {name: facts[name] for name in ("email", "name", "agency", "role", "title")}
        try:
            with transaction.atomic():
                password = add_account(found, **given)
        except ValidationError as error:
            raise CommandError("Nothing was changed: " + " ".join(error.messages)) from error
        self.stdout.write(f"{given['email']} may log in with the password {password}")
        self.stdout.write("The code app is set up at the first login; nothing else opens before that.")
