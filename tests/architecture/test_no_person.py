"""A sanction is always on a group, never on a person (domain 2.11 rule 1): nothing of sanctions leads to one."""

import ast
from collections.abc import Iterator

from django.apps import apps
from django.db.models import Model

from gvi.access import policy
from gvi.access.policy import Log
from tests.architecture.source import written
from tests.architecture.test_imports import imported

# What is about a person: every guarded model whose readings are logged, and the grants on them.
PERSONS = {label for label, row in policy.POLICY.items() if row.log is Log.READS}
PERSONS |= {"groups.DossierReader", "support.CaseWorker", "groups.Dossier", "groups.PersonCode", "groups.Membership"}
NAMES = {label.split(".")[1] for label in PERSONS} | {"known_names", "names_in"}


def leads_to(model: type[Model]) -> set[type[Model]]:
    """Every model that one gets to by following columns, as far as they lead."""
    found: set[type[Model]] = set()
    waiting = [model]
    while waiting:
        columns = waiting.pop()._meta.concrete_fields
        fresh = {field.related_model for field in columns if isinstance(field.related_model, type)} - found
        found |= fresh
        waiting += fresh
    return found


def spoken(tree: ast.AST) -> Iterator[str]:
    """Names of attributes, and the last word of texts like "groups.PersonCode"."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value.split(".")[-1]


def test_no_column_of_sanctions_leads_to_a_person_however_far_one_follows() -> None:
    led = {
        relation._meta.label for model in apps.get_app_config("sanctions").get_models() for relation in leads_to(model)
    }
    assert "groups.Group" in led
    assert led & PERSONS == set()


def test_sanctions_know_no_model_of_a_person_by_name() -> None:
    modules = [module for module in written() if module.name.startswith("sanctions")]
    known = {name.split(".")[-1] for module in modules for _node, name in imported(module)}
    known |= {word for module in modules for word in spoken(module.tree)}
    assert len(modules) > 5
    assert known & NAMES == set()
