"""Legal grounds: from their file into their table."""

import tomllib
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("grounds.toml")
KEY = ("code", "valid_from")


def read(file: Path = FILE) -> list[dict[str, Any]]:
    """The grounds of the file. Raises OSError or tomllib.TOMLDecodeError."""
    with file.open("rb") as text:
        return list(tomllib.load(text)["ground"])


def load(model: Any, grounds: list[dict[str, Any]], *, only_new: bool = False) -> int:
    """Create the grounds and, unless `only_new`, update those that exist. Returns the number of grounds.

    With `only_new` an existing ground gets its sentence of help if it has none.

    A ground that is no longer in the file stays, because decisions rest on it.
    """
    for ground in grounds:
        key = {name: ground.get(name) for name in KEY}
        facts = {name: value for name, value in ground.items() if name not in KEY}
        if only_new:
            model.objects.get_or_create(**key, defaults=facts)
            model.objects.filter(**key, help_text="").update(help_text=facts["help_text"])
        else:
            model.objects.update_or_create(**key, defaults=facts)
    return len(grounds)
