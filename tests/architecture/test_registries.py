"""What an app registers with the apps below it is registered when Django is ready, whatever has been imported."""

import ast
import json
import subprocess
import sys

from tests.architecture.source import ROOT, Module, functions, written

EMPTY = ("{}", "[]", "set()", "dict()", "list()")
ADDS = ("append", "add", "update", "extend", "setdefault")
COUNT = """
import importlib, json, sys, types
import django
django.setup()
from gvi.access.registry import Registry

def count():
    return {
        f"{module.__name__}.{name}": len(value)
        for module in list(sys.modules.values()) if isinstance(module, types.ModuleType)
        for name, value in list(vars(module).items())
        if isinstance(value, Registry)
    }

ready = count()
for module in json.loads(sys.argv[1]):
    importlib.import_module(module)
print(json.dumps([ready, count()]))
"""


def test_every_registry_is_filled_by_ready_alone() -> None:
    others = ("gvi.settings", "gvi.wsgi", "gvi.celery", "gvi.logging_config")
    rest = json.dumps([module.name for module in written() if module.text and module.name not in others])
    command = [sys.executable, "-W", "ignore", "-c", COUNT, rest]
    asked = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    ready, after = json.loads(asked.stdout)
    assert {name.rsplit(".", 1)[1] for name in ready} >= {"job_kinds", "origin_finders", "papers", "name_finders"}
    assert {name: entries for name, entries in after.items() if entries != ready.get(name, entries)} == {}
    assert [name for name, entries in after.items() if not entries] == []


def test_registries_are_made_of_one_class() -> None:
    """No function fills a list or dict of its module. Acts and roles, which the kernel asks by name, are the two."""
    filled = {f"{module.path} {name}" for module in written() for name in empty_at_first(module) & filled_in(module)}
    assert filled == {"gvi/acts/act.py REGISTRY", "gvi/access/policy/roles.py ROLES"}


def empty_at_first(module: Module) -> set[str]:
    """The module's own names that begin as an empty dict, list or set."""
    found = set()
    for line in module.tree.body:
        if isinstance(line, ast.Assign | ast.AnnAssign) and line.value and ast.unparse(line.value) in EMPTY:
            (target,) = line.targets if isinstance(line, ast.Assign) else (line.target,)
            found.add(ast.unparse(target))
    return found


def filled_in(module: Module) -> set[str]:
    """The names that some function of the module adds to."""
    inside = [node for function in functions(module.tree) for node in ast.walk(function)]
    stored = [node.value for node in inside if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store)]
    called = [node.func for node in inside if isinstance(node, ast.Call)]
    added = [
        f.value for f in called if isinstance(f, ast.Attribute) and f.attr in ("append", "add", "update", "extend")
    ]
    return {node.id for node in (*stored, *added) if isinstance(node, ast.Name)}
