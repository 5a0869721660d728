"""A canary person, and every sink where a trace of her could lie. The words are hers alone, and plain ASCII."""

import base64
import binascii
import re
import subprocess
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import cast
from urllib.parse import unquote_to_bytes

import psycopg
import redis
from psycopg import sql

from ops.services import Urls

GIVEN, FAMILY, ALIAS = "Kanarie", "Domherre", "Gulfinken"
NUMBER = "19900101-2385"  # of the Swedish Tax Agency's test series
GROUNDS = "Strandskata"  # why the police think so
SAFE = "Lappuggla"  # where she can be reached
STEP = "Sidensvans"  # what happens next in her case
NOTES = "Tornfalk"  # in the police's own file of an incident
REFERENCE = "SOC-4711-Havstrut"  # her case in the social services' own system

PERSON = {GIVEN, FAMILY}
NUMBERS = {NUMBER, NUMBER.replace("-", ""), NUMBER[2:], NUMBER[2:].replace("-", "")}
WORDS = PERSON | NUMBERS | {ALIAS, GROUNDS, SAFE, STEP, NOTES, REFERENCE}
WRAPPED = re.compile(rb"[A-Za-z0-9+/_-]{16,}={0,2}")
TABLES = (
    "SELECT c.oid::regclass::text, EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid"
    " AND a.attname = 'owner_id') FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
    " WHERE c.relkind IN ('r', 'p', 'm') AND n.nspname NOT IN ('pg_catalog', 'information_schema')"
)
PAPERS = (
    "SELECT d.title, c.pdf FROM documents_copy c JOIN documents_document d ON d.id = c.document_id"
    " WHERE c.pdf IS NOT NULL"
)
OWNED = sql.SQL(
    "SELECT coalesce((SELECT a.short_name FROM partnerships_agency a WHERE a.group_ptr_id = {owner}), ''), t::text"
    " FROM {table} t"
)


def traces(blob: bytes | str) -> set[str]:
    """The canary's words in it, however it is wrapped: as it is, as in an address, in base64, compressed."""
    plain = blob.encode() if isinstance(blob, str) else blob
    layers = [plain, unquote_to_bytes(plain), *_unwrapped(plain)]
    return {word for word in WORDS if any(word.lower().encode() in layer.lower() for layer in layers)}


def _unwrapped(blob: bytes) -> Iterator[bytes]:
    for run in WRAPPED.findall(blob):
        with suppress(binascii.Error, ValueError):
            inner = base64.urlsafe_b64decode(run.replace(b"+", b"-").replace(b"/", b"_") + b"=" * (-len(run) % 4))
            yield inner
            with suppress(zlib.error):
                yield zlib.decompress(inner)


def database(urls: Urls) -> psycopg.Connection:
    """The database as its superuser sees it: past every wall."""
    return psycopg.connect(urls.admin, dbname="gvi")


def in_tables(db: psycopg.Connection) -> dict[tuple[str, str], set[str]]:
    """Every table, row by row: whose rows hold a trace, and which."""
    found: dict[tuple[str, str], set[str]] = {}
    for table, is_owned in db.execute(TABLES).fetchall():
        owner = sql.SQL("t.owner_id" if is_owned else "NULL::int")
        for short, row in db.execute(OWNED.format(owner=owner, table=sql.SQL(table))):
            if words := traces(row):
                found.setdefault((table, short), set()).update(words)
    return found


def in_papers(db: psycopg.Connection) -> dict[str, set[str]]:
    """Every PDF in the database: its text and what it tells of itself."""
    found: dict[str, set[str]] = {}
    for title, file in db.execute(PAPERS):
        if words := in_pdf(file):
            found.setdefault(title, set()).update(words)
    return found


def in_pdf(file: bytes) -> set[str]:
    """The text of a PDF and what it tells of itself."""
    told = [
        subprocess.run(command, input=file, capture_output=True, check=True).stdout
        for command in (["pdftotext", "-", "-"], ["pdfinfo", "-"], ["pdfinfo", "-meta", "-"])
    ]
    return traces(b"\n".join([*told, file]))


def in_files(base: Path) -> dict[str, set[str]]:
    """Every file that the site keeps, logs and the queue's own dump too; the database's files hold the database."""
    files = (path for path in base.rglob("*") if path.is_file() and "postgres" not in path.relative_to(base).parts)
    return {str(path.relative_to(base)): words for path in files if (words := traces(path.read_bytes()))}


def in_queue(address: str) -> set[str]:
    """Every key of the queue with its value, whatever its kind."""
    found: set[str] = set()
    with redis.Redis.from_url(address) as queue:
        for number in range(16):
            queue.select(number)
            for key in queue.scan_iter():
                found |= traces(key) | traces(queue.dump(key) or b"") | traces(_value(queue, key))
    return found


def _value(queue: "redis.Redis", key: bytes) -> bytes:
    reads = {b"list": ("LRANGE", "0", "-1"), b"set": ("SMEMBERS",), b"hash": ("HGETALL",), b"string": ("GET",)}
    command = reads.get(cast(bytes, queue.type(key)), ("ZRANGE", "0", "-1", "WITHSCORES"))
    return repr(queue.execute_command(command[0], key, *command[1:])).encode()


@contextmanager
def listening(address: str) -> Iterator[list[str]]:
    """Everything that goes through the queue in the meantime, whether it stays or not."""
    heard: list[str] = []
    with redis.Redis.from_url(address) as queue, queue.monitor() as monitor:
        threading.Thread(target=_listen, args=(monitor, heard), daemon=True).start()
        yield heard


def _listen(monitor: "redis.client.Monitor", heard: list[str]) -> None:
    with suppress(Exception):  # the connection is closed under it
        for command in monitor.listen():
            heard.append(str(command["command"]))
