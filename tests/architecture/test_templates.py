"""Templates and style sheets: their lines can be read, and nothing in them is left over."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.template import Context, Engine, Template
from django.template.base import FilterExpression, Node, Variable
from django.template.utils import get_app_template_dirs

from callins.models import CallIn
from tests.architecture.source import ROOT, modules, templates

LONGEST_LINE = 160
STYLES = ("static/gvi.css", "static/callins/evening.css")
SCRIPTS = ("static/gvi.js", "static/drafts.js", "static/callins/evening.js")
# What Django and allauth set, beside constants.
GIVEN = {
    "True", "False", "None", "block", "csrf_token", "field", "fields", "forloop", "form", "formset", "hidden_fields",
    "messages", "request", "user", "view", "widget", "MFA_RECOVERY_CODES_SHOW_ONCE", "MFA_SUPPORTED_TYPES",
    "authenticators", "can_download_codes", "can_generate_codes", "can_view_codes", "is_mfa_enabled",
    "reauthentication_alternatives", "redirect_field", "total_count", "totp_svg_data_uri", "unused_code_count",
    "unused_codes",
}  # fmt: skip
SETTERS = ("for", "with", "include", "blocktranslate")


def test_lines_are_short() -> None:
    """A picture that stands in a style sheet as its own address cannot be broken."""
    long = [
        f"{path}:{number}: {len(line)}"
        for path, text in (*templates(), *((path, _read(path)) for path in STYLES))
        for number, line in enumerate(text.splitlines(), start=1)
        if len(line) > LONGEST_LINE and "url(" not in line
    ]
    assert long == []


def test_every_template_is_rendered_by_something() -> None:
    """By our code, by another template, or by a package whose template it replaces."""
    folders = [Path(folder) for folder in get_app_template_dirs("templates")]
    named = _texts() | {name for _path, text in templates() for name in re.findall(r'"([\w/]+\.html)"', text)}
    unused = [name for name in _sources() if name not in named and not any((at / name).exists() for at in folders)]
    assert unused == []


def test_every_block_is_filled_by_a_template_below() -> None:
    """A block that nothing fills, and one that fills nothing, is left over."""
    blocks = {name: set(re.findall(r"{% block (\w+)", text)) for name, text in _sources().items()}
    below: dict[str, set[str]] = {name: set() for name in blocks}
    above: dict[str, set[str]] = {name: set() for name in blocks}
    for name in blocks:
        for parent in _parents(name):
            below[parent] |= blocks[name]
            above[name] |= blocks[parent]
    assert [f"{n} {b}" for n in blocks for b in sorted(blocks[n] - below[n] - above[n])] == []


def test_every_variable_is_set_by_something() -> None:
    """A template asks for no context that neither the code nor a template sets."""
    known = GIVEN | _names_that_code_sets() | _names_that_templates_set()
    compiled = {name: Engine.get_default().get_template(name) for name in _sources()}
    asked = {(name, variable) for name, template in compiled.items() for variable in _variables(template.nodelist)}
    assert sorted(f"{name} {variable}" for name, variable in asked if variable not in known) == []


def test_a_template_cannot_ask_an_object_for_what_it_does_not_have() -> None:
    """What `tests/conftest.py` sees to in every test that renders a page."""
    shown = Context({"callin": CallIn(), "given": {}, "nobody": None})
    assert Template("{{ missing }}{{ given.missing }}{{ nobody.name }}").render(shown) == ""
    with pytest.raises(AssertionError, match="has no starts_at_at"):
        Template("{{ callin.starts_at_at }}").render(shown)


def test_every_class_of_the_style_sheets_is_used() -> None:
    texts = [*_sources().values(), *_texts(), *(_read(path) for path in SCRIPTS)]
    used = {word for text in texts for word in re.findall(r"[\w-]+", text)}
    rules = "".join(re.sub(r"/\*.*?\*/", "", _read(path), flags=re.DOTALL) for path in STYLES)
    assert sorted(set(re.findall(r"\.(gvi-[\w-]+)", rules)) - used) == []


def test_every_class_of_the_templates_has_a_rule() -> None:
    attributes = [value for text in _sources().values() for value in re.findall(r'class="([^"]*)"', text)]
    asked = {word for value in attributes for word in re.findall(r"gvi-[\w-]+", value)}
    rules = "".join(_read(path) for path in STYLES)
    assert sorted(asked - set(re.findall(r"\.(gvi-[\w-]+)", rules))) == []


def _read(path: str) -> str:
    return (ROOT / path).read_text()


@cache
def _sources() -> dict[str, str]:
    """The text of each template, by the name that code calls it by."""
    return {path.removeprefix("templates/"): text for path, text in templates()}


def _parents(name: str) -> Iterator[str]:
    """The templates that this one extends, the nearest ones first."""
    if found := re.match(r"{% extends (.*?) %}", _sources()[name]):
        for parent in re.findall(r"[\w/]+\.html", found[1]):
            yield parent
            yield from _parents(parent)


@cache
def _texts() -> set[str]:
    """Every text constant of our code."""
    constants = (node for module in modules() for node in ast.walk(module.tree) if isinstance(node, ast.Constant))
    return {node.value for node in constants if isinstance(node.value, str)}


def _names_that_code_sets() -> set[str]:
    """Named arguments and the keys of dictionaries: what context is made of."""
    found: set[str] = set()
    for module in modules():
        for node in ast.walk(module.tree):
            if isinstance(node, ast.keyword):
                found.add(node.arg or "")
            if isinstance(node, ast.Dict):
                found |= {str(key.value) for key in node.keys if isinstance(key, ast.Constant)}
    return found


def _names_that_templates_set() -> set[str]:
    text = "".join(_sources().values())
    found = set(re.findall(r" (?:as|asvar) (\w+) ", text))
    for names in re.findall(r"{% for (.*?) in ", text):
        found |= set(re.split(r",\s*", names))
    for tag in re.findall(rf"{{% (?:{'|'.join(SETTERS)}) (.*?) %}}", text):
        found |= set(re.findall(r"(\w+)=", tag))
    return found


def _variables(part: object) -> Iterator[str]:
    """The first name of each variable in a compiled template: `row` of `row.owner.title`."""
    if isinstance(part, Variable):
        if part.lookups:
            yield part.lookups[0]
    elif isinstance(part, FilterExpression):
        yield from _variables(part.var)
        for _filter, arguments in part.filters:
            yield from _variables([argument for is_variable, argument in arguments if is_variable])
    elif isinstance(part, list | tuple):
        for each in part:
            yield from _variables(each)
    elif isinstance(part, dict):
        yield from _variables(list(part.values()))
    elif isinstance(part, Node) or type(part).__module__.startswith(("django.template", "django.templatetags")):
        own = {name: value for name, value in vars(part).items() if name not in ("origin", "parser", "token")}
        yield from _variables(own)
