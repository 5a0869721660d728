"""Keys and passwords of this machine: made once, kept in one file that only its owner reads."""

from __future__ import annotations

import base64
import os
import secrets
from pathlib import Path

from ops.errors import OpsError
from ops.instance_dir import Place, clear_sentences

PASSWORDS = ("GVI_OWNER_PASSWORD", "GVI_APP_PASSWORD", "GVI_BACKUP_PASSWORD", "REDIS_PASSWORD")


def load(place: Place) -> dict[str, str]:
    """The keys of `place`, made on the first call. Trouble if lost while data remain."""
    with clear_sentences(place.keys):
        if place.keys.exists():
            return _complete(_read(place.keys))
        if (place.postgres / "PG_VERSION").exists():
            raise OpsError(
                f"{place.keys} is gone but the database remains, and its encrypted fields cannot "
                "be read without it; put the file back, or empty everything with `make reset`."
            )
        return _make(place.keys)


def _make(path: Path) -> dict[str, str]:
    """Write new keys under another name first: a full disk must not leave half a file."""
    made = {
        "SECRET_KEY": secrets.token_urlsafe(50),
        "GVI_FIELD_KEY": base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),
        **{name: secrets.token_hex(24) for name in PASSWORDS},
    }
    draft = path.with_suffix(".new")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as handle:
        handle.writelines(f"{name}={value}\n" for name, value in made.items())
    draft.replace(path)
    return made


def _read(path: Path) -> dict[str, str]:
    lines = path.read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))


def _complete(found: dict[str, str]) -> dict[str, str]:
    missing = {"SECRET_KEY", "GVI_FIELD_KEY", *PASSWORDS} - found.keys()
    if missing:
        raise OpsError(f"secrets.env lacks {', '.join(sorted(missing))}; put the file back or `make reset`.")
    return found
