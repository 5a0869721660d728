"""What the containers do besides running the programs: keys, the database's roles, and saying that all is well.

`python -m ops.container keys|furnish|web|beat`; ops/docker/*.sh are the usual way in.
"""

from __future__ import annotations

import http.client
import os
import secrets
import sys
import time
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from ops import keys, services
from ops.errors import OpsError
from ops.instance_dir import Place, clear_sentences

SUPERUSER = "POSTGRES_PASSWORD"
LATE = 600  # seconds without a note from the clock; it notes every three minutes
OURS, ANYBODY = 0o600, 0o644  # in a volume that only one service and this one see


def share(root: Path, given: Mapping[str, str]) -> None:
    """Put before each service the keys it needs and no others; what nobody gave is made, once.

    own/ holds everything and what only `setup` may use; app/, db/ and redis/ are volumes of their own.
    """
    known = keys.load(Place(root / "own")) | {SUPERUSER: _superuser(root / "own" / "superuser")}
    known |= {name: given[name] for name in known if given.get(name)}
    database = {role: f"postgres://gvi_{role}:{_safe(known, role)}@db:5432/gvi" for role in ("owner", "app", "backup")}
    app = {
        "DATABASE_URL": database["app"],
        "REDIS_URL": f"redis://:{quote(known['REDIS_PASSWORD'], safe='')}@redis:6379/0",
        "SECRET_KEY": known["SECRET_KEY"],
        "GVI_FIELD_KEY": known["GVI_FIELD_KEY"],
    }
    owner = {
        "DATABASE_OWNER_URL": database["owner"],
        "DATABASE_BACKUP_URL": database["backup"],
        "DATABASE_ADMIN_URL": f"postgres://postgres:{quote(known[SUPERUSER], safe='')}@db:5432/postgres",
        **{name: known[name] for name in keys.PASSWORDS if name.startswith("GVI_")},
    }
    _write(root / "app" / "app.env", lines(app), OURS)
    _write(root / "own" / "owner.env", lines(owner), OURS)
    _write(root / "db" / "password", known[SUPERUSER], ANYBODY)
    _write(root / "redis" / "password", known["REDIS_PASSWORD"], ANYBODY)


def lines(values: Mapping[str, str]) -> str:
    """Lines that a shell reads with `.`; each value in single quotes."""
    return "".join("{}='{}'\n".format(name, value.replace("'", "'\\''")) for name, value in values.items())


def furnish(environ: Mapping[str, str]) -> None:
    """Roles, database and doors, where DATABASE_ADMIN_URL says who may make them."""
    if environ.get("DATABASE_ADMIN_URL"):
        services.furnish(environ["DATABASE_ADMIN_URL"], environ["DATABASE_OWNER_URL"], dict(environ))


def web(environ: Mapping[str, str], port: int = 8000) -> None:
    """Trouble unless the web server reaches its database."""
    host = environ.get("ALLOWED_HOSTS", "localhost").split(",")[0]
    with closing(http.client.HTTPConnection("127.0.0.1", int(environ.get("PORT", port)), timeout=5)) as connection:
        connection.request("GET", "/readyz", headers={"Host": host})
        status = connection.getresponse().status
    if status != http.HTTPStatus.OK:
        raise OpsError(f"/readyz answers {status}.")


def beat(schedule: Path) -> None:
    """Trouble when the clock has noted nothing for a while."""
    notes = [found.stat().st_mtime for found in schedule.parent.glob(f"{schedule.name}*")]
    if not notes or time.time() - max(notes) > LATE:
        raise OpsError("The clock has stopped.")


def _superuser(path: Path) -> str:
    if not path.exists():
        _write(path, secrets.token_hex(24), OURS)
    return path.read_text()


def _safe(known: Mapping[str, str], role: str) -> str:
    return quote(known[f"GVI_{role.upper()}_PASSWORD"], safe="")


def _write(path: Path, text: str, mode: int) -> None:
    """Under another name first: nobody reads half a file, nor one whose mode is not set yet."""
    draft = path.with_suffix(".new")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "w") as handle:
        handle.write(text)
    draft.chmod(mode)  # whatever the umask said
    draft.replace(path)


def main(arguments: list[str]) -> int:
    """Do one thing; what goes wrong is one sentence and status 1."""
    root = Path(os.environ.get("GVI_KEYS", "/keys"))
    schedule = Path(os.environ.get("GVI_SCHEDULE", "/tmp/beat"))  # noqa: S108  a tmpfs of its own
    todo = {
        "keys": lambda: share(root, os.environ),
        "furnish": lambda: furnish(os.environ),
        "web": lambda: web(os.environ),
        "beat": lambda: beat(schedule),
    }
    try:
        with clear_sentences(root):
            todo[arguments[0]]()
    except OpsError as trouble:
        print(trouble, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
