"""Checks of facts that several acts make. Each raises ValidationError on the field."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import date
from typing import TYPE_CHECKING

import psycopg
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def check_not_in_future(field: str, day: date) -> None:
    """The day is today or earlier."""
    if day > timezone.localdate():
        raise ValidationError({field: _("This day has not come yet.")})


def refused_by(constraint: str, refusal: IntegrityError) -> bool:
    """Whether it was this database constraint that refused."""
    return isinstance(refusal.__cause__, psycopg.Error) and refusal.__cause__.diag.constraint_name == constraint


@contextmanager
def constraint_raises(constraint: str, error: Exception) -> Iterator[None]:
    """Raise `error` if this database constraint refuses; any other refusal is raised as it is."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as refusal:
        if not refused_by(constraint, refusal):
            raise
        raise error from refusal


def constraint_as_error(constraint: str, *, field: str, message: "StrOrPromise") -> AbstractContextManager[None]:
    """Turn the refusal of this database constraint into an error on the field."""
    return constraint_raises(constraint, ValidationError({field: message}))
