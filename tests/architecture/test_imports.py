"""Who may know of whom (architecture 5)."""

import ast
from collections.abc import Iterator

from tests.architecture.source import Module, functions, written

# Each layer may import from those before it; siblings of one layer do not know each other.
LAYERS = [
    {"gvi.text"},
    {"gvi.access"},
    {"gvi.celery"},
    {"gvi.acts"},
    {"gvi.jobs"},
    {"gvi.pages"},
    {"gvi.spreadsheets"},
    {"gvi.partnerships"},
    {"gvi.documents"},
    {"gvi.disclosures"},
    {"gvi.commitments"},
    {"groups"},
    {"callins"},
    {"support", "sanctions"},
    {"gvi.meetings", "gvi.indicators"},
    {"gvi.portal"},
]
HEIGHT = {package: height for height, layer in enumerate(LAYERS) for package in layer}
# What stands outside: the ground (settings, logs, servers on this machine) and the roof's own list of addresses.
GROUND = {"gvi.settings", "gvi.logging_config", "gvi.formats"}
ROOF = {"gvi.urls", "gvi.wsgi", "ops"}
# Inside a function only what may be missing; and an app's ready(), which comes when the models are there.
LATE = {
    "weasyprint": "loads the PDF libraries, which may be missing",
    "fontTools": "comes with WeasyPrint, and is loaded for papers only",
}


def package(name: str) -> str | None:
    """The package of ours that a module belongs to."""
    known = [*HEIGHT, *GROUND, *ROOF]
    return next((package for package in known if name == package or name.startswith(package + ".")), None)


def imported(module: Module) -> Iterator[tuple[ast.stmt, str]]:
    """What a module imports when it runs; what only the type checker reads is left out."""
    only_typing = {
        inner
        for node in ast.walk(module.tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)
        for inner in ast.walk(node)
    }
    for node in ast.walk(module.tree):
        if node in only_typing:
            continue
        if isinstance(node, ast.Import):
            yield from ((node, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module.at(node)}: a relative import"
            yield from ((node, f"{node.module}.{alias.name}") for alias in node.names)


def test_every_package_has_its_place() -> None:
    homeless = {m.path for m in written() if package(m.name) is None and m.name != "gvi"}
    assert homeless == set()


def test_imports_point_downwards_and_help_never_meets_sanctions() -> None:
    wrong = []
    for module in written():
        mine = package(module.name)
        for node, name in imported(module):
            theirs = package(name)
            if theirs and theirs != mine and not _may_import(mine, theirs):
                wrong.append(f"{module.at(node)} imports {name}")
    assert wrong == []


def _may_import(mine: str | None, theirs: str) -> bool:
    if mine in ROOF or mine is None:
        return True
    if mine in GROUND or theirs in GROUND:
        return theirs in GROUND
    return HEIGHT[mine] > HEIGHT.get(theirs, 99)


def test_nothing_is_imported_inside_a_function() -> None:
    late = []
    for module in written():
        for function in functions(module.tree):
            for node in ast.walk(function):
                if isinstance(node, ast.Import | ast.ImportFrom) and not _may_be_late(module, function.name, node):
                    late.append(module.at(node))
    assert sorted(set(late)) == []


def _may_be_late(module: Module, function: str, node: ast.Import | ast.ImportFrom) -> bool:
    names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or ""]
    if module.path.endswith("/apps.py") and function == "ready":
        return True
    return all(name.split(".")[0] in LATE for name in names)


def test_there_are_no_signals_of_our_own() -> None:
    """A signal hides who does what; celery's own start-up signals are all there is."""
    found = [
        module.at(node)
        for module in written()
        for node, name in imported(module)
        if name.startswith(("django.db.models.signals", "django.dispatch", "django.core.signals"))
    ]
    assert found == []
