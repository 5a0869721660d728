"""Nothing is written outside acts (architecture 6)."""

import ast

from django.apps import apps
from django.db.models import ForeignObjectRel

from tests.architecture.source import Module, calls, functions, written

# Methods that write, whatever they are called on.
WRITES = {
    "save", "delete", "create", "bulk_create", "bulk_update", "get_or_create", "update_or_create",
    "acreate", "asave", "adelete", "abulk_create", "aupdate", "abulk_update", "aget_or_create", "aupdate_or_create",
}  # fmt: skip
# Methods that write when called on a relation.
TO_A_RELATION = {"add", "set", "remove", "clear"}
# Where something may be written that no act covers, and why.
OUTSIDE_ACTS = {
    "gvi/acts/": "writes the log and the receipts, and moves the states",
    "gvi/pages/drafts.py": "keeps what is not saved yet, sealed, in a system table",
    "gvi/jobs/": "writes the jobs, which are a system table",
    "gvi/portal/demo/people.py": "makes the demo's accounts",
    "gvi/partnerships/models/": "a row's own save(), the maker of accounts, and the note of a sign-in",
    "gvi/partnerships/setup.py": "the operator's commands: system tables, before there is any context",
    "gvi/disclosures/grounds.py": "the law, brought up to date by the owner role",
    "ops/": "the servers on this machine: files, no rows",
}


def relations() -> set[str]:
    """The names under which models reach each other's rows in the plural."""
    fields = (field for model in apps.get_models() for field in model._meta.get_fields(include_hidden=False))
    return {
        str(field.get_accessor_name()) if isinstance(field, ForeignObjectRel) else field.name
        for field in fields
        if field.one_to_many or field.many_to_many
    }


def writes(tree: ast.AST, plural: set[str]) -> list[ast.Call]:
    """Calls that write rows: by name, update() with keywords only, or a change of a relation."""
    found = []
    for node, name in calls(tree):
        if not isinstance(node.func, ast.Attribute):
            continue
        on = node.func.value
        if (
            (name in WRITES and not _is_not_a_row(on))
            or (name == "update" and node.keywords and not node.args)
            or (name in TO_A_RELATION and isinstance(on, ast.Attribute) and on.attr in plural)
        ):
            found.append(node)
    return found


def _is_not_a_row(on: ast.expr) -> bool:
    """super().save() inside save(); a workbook; the cache; the session."""
    if isinstance(on, ast.Call):
        return getattr(on.func, "id", "") == "super"
    return getattr(on, "attr", getattr(on, "id", "")) in {"cache", "session", "book", "workbook"}


def _is_act(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return any(isinstance(d, ast.Call) and getattr(d.func, "id", "") == "act" for d in function.decorator_list)


def _may_write(module: Module) -> bool:
    return module.path.startswith(tuple(OUTSIDE_ACTS)) or _holds_acts(module)


def _holds_acts(module: Module) -> bool:
    return module.path.endswith("/actions.py") or "/actions/" in module.path


def test_no_row_is_written_outside_actions_and_the_kernel() -> None:
    plural = relations()
    found = [m.at(call) for m in written() if not _may_write(m) for call in writes(m.tree, plural)]
    assert found == []


def test_in_actions_only_acts_write_and_what_they_call() -> None:
    """A function that is not an act and writes is private, so that nothing else can call it."""
    plural = relations()
    loose = [
        f"{module.at(function)} {function.name}"
        for module in written()
        if _holds_acts(module)
        for function in functions(module.tree)
        if writes(function, plural) and not _is_act(function) and not function.name.startswith("_")
    ]
    assert loose == []


def test_nothing_private_of_actions_is_used_elsewhere() -> None:
    borrowed = [
        f"{module.at(node)} {alias.name}"
        for module in written()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").endswith(".actions")
        for alias in node.names
        if alias.name.startswith("_")
    ]
    assert borrowed == []


def test_an_exception_that_is_no_longer_needed_goes() -> None:
    plural = relations()
    for place in set(OUTSIDE_ACTS) - {"ops/"}:
        assert [m.path for m in written() if m.path.startswith(place) and writes(m.tree, plural)], place


def test_the_test_itself_can_see() -> None:
    tree = ast.parse(
        "row.save()\nGroup.objects.create(name=1)\nrows.update(name=1)\nd.update({})\ns.add(1)\n"
        "g.individuals.add(x)\nsuper().save()\nself.seen.add(2)\nrows.filter(a=1).delete()"
    )
    assert [call.lineno for call in writes(tree, {"individuals"})] == [1, 2, 3, 6, 9]
