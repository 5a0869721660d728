"""Rights and roles: a right that does not exist stops the import, and a role can be explained to an auditor."""

import re
from collections.abc import Iterator
from importlib import import_module

import pytest
from django.utils.translation import override

from gvi.access.policy import ROLES, Right, Role, RolePolicy, rights_of
from gvi.acts.act import REGISTRY, act
from gvi.documents.registry import papers
from gvi.pages.base import Page
from tests.architecture.source import APPS, ROOT, written

README = ROOT / "gvi/access/README.md"


@pytest.fixture(scope="module", autouse=True)
def everything_is_imported() -> None:
    for module in written():
        if module.path.endswith(("/actions.py", "/urls.py")):
            import_module(module.name)


def pages(base: type[Page] = Page) -> Iterator[type[Page]]:
    """Every page that has an address, and the bases of such pages."""
    for page in base.__subclasses__():
        if page.__module__.startswith(APPS):
            yield page
        yield from pages(page)


def test_acts_pages_and_papers_name_rights_of_the_policy() -> None:
    needed = [page.needs for page in pages() if hasattr(page, "needs")]
    named = [*(declared.name for declared in REGISTRY.values()), *needed, *(paper.needs for paper in papers)]
    assert len(needed) > 100
    assert [name for name in named if not isinstance(name, Right)] == []


def test_a_constant_is_called_like_its_right() -> None:
    assert [right for right in Right if right.name != right.value.upper().replace(".", "_")] == []


def test_every_right_opens_something_and_some_role_has_it() -> None:
    code = "\n".join(module.text for module in written() if not module.path.startswith("gvi/access/policy/"))
    asked = {Right[name] for name in re.findall(r"\bRight\.([A-Z_]+)", code)}
    assert set(Right) == {declared.name for declared in REGISTRY.values()} | asked
    assert set(Right) == {right for role in Role for right in rights_of(role)}


def test_a_right_that_does_not_exist_raises_at_once() -> None:
    with pytest.raises(ValueError, match=r"groups\.sea"):
        act("groups.sea")(lambda by: None)
    with pytest.raises(ValueError, match=r"groups\.sea"):
        type("Misspelt", (Page,), {"needs": "groups.sea"})
    with pytest.raises(AttributeError):
        type("Misspelt", (RolePolicy,), {"role": Role.STEERING, "rights": frozenset({Right.GROUPS_SEA})})  # type: ignore[attr-defined]


def test_every_role_is_described_in_both_languages() -> None:
    assert set(ROLES) == set(Role)
    texts = {}
    for language in ("en", "sv"):
        with override(language):
            texts[language] = {role: str(role.description) for role in Role}
    assert all(texts["en"].values())
    assert [role for role in Role if texts["sv"][role] == texts["en"][role]] == []


def test_roles_that_are_described_by_another_have_its_rights() -> None:
    assert rights_of(Role.EXIT_COORDINATOR) == rights_of(Role.SOCIAL_WORKER)
    assert rights_of(Role.ANALYST) < rights_of(Role.POLICE_COORDINATOR)
    assert rights_of(Role.PROBATION_OFFICER) < rights_of(Role.PROBATION_COORDINATOR)
    assert rights_of(Role.STEERING) < rights_of(Role.MANAGER)


def test_the_readme_lists_the_roles_as_the_policy_describes_them() -> None:
    section = README.read_text(encoding="utf-8").split("## Roles")[1].split("\n## ")[0]
    rows = re.findall(r"^\| ([^|]+) \| ([^|]+) \|$", section, re.MULTILINE)
    with override("en"):
        assert rows[1:] == [(str(role.label), str(role.description)) for role in Role]
