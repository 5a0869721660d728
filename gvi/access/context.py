"""The context of every query: one partnership and an audience. Both walls read it, and nothing runs without it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import connection, transaction

from gvi.access.policy import Reach

if TYPE_CHECKING:
    from gvi.partnerships.models import Agency


class NoAudience(Exception):
    """Guarded rows were asked for without a context. A programming error, never answered with an empty list."""


class NotNarrower(Exception):
    """`seen_by` may only narrow: the present audience must be part of the new one (architecture 4)."""


@dataclass(frozen=True)
class Context:
    """Who is looking. `me` is None for an audience of several; `needed_reach` is how far a row of others must reach.

    Without any agency it is a public visitor, who sees nothing; `leader` is the agency that gets what they leave.
    """

    partnership: int
    agencies: tuple[int, ...]
    needed_reach: int
    user: int | None = None
    leader: int | None = None

    @property
    def me(self) -> int | None:
        return self.agencies[0] if len(self.agencies) == 1 else None

    @property
    def actor(self) -> int:
        """The agency in whose name a row is made. Raises NoAudience for an audience of several, which only reads."""
        actor = self.me or self.leader
        if actor is None:
            raise NoAudience("An audience of several agencies only reads.")
        return actor

    def enter_sql(self) -> str:
        """The statement that tells PostgreSQL. Only integers go into it, so it may be joined with others."""
        agencies = ",".join(str(int(a)) for a in self.agencies)
        user = "null" if self.user is None else str(int(self.user))
        return f"select gvi.enter({int(self.partnership)}, '{{{agencies}}}', {user})"


_current: ContextVar[Context | None] = ContextVar("gvi_context", default=None)


def current() -> Context:
    """The context in force. Raises NoAudience where there is none."""
    context = _current.get()
    if context is None:
        raise NoAudience("No audience is set: enter one with seen_by() or let the middleware do it.")
    return context


def for_agencies(*agencies: "Agency", user: int | None = None) -> Context:
    """The context of these agencies looking together; all of one partnership."""
    (partnership,) = {agency.partnership_id for agency in agencies}
    return Context(
        partnership=partnership,
        agencies=tuple(sorted({agency.pk for agency in agencies})),
        needed_reach=max(agency.needed_reach for agency in agencies),
        user=user,
    )


def for_public_visitor(partnership: int, *, leader: int) -> Context:
    """The context of somebody without an account on a public page of this partnership."""
    return Context(partnership=partnership, agencies=(), needed_reach=Reach.NOBODY, leader=leader)


@contextmanager
def enter_context(context: Context, *, prelude: str = "") -> Iterator[Context]:
    """Enter a context in a transaction of its own, whose end takes the settings back.

    Inside another transaction this is a savepoint, after which PostgreSQL keeps the settings: enter one context only.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(context.enter_sql() + prelude)
        token = _current.set(context)
        try:
            yield context
        finally:
            _current.reset(token)


@contextmanager
def seen_by(*agencies: "Agency", user: int | None = None) -> Iterator[Context]:
    """Everything inside is seen only if every one of these agencies may see it.

    A context that is in force may only be narrowed. On success the settings are restored here; on failure the rollback
    to the savepoint restores them (traps 10).
    """
    outer, inner = _current.get(), for_agencies(*agencies, user=user)
    if outer is None:
        with enter_context(inner) as context:
            yield context
        return
    if outer.partnership != inner.partnership or not set(outer.agencies) <= set(inner.agencies):
        raise NotNarrower("An audience may only be narrowed from within.")
    with transaction.atomic():
        _set_context(inner)
        token = _current.set(inner)
        try:
            yield inner
        finally:
            _current.reset(token)
        if not connection.needs_rollback:
            _set_context(outer)


def _set_context(context: Context) -> None:
    with connection.cursor() as cursor:
        cursor.execute(context.enter_sql())
