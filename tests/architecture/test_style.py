"""Sizes, signatures, docstrings and the words that must not be there (architecture 10)."""

import ast
import re

import pytest
from django.apps import apps

from gvi.access.policy import Kind
from tests.architecture.source import APPS, Module, calls, functions, modules, suite, templates, written

LONGEST_FUNCTION, LONGEST_MODULE, LONGEST_TEST = 40, 400, 600
KERNEL = ("gvi/access/", "gvi/acts/", "gvi/jobs/", "gvi/pages/middleware.py")
# Where a kind of agency may be named: the table itself, the model that holds it, and what makes worlds of agencies.
ASKS_THE_POLICY = ("default_grants", "roles_of", "levers", "missing_in_quorum", "quorum_part")
NAMES_KINDS = (
    "gvi/access/policy/",
    "gvi/partnerships/models/",
    "gvi/partnerships/setup_file.py",
    "gvi/partnerships/setup.py",
    "gvi/portal/demo",
)
FORBIDDEN = re.compile(
    r"mark_safe|csrf_exempt|non_atomic_requests|SafeString|(?:objects|all\(\)|filter\([^)]*\))\.extra\(|RawSQL|\.raw\(|\bpickle\b|\beval\(|\bexec\(|"
    r"xframe_options_exempt|session_replication_role|\bTODO\b|\bFIXME\b|\bXXX\b|(?i:\blorem\b)"
)
IN_TEMPLATES = {
    "a style attribute": re.compile(r"\sstyle\s*="),
    "an event attribute": re.compile(r"\son[a-z]+\s*="),
    "a script in the page": re.compile(r"<script(?![^>]*\ssrc=)"),
    "a style in the page": re.compile(r"<style"),
    "text taken for safe": re.compile(r"\|\s*safe\b|autoescape\s+off|safeseq"),
    "unfinished words": re.compile(r"\bTODO\b|\bFIXME\b|(?i:\blorem\b)"),
    "a kind of agency": re.compile(r"\bagency\.kind\b|\.kind\s*==\s*[\"'](?:" + "|".join(Kind.values) + ")"),
    "an address elsewhere": re.compile(r"(?:src|action|data-[a-z-]*url)\s*=\s*[\"'](?:https?:)?//"),
}
MEASURES_OF_A_PERSON = {"score", "rank", "ranking", "risk", "danger", "dangerous", "dangerousness", "threat", "rating",
                        "points", "prediction", "priority", "propensity"}  # fmt: skip
EMPTY_SUFFIXES = ("_service", "_helper", "_helpers", "_utils", "_util", "_manager")


def test_functions_are_short() -> None:
    long = [
        f"{m.at(f)} {f.name}: {(f.end_lineno or 0) - f.lineno + 1}"
        for m in (*written(), *suite())
        for f in functions(m.tree)
        if (f.end_lineno or 0) - f.lineno + 1 > LONGEST_FUNCTION
    ]
    assert long == []


def test_modules_are_short() -> None:
    long = [f"{m.path}: {m.text.count(chr(10))}" for m in written() if m.text.count("\n") > LONGEST_MODULE]
    long += [f"{m.path}: {m.text.count(chr(10))}" for m in suite() if m.text.count("\n") > LONGEST_TEST]
    assert long == []


def test_every_signature_is_typed() -> None:
    untyped = []
    for module in written():
        for function in functions(module.tree):
            spec = function.args
            named = [*spec.posonlyargs, *spec.args, *spec.kwonlyargs, *filter(None, (spec.vararg, spec.kwarg))]
            missing = [a.arg for a in named if a.annotation is None and a.arg not in ("self", "cls")]
            if missing or function.returns is None:
                untyped.append(f"{module.at(function)} {function.name} {missing}")
    assert untyped == []


def test_every_module_class_and_public_function_says_its_rule() -> None:
    silent = []
    for module in written():
        if module.text.strip() and not ast.get_docstring(module.tree):
            silent.append(module.path)
        for node in module.tree.body:
            if not isinstance(node, ast.ClassDef | ast.FunctionDef) or node.name.startswith("_"):
                continue
            if not ast.get_docstring(node) and not _says_enough(module, node):
                silent.append(f"{module.at(node)} {node.name}")
    assert silent == []


def _says_enough(module: Module, node: ast.stmt) -> bool:
    """An app's name, and a command's `help`."""
    if isinstance(node, ast.ClassDef) and (module.path.endswith("apps.py") or node.name == "Command"):
        return True
    return _is_page_of_an_act(node)


