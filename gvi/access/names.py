"""The names of persons that an agency keeps, looked for in a text that other agencies will read.

The apps that keep names register a finder when they are ready. A system check demands one for each table that holds
names according to the policy, since a missing finder would only show as a warning that nobody gets.
"""

from collections.abc import Callable
from dataclasses import dataclass

from gvi.access import policy
from gvi.access.registry import Registry

Find = Callable[[str], list[str]]


@dataclass(frozen=True)
class NameFinder:
    """Finds the names in a text that the reader's agency keeps in these models, given by their labels."""

    models: frozenset[str]
    find: Find


name_finders: Registry[NameFinder] = Registry()


def finds_names_of(*models: str) -> Callable[[Find], Find]:
    """Register a function as the finder of the names in these models."""

    def register(find: Find) -> Find:
        name_finders.register(NameFinder(frozenset(models), find))
        return find

    return register


def names_in(text: str) -> list[str]:
    """The names in a text that the reader's own agency keeps: others who read it should not learn them from us."""
    return [name for finder in name_finders for name in finder.find(text)]


def without_finder() -> list[str]:
    """The labels of models that hold names which no finder looks for."""
    found = {label for finder in name_finders for label in finder.models}
    return [label for label, rule in policy.POLICY.items() if rule.names and label not in found]
