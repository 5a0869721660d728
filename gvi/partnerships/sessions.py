"""Sessions in the database under the hash of their number: whoever reads the table cannot enter with what it holds."""

from hashlib import sha256
from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.base_session import AbstractBaseSession


def stored_key(number: str) -> str:
    """What a session is kept under. The number itself is random and long, so the hash needs no salt."""
    return sha256(number.encode()).hexdigest()[:40]  # as long as the column; 160 bits


class SessionStore(db.SessionStore):
    """Django's own. Where it asks the table for a number, it asks for the number's hash.

    The asynchronous methods are refused, because they would store the number itself; nothing here is asynchronous.
    """

    def _get_session_from_db(self) -> AbstractBaseSession | None:
        number = self.session_key
        if number is None:
            return None
        self._session_key = stored_key(number)
        try:
            found: AbstractBaseSession | None = super()._get_session_from_db()  # type: ignore[misc]  # private
        finally:
            self._session_key = number
        if found is None:
            self._session_key = None
        return found

    def exists(self, session_key: str) -> bool:
        return super().exists(stored_key(session_key))

    def create_model_instance(self, data: dict[str, Any]) -> AbstractBaseSession:
        made = super().create_model_instance(data)
        made.session_key = stored_key(made.session_key)
        return made

    def delete(self, session_key: str | None = None) -> None:
        number = session_key or self.session_key
        if number is not None:
            super().delete(stored_key(number))

    async def aload(self) -> dict[str, Any]:
        raise NotImplementedError

    async def asave(self, must_create: bool = False) -> None:
        raise NotImplementedError
