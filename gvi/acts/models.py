"""The log (LogEntry, Change), the receipts that make a second press harmless, and what is remembered for a while."""

import uuid
from functools import cache
from typing import Any, Self

from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gvi.access import context
from gvi.access.guarded import Guarded
from gvi.access.policy import Role


class Outcome(models.TextChoices):
    """How it went."""

    DONE = "done", _("done")
    SEEN = "seen", _("seen")
    REFUSED = "refused", _("refused")


ASKED = "asked"  # the key under which a refusal keeps the id that was asked for, beside no table


@cache
def _vocabulary() -> frozenset[str]:
    """What the keys of an entry's rows and fields may be: the label of a model, or the word for what was asked for."""
    return frozenset({ASKED, *(model._meta.label for model in apps.get_models(include_auto_created=True))})


class _Logged(Guarded):
    """A row that the kernel writes and nobody changes: append-only by privilege."""

    class Meta:
        abstract = True

    @classmethod
    def write(cls, rows: list[Self]) -> None:
        """Insert past the act's own bookkeeping, in one statement and without reading back."""
        for row in rows:
            row._stamp()
        models.QuerySet[Self, Self](cls).bulk_create(rows)


class LogEntry(_Logged):
    """Who did or read what, when and in which role: ids, verbs and field names, never a value (architecture 6).

    It belongs to the actor's agency. The values lie in `Change` rows that belong to the changed row's owner.
    """

    logged_at = models.DateTimeField(_("time"), default=timezone.now)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    role = models.CharField(_("role"), max_length=40)
    verb = models.CharField(_("what"), max_length=80)
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.DONE)
    rows = models.JSONField(default=dict)
    fields = models.JSONField(default=dict)
    request = models.UUIDField(null=True)

    class Meta:
        verbose_name = _("log entry")
        verbose_name_plural = _("log entries")
        indexes = [models.Index(fields=["owner", "-logged_at"], name="entry_owner_at")]

    def __str__(self) -> str:
        return f"{self.logged_at:%Y-%m-%d %H:%M} {self.verb}"

    @property
    def role_label(self) -> str:
        """The role as people call it. A role that no longer exists keeps the name it had."""
        return str(Role(self.role).label) if self.role in Role.values else self.role

    def _stamp(self) -> None:
        """Raises ValueError for a key that no page has words for."""
        super()._stamp()
        if unknown := {*self.rows, *self.fields} - _vocabulary():
            raise ValueError(f"A log entry names no table {sorted(unknown)}.")


class Change(_Logged):
    """The values before and after of one changed row. It belongs to that row's owner and goes with it.

    A row that was made needs none: it is its own record.
    """

    teller = models.ForeignKey("partnerships.Agency", models.PROTECT, related_name="+")
    entry = models.UUIDField()
    label = models.CharField(max_length=80)
    row = models.UUIDField(db_index=True)
    before = models.JSONField()
    after = models.JSONField()

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = _("changes")

    def __str__(self) -> str:
        return f"{self.label} {', '.join(self.after)}"

    def _stamp(self) -> None:
        super()._stamp()
        self.teller_id = context.current().actor


class Receipt(models.Model):
    """One press of a button, by the key of its form: a second press gets the answer of the first.

    `model` and `result` name the row that came of it.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.UUIDField()
    act = models.CharField(max_length=80)
    model = models.CharField(max_length=80, blank=True)
    result = models.CharField(max_length=40, blank=True)
    pressed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="one_receipt_per_key")]
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")

    def __str__(self) -> str:
        return f"{self.act} {self.key}"


class TimedValue(models.Model):
    """Something remembered until a time, under the keyed hash of what it is about (gvi.acts.timed_values).

    JSON and nothing else. The run-time role may delete it: time does.
    """

    key = models.CharField(max_length=64, primary_key=True)
    value = models.JSONField()
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("value remembered for a while")
        verbose_name_plural = _("values remembered for a while")

    def __str__(self) -> str:
        return self.key


def new_key() -> uuid.UUID:
    """The key of a new form: one press, one act."""
    return uuid.uuid4()


def plain(value: Any) -> Any:
    """A value as JSON keeps it."""
    return value if value is None or isinstance(value, bool | int | str) else str(value)
