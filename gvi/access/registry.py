"""Registries: what apps higher up tell an app lower down, which may not import them.

The lower app keeps one registry for each kind of thing it asks for; the others register when their AppConfig is ready.
"""

from collections.abc import Callable, Hashable, Iterator
from typing import Generic, TypeVar

T = TypeVar("T")


class Registry(Generic[T]):
    """What has been registered, in order. Use `register` for entries without a key, `register_as` for those with one.

    Both also work as decorators of functions. Iterating gives the entries.
    """

    def __init__(self) -> None:
        self.entries: dict[Hashable, T] = {}

    def register(self, entry: T) -> T:
        """Add an entry."""
        self.entries[id(entry)] = entry
        return entry

    def register_as(self, key: Hashable) -> Callable[[T], T]:
        """Add an entry under a key."""

        def add(entry: T) -> T:
            self.entries[key] = entry
            return entry

        return add

    def get(self, key: Hashable) -> T | None:
        """The entry under a key, or None."""
        return self.entries.get(key)

    def __getitem__(self, key: Hashable) -> T:
        return self.entries[key]

    def __contains__(self, key: Hashable) -> bool:
        return key in self.entries

    def __iter__(self) -> Iterator[T]:
        return iter(self.entries.values())

    def __len__(self) -> int:
        return len(self.entries)
