"""Management commands that read or change case data do so as somebody."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from gvi.access.principal import NotEntitled, Principal, act_as, load


class PrincipalCommand(BaseCommand):
    """A command that reads or changes case data. `--as` names the affiliation it runs under."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--as", dest="affiliation", type=int, required=True, help="number of the affiliation to run as"
        )

    def handle(self, *args: Any, affiliation: int, **options: Any) -> None:
        try:
            principal = load(affiliation)
        except NotEntitled as error:
            raise CommandError("That affiliation is not in force.") from error
        with act_as(principal):
            self.run(principal, **options)

    def run(self, by: Principal, **options: Any) -> None:
        """What the command does, inside the principal's context."""
        raise NotImplementedError
