"""Checks of facts that several acts make. Each raises ValidationError on the field."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING

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


@contextmanager
def constraint_as_error(constraint: str, *, field: str, message: "StrOrPromise") -> Iterator[None]:
    """Turn the refusal of this database constraint into an error on the field; any other refusal is raised as it is."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if constraint not in str(error):
            raise
        raise ValidationError({field: message}) from error
