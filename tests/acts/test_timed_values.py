"""What is remembered for a while: JSON, until its time and no shorter, and nothing that runs when it is read."""

import ast
import base64
import importlib
import json
import os
import pickle
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string

from gvi.acts import timed_values
from gvi.acts.models import TimedValue
from tests.architecture import source
from tests.conftest import ROOT

pytestmark = pytest.mark.django_db
UNPICKLES = {"pickle", "cPickle", "_pickle", "marshal", "shelve", "dill", "cloudpickle", "joblib", "jsonpickle"}


class Bomb:
    def __reduce__(self) -> Any:
        return os.putenv, ("GVI_TEST_BOMB", "1")


# --- no pickle


def settings_of_ours() -> Iterator[tuple[str, str]]:
    """Every text in a setting that leads to code: a dotted path in the settings, however deep."""

    def texts(value: Any) -> Iterator[str]:
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            for each in value.values():
                yield from texts(each)
        elif isinstance(value, list | tuple | set):
            for each in value:
                yield from texts(each)

    for name in dir(settings):
        if name.isupper() and name != "TEST_RUNNER":  # serves nobody
            for text in texts(getattr(settings, name)):
                if text.count(".") and text.replace(".", "").replace("_", "").isalnum():
                    yield name, text


def test_no_setting_names_a_backend_that_unpickles() -> None:
    """Cache, sessions, messages, signing, jobs: the module of each, and what it inherits from."""
    found = []
    for name, path in settings_of_ours():
        for module in modules_behind(path):
            if imported(tree_of(module)) & UNPICKLES:
                found.append(f"{name}: {path} by {module.__name__}")
    assert found == []
    assert {"json"} == set(settings.CELERY_ACCEPT_CONTENT) == {settings.CELERY_TASK_SERIALIZER}


def modules_behind(path: str) -> set[Any]:
    try:
        thing = import_string(path)
    except (ImportError, ValueError):
        try:
            return {importlib.import_module(path)}
        except (ImportError, ValueError):
            return set()
    classes = thing.__mro__ if isinstance(thing, type) else [thing]
    names = {str(getattr(each, "__module__", "builtins")) for each in classes} - {"builtins"}
    return {module for name in names if (module := importlib.import_module(name)).__file__}


def tree_of(module: Any) -> ast.AST:
    return ast.parse(Path(module.__file__).read_text())


def imported(tree: ast.AST) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add((node.module or "").split(".")[0])
            names |= {alias.name for alias in node.names}
    return names


def test_no_module_of_ours_unpickles() -> None:
    ours = [*source.modules(), *(source._read(path) for path in (ROOT / "ops").rglob("*.py"))]
    assert [module.path for module in ours if imported(module.tree) & UNPICKLES] == []


def test_the_test_itself_can_see_a_backend_that_unpickles() -> None:
    behind = modules_behind("django.core.cache.backends.db.DatabaseCache")
    assert any(imported(tree_of(module)) & UNPICKLES for module in behind)
    assert ("SESSION_ENGINE", settings.SESSION_ENGINE) in set(settings_of_ours())


def test_a_stored_pickle_is_text_and_nothing_more(client: Any) -> None:
    """Whoever writes to the database puts one under every key that signing in asks for."""
    cache.set("somebody", 1, 60)
    client.post(reverse("account_login"), {"login": "u@prov.example", "password": "fel ord fel ord fel"})
    bomb = base64.b64encode(pickle.dumps(Bomb())).decode()
    assert TimedValue.objects.update(value=bomb) > 1
    assert cache.get("somebody") == bomb
    client.raise_request_exception = False
    client.post(reverse("account_login"), {"login": "u@prov.example", "password": "fel ord fel ord fel"})
    assert "_auth_user_id" not in client.session
    assert "GVI_TEST_BOMB" not in os.environ


@pytest.mark.parametrize("value", [Bomb(), object(), {1, 2}, b"bytes", timezone.now()], ids=type)
def test_what_json_cannot_hold_is_refused(value: Any) -> None:
    with pytest.raises(TypeError):
        cache.set("k", value, 60)


# --- until its time and no shorter


def test_a_flood_pushes_nothing_out() -> None:
    for _ in range(5):
        number, _until = timed_values.count("locked", seconds=900)
    cache.set("used", "y", 900)
    for index in range(1000):
        timed_values.count(f"random {index}", seconds=900)
        cache.set(f"more {index}", index, 900)
    assert timed_values.count("locked", seconds=900)[0] == number + 1 == 6
    assert cache.get("used") == "y"
    assert cache.add("used", "z", 900) is False


def test_a_value_ends_with_its_time_and_goes() -> None:
    with time_machine.travel("2026-11-20 08:00+01:00", tick=False) as clock:
        cache.set("k", [1.5, 2], 60)
        assert timed_values.count("n", seconds=60) == (1, timezone.now() + timedelta(seconds=60))
        clock.shift(59)
        assert cache.get("k") == [1.5, 2]
        assert cache.add("k", 3, 60) is False
        assert timed_values.count("n", seconds=60) == (2, timezone.now() + timedelta(seconds=1))
        clock.shift(1)
        assert cache.get("k", "gone") == "gone"
        assert cache.add("k", 3, 60) is True
        assert timed_values.count("n", seconds=60)[0] == 1
        clock.shift(61)
        cache.set("other", 1, 60)
        assert TimedValue.objects.count() == 1


def test_a_count_is_taken_back_but_never_below_nothing() -> None:
    timed_values.uncount("n")
    timed_values.count("n", seconds=60)
    timed_values.uncount("n")
    timed_values.uncount("n")
    assert timed_values.count("n", seconds=60)[0] == 1


def test_what_would_never_end_is_refused() -> None:
    with pytest.raises(ValueError, match="end"):
        cache.set("k", 1, None)


def test_the_table_holds_no_address_and_no_name() -> None:
    cache.set("allauth:rl:ip:192.0.2.7", [1], 60)
    timed_values.count("maja.lind@norrby.example", seconds=60)
    stored = json.dumps(list(TimedValue.objects.values_list("key", "value")))
    assert len(set(TimedValue.objects.values_list("key", flat=True))) == 2
    assert not {"192.0.2.7", "maja", "norrby"} & {word for word in ("192.0.2.7", "maja", "norrby") if word in stored}


def test_nothing_in_the_application_empties_it() -> None:
    called = [m.at(node) for m in source.written() for node, name in source.calls(m.tree)
              if name == "clear" and ast.unparse(node.func) in ("cache.clear", "caches.clear")]  # fmt: skip
    assert called == []


@pytest.mark.django_db(transaction=True)
def test_many_at_once_are_counted_one_by_one() -> None:
    numbers: list[int] = []

    def try_it() -> None:
        try:
            numbers.append(timed_values.count("same", seconds=60)[0])
        finally:
            connection.close()

    threads = [threading.Thread(target=try_it) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(numbers) == list(range(1, 9))
