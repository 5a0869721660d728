"""What is remembered until a time: how often something was tried, and which one-time codes were used.

It is also Django's cache, for the packages that ask for one. Values are JSON and never objects, so that whoever can
write to the database cannot make the application run anything. Nothing but time takes a value away: a flood of others
pushes none out. Keys are stored as keyed hashes, because they hold addresses.
"""

import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.db import connection
from django.utils import timezone

# Each write takes away some that have expired, so that the table does not grow for long.
SWEEP = (
    "DELETE FROM acts_timedvalue WHERE key IN (SELECT key FROM acts_timedvalue WHERE expires_at <= %(now)s"
    " ORDER BY expires_at LIMIT 50 FOR UPDATE SKIP LOCKED)"
)
READ = "SELECT value FROM acts_timedvalue WHERE key = %(key)s AND expires_at > %(now)s"
SET = (
    "INSERT INTO acts_timedvalue AS t (key, value, expires_at) VALUES (%(key)s, %(value)s::jsonb, %(until)s)"
    " ON CONFLICT (key) DO UPDATE SET value = excluded.value, expires_at = excluded.expires_at"
)
ADD = f"{SET} WHERE t.expires_at <= %(now)s"
COUNT = (
    "INSERT INTO acts_timedvalue AS t (key, value, expires_at) VALUES (%(key)s, '1', %(until)s)"
    " ON CONFLICT (key) DO UPDATE SET"
    " value = CASE WHEN t.expires_at <= %(now)s OR jsonb_typeof(t.value) <> 'number' THEN '1'"
    " ELSE to_jsonb(t.value::integer + 1) END,"
    " expires_at = CASE WHEN t.expires_at <= %(now)s THEN excluded.expires_at ELSE t.expires_at END"
    " RETURNING value::integer, expires_at"
)
UNCOUNT = (
    "UPDATE acts_timedvalue SET value = to_jsonb(value::integer - 1)"
    " WHERE key = %(key)s AND expires_at > %(now)s AND jsonb_typeof(value) = 'number' AND value::integer > 0"
)
DELETE = "DELETE FROM acts_timedvalue WHERE key = %(key)s AND expires_at > %(now)s"


def count(key: str, *, seconds: int) -> tuple[int, datetime]:
    """Count one more, in one statement: the number so far, and when the count ends and begins again at one."""
    ((number, until),) = _run(COUNT, key, until=timezone.now() + timedelta(seconds=seconds))
    return number, until


def uncount(key: str) -> None:
    """Take one back, if the count still runs."""
    _run(UNCOUNT, key)


class TimedValues(BaseCache):
    """The table as Django's cache. A value without an end is refused."""

    def __init__(self, _location: str, params: dict[str, Any]) -> None:
        super().__init__(params)

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        found = _run(READ, self.make_key(key, version=version))
        return json.loads(found[0][0]) if found else default

    def set(
        self,
        key: Any,
        value: Any,
        timeout: float | None = DEFAULT_TIMEOUT,
        version: int | None = None,
    ) -> None:
        """Raises TypeError for what JSON cannot hold, and ValueError for what would never end."""
        key = self.make_key(key, version=version)
        _run(SET, key, value=json.dumps(value), until=self._until(timeout))

    def add(
        self,
        key: Any,
        value: Any,
        timeout: float | None = DEFAULT_TIMEOUT,
        version: int | None = None,
    ) -> bool:
        """Set it if it is not there. True if it was not."""
        key = self.make_key(key, version=version)
        return bool(_run(f"{ADD} RETURNING 1", key, value=json.dumps(value), until=self._until(timeout)))

    def delete(self, key: Any, version: int | None = None) -> bool:
        return bool(_run(f"{DELETE} RETURNING 1", self.make_key(key, version=version)))

    def clear(self) -> None:
        """For tests: the application never calls it."""
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM acts_timedvalue")

    def _until(self, timeout: Any) -> datetime:
        seconds = self.get_backend_timeout(timeout)
        if seconds is None:
            raise ValueError("What is remembered has an end.")
        return datetime.fromtimestamp(seconds, UTC)


def _run(statement: str, key: str, **values: Any) -> list[Any]:
    """Run a statement about one key. Whatever writes also sweeps away some of what has expired."""
    facts: dict[str, Any] = {"key": _hashed(key), "now": timezone.now()} | values
    with connection.cursor() as cursor:
        if statement is not READ:
            cursor.execute(SWEEP, facts)
        cursor.execute(statement, facts)
        return cursor.fetchall() if cursor.description else []


def _hashed(key: str) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), f"timed value {key}".encode(), hashlib.sha256).hexdigest()
