"""The walls in the database are those that the code would write: a system check names each table that differs."""

import hashlib
from collections.abc import Iterator
from time import perf_counter
from typing import Any

import pytest
from django.core.checks import Tags, run_checks
from django.db import transaction

from gvi.access import drift
from gvi.access.row_security import REVISION, row_security_of
from tests.run_time_role import as_owner
from tests.walls import seed
from tests.walls.connections import execute

CHANGES = {
    "a policy is wider": "ALTER POLICY groups_membership_read ON groups_membership USING (true)",
    "a policy is dropped": "DROP POLICY groups_membership_insert ON groups_membership",
    "a policy is added": "CREATE POLICY more ON groups_membership USING (true)",
    "a policy binds another role": "ALTER POLICY groups_membership_read ON groups_membership TO gvi_app",
    "the trigger is off": "ALTER TABLE groups_membership DISABLE TRIGGER groups_membership_keep",
    "the trigger is dropped": "DROP TRIGGER groups_membership_keep ON groups_membership",
    "row security is off": "ALTER TABLE groups_membership DISABLE ROW LEVEL SECURITY",
    "the owner goes round it": "ALTER TABLE groups_membership NO FORCE ROW LEVEL SECURITY",
    "a home key is dropped": "ALTER TABLE groups_membership DROP CONSTRAINT groups_membership_dossier_home",
    "the reaches are wider": "ALTER TABLE groups_membership DROP CONSTRAINT groups_membership_reach",
    "rows may be deleted": "GRANT DELETE ON groups_membership TO gvi_app",
    "everybody may read": "GRANT SELECT ON groups_membership TO PUBLIC",
    "a column may be referenced": "GRANT REFERENCES (id) ON groups_membership TO gvi_app",
}


@pytest.fixture
def owner(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """As the tables' owner, in a transaction that is rolled back."""
    with django_db_blocker.unblock(), as_owner(), transaction.atomic():
        yield
        transaction.set_rollback(True)


def _found() -> list[str]:
    errors = run_checks(tags=[Tags.database], databases=["default"])
    return [str(error.msg) for error in errors if error.id == "gvi.E008"]


def test_the_database_has_the_walls_that_the_code_writes_and_this_is_told_quickly(owner: None) -> None:
    assert drift.can_be_compared()
    before = perf_counter()
    assert _found() == []
    assert perf_counter() - before < 5


@pytest.mark.parametrize("statement", CHANGES.values(), ids=CHANGES)
def test_what_was_changed_behind_the_codes_back_is_named_with_its_table(owner: None, statement: str) -> None:
    execute(statement)
    (said,) = _found()
    assert "Row security of groups_membership differs" in said


def test_the_sql_of_the_walls_changes_only_with_their_revision() -> None:
    """If only tables or policies changed, note the new hash. If the SQL itself did, raise REVISION first."""
    written = [
        statement
        for model in sorted(seed.guarded(), key=lambda model: model._meta.db_table)
        for wall in row_security_of(model)
        for statement in (*wall.statements(model), *wall.home_keys(model))
    ]
    assert (REVISION, hashlib.sha256("\n".join(written).encode()).hexdigest()[:16]) == (1, "876472253d45adcb")
