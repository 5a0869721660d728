"""Receipts: a second press of the same button finds what the first one did, and does nothing."""

from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Model

from gvi.access.principal import Principal
from gvi.acts.models import Receipt


def earlier(name: str, *, by: Principal, key: UUID) -> Receipt | None:
    """The receipt of an earlier press, or None for the first one.

    The insert is the lock: a second press waits here until the first one has committed.
    """
    try:
        with transaction.atomic():
            Receipt.objects.create(user=by.user, key=key, act=name)
    except IntegrityError:
        return Receipt.objects.get(user=by.user, key=key)
    return None


def found(*, by: Principal, key: UUID | None) -> Receipt | None:
    """The receipt of a press that has committed, or None."""
    return Receipt.objects.filter(user=by.user, key=key).first() if key else None


def keep(result: Model | None, *, by: Principal, key: UUID) -> None:
    """Note on the receipt what came of the press."""
    if result is not None:
        Receipt.objects.filter(user=by.user, key=key).update(model=result._meta.label, result=str(result.pk))
