"""Fixtures of the walls' tests."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from hypothesis import Phase, settings

from tests.walls.connections import SUPERUSER, connected_as

# `make mutants` wants to know whether a test fails, not the smallest example.
if "GVI_MUTATED" in os.environ:
    settings.register_profile("mutations", phases=[Phase.explicit, Phase.generate])
    settings.load_profile("mutations")


@pytest.fixture
def without_second_wall(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """A transaction, rolled back afterwards, in which PostgreSQL lets everything through: a superuser's."""
    with django_db_blocker.unblock(), connected_as(SUPERUSER), transaction.atomic():
        yield
        transaction.set_rollback(True)
