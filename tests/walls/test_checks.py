"""The system checks fail when the policy, the models and what apps register do not fit together."""

from dataclasses import replace
from typing import Any

import pytest
from django.core.checks import run_checks
from django.db import models

from groups.models import Attribution, Group
from gvi.access import names, policy
from gvi.access.policy import OWN, Log, Retention, TablePolicy
from gvi.access.policy.relations import OWNER
from gvi.access.registry import Registry
from gvi.jobs.models import Job
from gvi.partnerships.models import Agency


def found() -> list[tuple[str, str]]:
    return [(str(error.id), str(error.msg)) for error in run_checks(tags=["security"])]


def change(monkeypatch: pytest.MonkeyPatch, label: str, **facts: Any) -> None:
    monkeypatch.setitem(policy.POLICY, label, replace(policy.POLICY[label], **facts))


def test_names_that_no_finder_looks_for_fail_the_check(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(names, "name_finders", Registry())
    assert [(error, text.split()[6]) for error, text in found()] == [
        ("gvi.E011", "disclosures.DisclosedRecord"),
        ("gvi.E011", "groups.Dossier"),
    ]


def test_a_new_table_with_names_needs_a_finder(monkeypatch: pytest.MonkeyPatch) -> None:
    change(monkeypatch, "support.SupportCase", names=("person_note",))
    assert [(error, "support.SupportCase" in text) for error, text in found()] == [("gvi.E011", True)]


def test_a_table_with_personal_data_says_which_columns_hold_names(monkeypatch: pytest.MonkeyPatch) -> None:
    assert TablePolicy(OWN, Log.READS, Retention.REVIEWED).names is None
    change(monkeypatch, "support.Contact", names=None)
    assert [(error, "support.Contact" in text) for error, text in found()] == [("gvi.E010", True)]


@pytest.mark.parametrize("columns", ["content", "sealed", "names", "unscanned"])
def test_a_column_of_the_policy_that_does_not_exist_fails_the_check(
    monkeypatch: pytest.MonkeyPatch, columns: str
) -> None:
    change(monkeypatch, "groups.Dossier", **{columns: ("nickname",)})
    assert ("gvi.E009", "The policy names groups.Dossier.nickname, which does not exist.") in found()


def test_only_what_the_machine_writes_is_not_searched_for_national_ids() -> None:
    unscanned = {label: rule.unscanned for label, rule in policy.POLICY.items() if rule.unscanned}
    assert unscanned == {"documents.Copy": ("html", "html_sha256", "pdf_sha256")}


def add_reference(monkeypatch: pytest.MonkeyPatch, model: Any, to: Any, **how: Any) -> None:
    plain: Any = models.ForeignKey(to, models.PROTECT, **how)
    plain.set_attributes_from_name("plain")
    plain.model = model
    plain.contribute_to_related_class = lambda *_args: None
    plain.remote_field.model = to
    monkeypatch.setattr(model._meta, "local_fields", [*model._meta.local_fields, plain])


def test_a_reference_that_does_not_carry_the_rule_fails_the_check(monkeypatch: pytest.MonkeyPatch) -> None:
    add_reference(monkeypatch, Attribution, Group)
    assert ("gvi.E004", "groups.Attribution.plain must be a GuardedForeignKey.") in found()


def test_a_system_table_that_points_at_guarded_rows_fails_the_check(monkeypatch: pytest.MonkeyPatch) -> None:
    add_reference(monkeypatch, Job, Group)
    assert ("gvi.E014", "jobs.Job.plain points at guarded rows from a system table.") in found()


def test_a_way_from_a_system_table_to_guarded_rows_fails_the_check(monkeypatch: pytest.MonkeyPatch) -> None:
    add_reference(monkeypatch, Attribution, Agency)
    assert ("gvi.E013", "groups.Attribution.plain leads from a system table to guarded rows.") in found()
    monkeypatch.undo()
    add_reference(monkeypatch, Attribution, Agency, related_name="+")
    assert found() == []


@pytest.mark.parametrize("label", ["groups.Membership", "support.Contact", "support.FollowUp"])
def test_personal_data_that_hangs_by_a_named_row_and_is_not_named_fails_the_check(
    monkeypatch: pytest.MonkeyPatch, label: str
) -> None:
    change(monkeypatch, label, read=OWNER)
    assert [(error, label in text) for error, text in found()] == [("gvi.E015", True)]
    change(monkeypatch, label, read=policy.POLICY["groups.Membership"].read | OWNER)
    assert "gvi.E015" in {error for error, _text in found()}
