"""Both servers of one folder as one thing: ensure, lease, stop.

Any number of processes may call at once; a file lock puts them in a row.
"""

from __future__ import annotations

import contextlib
import fcntl
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from ops import keys, postgres, valkey
from ops.instance_dir import Place, clear_sentences
from ops.service_user import Servant

HERE = Path(__file__).parent
KEPT = "kept"  # marks servers that shall outlive their last user


@dataclass(frozen=True)
class Urls:
    """Where the servers answer, one address per role, and the keys that belong to the data."""

    owner: str
    app: str
    backup: str
    admin: str
    redis: str
    secret_key: str
    field_key: str

    def environ(self) -> dict[str, str]:
        """What the settings read, for the run-time role."""
        return {
            "DATABASE_URL": self.app,
            "REDIS_URL": self.redis,
            "SECRET_KEY": self.secret_key,
            "GVI_FIELD_KEY": self.field_key,
            "ALLOWED_HOSTS": "127.0.0.1,localhost",
        }

    def operator_environ(self) -> dict[str, str]:
        """The same for the operator's commands: they write what the walls are built of, from behind the walls."""
        return {**self.environ(), "DATABASE_URL": self.owner}

    def owner_environ(self) -> dict[str, str]:
        """The same for the role that migrates."""
        return {**self.environ(), "DATABASE_URL": self.owner, "GVI_MIGRATING": "1"}


def ensure(base: Path, *, durable: bool = True) -> Urls:
    """Start what is not running and leave it running. Trouble says what is wrong."""
    place = Place.at(base)
    with clear_sentences(place.base), place.locked():
        (place.base / KEPT).touch()
        return _up(place, durable=durable, tied=False)


@contextlib.contextmanager
def lease(base: Path, *, durable: bool = True, tied: bool = False) -> Iterator[Urls]:
    """The servers for as long as somebody needs them: the last to leave stops them.

    A lease is a shared file lock, so a killed process gives it back. `tied` servers end with the
    process that started them even if it is killed. Servers that `ensure` started stay.
    """
    place = Place.at(base)
    with contextlib.ExitStack() as stack:
        with clear_sentences(place.base):
            held = stack.enter_context((place.base / "lease").open("a"))
            stack.callback(_leave, place, held.fileno())
            with place.locked():
                fcntl.flock(held, fcntl.LOCK_SH)
                urls = _up(place, durable=durable, tied=tied)
        yield urls


def revive(base: Path) -> None:
    """Start again what has ended by itself, at the same addresses. For whoever holds a tied lease."""
    place = Place.at(base)
    with place.locked():
        _up(place, durable=True, tied=True)


def stop(base: Path) -> None:
    """Stop both servers of `base`, whoever started them, if they run."""
    if base.is_dir():
        place = Place(base.resolve())
        with clear_sentences(place.base), place.locked():
            _down(place)


def _leave(place: Place, held: int) -> None:
    with place.locked():
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        if not (place.base / KEPT).exists():
            _down(place)


def _up(place: Place, *, durable: bool, tied: bool) -> Urls:
    known = keys.load(place)
    servant = Servant.of_place(place)
    urls = _urls(place, known, redis=valkey.url(place, known["REDIS_PASSWORD"]) or "")
    if not postgres.answers(place):
        postgres.start(place, servant, durable=durable, tied=tied)
        furnish(urls.admin, urls.owner, known)
    if not urls.redis:
        password = known["REDIS_PASSWORD"]
        started = valkey.start(place, servant, password, durable=durable, tied=tied)
        urls = _urls(place, known, redis=started)
    return urls


def _down(place: Place) -> None:
    (place.base / KEPT).unlink(missing_ok=True)
    if place.keys.exists() and (found := valkey.url(place, keys.load(place)["REDIS_PASSWORD"])):
        valkey.stop(found)
    postgres.stop(place)
    with contextlib.suppress(OSError):  # not there, or not empty after a kill
        place.sockets.rmdir()


def _urls(place: Place, known: dict[str, str], *, redis: str) -> Urls:
    def role(name: str) -> str:
        return postgres.address(place, user=f"gvi_{name}", password=known[f"GVI_{name.upper()}_PASSWORD"])

    return Urls(
        owner=role("owner"),
        app=role("app"),
        backup=role("backup"),
        admin=postgres.address(place, user="postgres", database="postgres"),
        redis=redis,
        secret_key=known["SECRET_KEY"],
        field_key=known["GVI_FIELD_KEY"],
    )


def furnish(admin_url: str, owner_url: str, known: dict[str, str]) -> None:
    """Roles, passwords, the database and its doors; repeated at every start, harmlessly.

    `known` holds the three roles' passwords, named as in ops/keys.py.
    """
    with psycopg.connect(admin_url, autocommit=True) as admin:
        admin.execute((HERE / "roles.sql").read_bytes())
        for role in ("gvi_owner", "gvi_app", "gvi_backup"):
            _set_password(admin, role, known[f"{role.upper()}_PASSWORD"])
        if not admin.execute("SELECT FROM pg_database WHERE datname = 'gvi'").rowcount:
            admin.execute("CREATE DATABASE gvi OWNER gvi_owner")
    database = conninfo_to_dict(owner_url)["dbname"]
    with psycopg.connect(admin_url, dbname=database, autocommit=True) as admin:
        admin.execute((HERE / "database.sql").read_bytes())


def _set_password(admin: psycopg.Connection, role: str, password: str) -> None:
    """Send the verifier and not the password, so that no log can contain the password."""
    verifier = admin.pgconn.encrypt_password(password.encode(), role.encode(), b"scram-sha-256")
    statement = sql.SQL("ALTER ROLE {} PASSWORD {}")
    admin.execute(statement.format(sql.Identifier(role), sql.Literal(verifier.decode())))
