"""The names of persons, looked for in a text that other agencies will read.

An agency that holds names is told of those it holds or was handed. One that holds none cannot know a name: it is told
of what looks like one, and of words that make a code a client of the prison and probation service.

The apps that keep names register a finder when they are ready. A system check demands one for each table that holds
names according to the policy, since a missing finder would only show as a warning that nobody gets.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING

from gvi.access import policy
from gvi.access.registry import Registry
from gvi.text.likely_names import likely_names, telling_words
from gvi.text.swedish import swedish

if TYPE_CHECKING:
    from gvi.partnerships.models import Agency

Find = Callable[[str], list[str]]


@dataclass(frozen=True)
class NameFinder:
    """Finds the names in a text that the reader's agency keeps in these models, given by their labels."""

    models: frozenset[str]
    find: Find


name_finders: Registry[NameFinder] = Registry()
public_names: Registry[Callable[[], Iterable[str]]] = Registry()  # of agencies, groups and places
codes: Registry[re.Pattern[str]] = Registry()  # what the codes of persons look like


def finds_names_of(*models: str) -> Callable[[Find], Find]:
    """Register a function as the finder of the names in these models."""

    def register(find: Find) -> Find:
        name_finders.register(NameFinder(frozenset(models), find))
        return find

    return register


def names_in(text: str) -> list[str]:
    """The names in a text that the reader's own agency keeps: others who read it should not learn them from us."""
    return [name for finder in name_finders for name in finder.find(text)]


@dataclass(frozen=True)
class Concerns:
    """What in a text may tell who somebody is. `telling` are words about custody or probation beside a code."""

    names: list[str]
    likely: list[str]
    telling: list[str]

    def __bool__(self) -> bool:
        return bool(self.names or self.likely or self.telling)


def concerns_in(text: str, writer: "Agency") -> Concerns:
    """What a writer of this agency is warned of before others read the text."""
    if policy.holds_names(writer.kind):
        return Concerns(names_in(text), [], [])
    plain = reduce(lambda left, code: code.sub(" | ", left), codes, text)
    likely = likely_names(plain, ()) and likely_names(plain, _words_of_the_partnership())
    return Concerns(names_in(text), likely, telling_words(text, codes))


def _words_of_the_partnership() -> set[str]:
    """The folded words of agencies, groups and places that the reader sees: none of them is a person."""
    names = [name for names in public_names for name in names()]
    return {swedish(word) for name in names for word in re.findall(r"\w+", name)}


def without_finder() -> list[str]:
    """The labels of models that hold names which no finder looks for."""
    found = {label for finder in name_finders for label in finder.models}
    return [label for label, rule in policy.POLICY.items() if rule.names and label not in found]
