"""The source as these tests read it: files, trees and the shortest way to say where something stands."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = ("gvi", "groups", "callins", "support", "sanctions")


@dataclass(frozen=True)
class Module:
    """One Python file of ours."""

    path: str
    text: str
    tree: ast.Module

    @property
    def name(self) -> str:
        return self.path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")

    @property
    def is_migration(self) -> bool:
        return "/migrations/" in self.path

    def at(self, node: ast.AST) -> str:
        """Where it stands, for a message."""
        return f"{self.path}:{node.lineno}"  # type: ignore[attr-defined]


@cache
def modules() -> tuple[Module, ...]:
    """Every module of the applications, migrations too."""
    files = (path for app in APPS for path in sorted((ROOT / app).rglob("*.py")))
    return tuple(_read(path) for path in files)


@cache
def suite() -> tuple[Module, ...]:
    return tuple(_read(path) for path in sorted((ROOT / "tests").rglob("*.py")))


@cache
def written() -> tuple[Module, ...]:
    """Every module that somebody wrote: migrations are written by `makemigrations`."""
    return tuple(module for module in modules() if not module.is_migration)


def templates() -> Iterator[tuple[str, str]]:
    for path in sorted((ROOT / "templates").rglob("*.html")):
        yield str(path.relative_to(ROOT)), path.read_text()


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function and method, nested ones too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def calls(tree: ast.AST) -> Iterator[tuple[ast.Call, str]]:
    """Every call of a method or function, with its last name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            yield node, name


def _read(path: Path) -> Module:
    text = path.read_text()
    return Module(str(path.relative_to(ROOT)), text, ast.parse(text))