def _is_page_of_an_act(node: ast.stmt) -> bool:
    """The act says what it does; its page only names it."""
    inner = node.body if isinstance(node, ast.ClassDef) else []
    return any(isinstance(line, ast.Assign) and getattr(line.targets[0], "id", "") == "act" for line in inner)


def test_names_say_what_a_thing_is() -> None:
    empty = [m.path for m in modules() if m.path.removesuffix(".py").endswith(EMPTY_SUFFIXES)]
    for module in written():
        for node in ast.walk(module.tree):
            if isinstance(node, ast.ClassDef | ast.FunctionDef) and node.name.lower().endswith(EMPTY_SUFFIXES):
                empty.append(f"{module.at(node)} {node.name}")
    assert empty == []


def test_no_forbidden_word_stands_in_the_code() -> None:
    found = [f"{m.path}: {hit.group()}" for m in written() for hit in FORBIDDEN.finditer(m.text)
             if not _defines_the_refusal(m, hit)]  # fmt: skip
    assert found == []


def _defines_the_refusal(module: Module, hit: "re.Match[str]") -> bool:
    """The kernel forbids raw() by defining it."""
    return module.path == "gvi/access/guarded.py" and hit.group() == ".raw("


def test_sql_is_written_in_the_kernel_only() -> None:
    found = [
        module.at(node)
        for module in written()
        if not module.path.startswith((*KERNEL, "ops/"))
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute) and node.attr in ("cursor", "execute", "executemany", "copy")
        and (node.attr == "cursor" or "cursor" in ast.dump(node.value))
    ]  # fmt: skip
    assert [place for place in found if not place.startswith(SPEAKS_TO_THE_DATABASE)] == []


# readyz asks "select 1"; a file is read under an advisory lock that outlasts a transaction
SPEAKS_TO_THE_DATABASE = ("gvi/portal/views.py", "gvi/spreadsheets/signed_payload.py")


@pytest.mark.parametrize("fault", IN_TEMPLATES)
def test_templates_are_plain(fault: str) -> None:
    found = [
        f"{path}:{text[: hit.start()].count(chr(10)) + 1}"
        for path, text in templates()
        for hit in IN_TEMPLATES[fault].finditer(text)
    ]
    assert found == []


def test_only_the_policy_names_a_kind_of_agency() -> None:
    found = []
    for module in written():
        if module.path.startswith(NAMES_KINDS):
            continue
        asks = [call for call, name in calls(module.tree) if name in ASKS_THE_POLICY]
        asked = {node for call in asks for arg in call.args for node in ast.walk(arg)}
        for node in ast.walk(module.tree):
            if node not in asked and _names_a_kind(node):
                found.append(module.at(node))
    assert found == []


def _names_a_kind(node: ast.AST) -> bool:
    if isinstance(node, ast.Attribute):
        owner = getattr(node.value, "attr", getattr(node.value, "id", ""))
        return owner == "Kind" or (node.attr == "kind" and owner in ("agency", "owner", "by"))
    if isinstance(node, ast.Compare):
        return any(isinstance(c, ast.Constant) and c.value in Kind.values for c in ast.walk(node))
    return False


def test_no_person_is_scored_ranked_or_predicted() -> None:
    """Architecture 10. Of groups a level of violence is kept; of a person nothing of the kind."""
    named = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if model._meta.app_label in {a.removeprefix("gvi.") for a in _own_apps()}
        for field in model._meta.get_fields()
        if set(field.name.lower().split("_")) & MEASURES_OF_A_PERSON
    }
    assert named == set()


def test_no_list_is_sorted_by_how_somebody_was_assessed() -> None:
    """A list of persons in the order of an assessment is a ranking, whatever it is called."""
    assessed = {"certainty", "role", "reliability", "accuracy", "violence", *MEASURES_OF_A_PERSON}
    found = []
    for module in written():
        for node in ast.walk(module.tree):
            for text in _orders(node):
                if set(re.split(r"__|_|-", text)) & assessed:
                    found.append(f"{module.at(node)} {text}")
    assert found == []


def _orders(node: ast.AST) -> list[str]:
    """The names in order_by(…), ordering = […] and order = (…)."""
    inner: ast.AST | None = None
    if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in ("order_by", "earliest", "latest"):
        inner = ast.Tuple(elts=list(node.args), ctx=ast.Load())
    if isinstance(node, ast.Assign | ast.AnnAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        if any(getattr(target, "id", "") in ("order", "ordering") for target in targets):
            inner = node.value
    constants = [] if inner is None else [node.value for node in ast.walk(inner) if isinstance(node, ast.Constant)]
    return [value for value in constants if isinstance(value, str)]


def _own_apps() -> set[str]:
    return {config.name for config in apps.get_app_configs() if config.name.split(".")[0] in APPS}
