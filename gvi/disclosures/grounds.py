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


def load(model: Any, lines: list[dict[str, Any]]) -> int:
    """Make or bring up to date; a ground that has left the file stays, as decisions rest on it. Returns the number."""
    for line in lines:
        key = {name: line.get(name) for name in KEY}
        facts = {name: value for name, value in line.items() if name not in KEY}
        model.objects.update_or_create(**key, defaults=facts)
    return len(lines)
