"""Legal grounds from their file into their table. The law is data; this only carries it."""

import tomllib
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("grounds.toml")
KEY = ("code", "valid_from")


def read(file: Path = FILE) -> list[dict[str, Any]]:
    """The lines of the file. Raises OSError or tomllib.TOMLDecodeError."""
    with file.open("rb") as text:
        return list(tomllib.load(text)["ground"])


def load(model: Any, lines: list[dict[str, Any]], *, only_new: bool = False) -> int:
    """Create the grounds and, unless `only_new`, update those that exist. Returns the number of lines.

    A ground that is no longer in the file stays, because decisions rest on it.
    """
    for line in lines:
        key = {name: line.get(name) for name in KEY}
        facts = {name: value for name, value in line.items() if name not in KEY}
        if only_new:
            model.objects.get_or_create(**key, defaults=facts)
        else:
            model.objects.update_or_create(**key, defaults=facts)
    return len(lines)
