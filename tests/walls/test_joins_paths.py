"""Every way from any model to a guarded one, made from the models: no JOIN brings what its own manager would not show.

The first wall alone: PostgreSQL lets everything through. There is a hidden row of each guarded model, of another agency
and of another partnership, all hanging together; whoever asks is the coordination.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.db.models import ForeignKey, ManyToOneRel, OneToOneRel

from gvi.access import context
from gvi.access.guarded import Guarded
from gvi.access.policy import Kind
from gvi.access.read_logging_guard import _is_content
from tests import factories as make
from tests.walls import seed
from tests.walls.test_twins import _hung, _parents_first

LONGEST = 3
# From system tables: only guardian's own way to the grants on a call-in, which carries the rule.
FROM_SYSTEM_TABLES = {("auth.Permission", "callingrant")}
Path = tuple[str, ...]


def paths(start: type[models.Model], longest: int = LONGEST) -> Iterator[tuple[Path, type[models.Model]]]:
    """Each chain of relations from this model that ends at a guarded model, and that model."""
    reached: list[tuple[Path, type[models.Model]]] = [((), start)]
    for _step in range(longest):
        reached = [((*path, name), model) for path, here in reached for name, model in _relations(here)]
        yield from ((path, model) for path, model in reached if issubclass(model, Guarded))


def _relations(model: type[models.Model]) -> Iterator[tuple[str, type[models.Model]]]:
    for field in model._meta.get_fields():
        if isinstance(field, ForeignKey | ManyToOneRel | OneToOneRel):
            yield field.name, field.related_model


GUARDED = sorted(seed.guarded(), key=lambda model: model._meta.label)
SYSTEM = [model for model in apps.get_models() if not issubclass(model, Guarded)]


def by_model(model: type[models.Model]) -> str:
    return str(model._meta.label)


def test_no_system_table_leads_to_guarded_rows() -> None:
    found = {(model._meta.label, *path) for model in SYSTEM for path, _end in paths(model, longest=1)}
    assert found == FROM_SYSTEM_TABLES


@pytest.fixture
def asking(without_second_wall: None) -> Iterator[Any]:
    """A superuser fills the tables; then the coordination looks."""
    place = make.partnership()
    coordination = make.agency(place, Kind.COORDINATION, leads=True)
    others = [make.agency(place, kind) for kind in (Kind.POLICE, Kind.SOCIAL_SERVICES)]
    others.append(make.agency(make.partnership(), Kind.SOCIAL_SERVICES))
    for agency in (coordination, *others):
        rows: dict[Any, Any] = {}
        for model in _parents_first():
            if seed.may_own(model, agency):
                rows[model] = seed.row(model, agency, **_hung(model, rows))
    with context.enter_context(context.for_agencies(coordination)):
        yield coordination


def test_every_join_brings_only_what_the_managers_show(asking: Any) -> None:
    shown: dict[Any, Any] = {model: set(model.objects.values_list("pk", flat=True)) for model in GUARDED}
    leaks, tried = [], 0
    for start in [*GUARDED, *SYSTEM]:
        for path, end in paths(start):
            name = "__".join(path)
            joined = start._default_manager.filter(
                **{f"{name}__version__gte": 0}
            )  # else Django leaves the last JOIN out
            found = set(joined.values_list(f"{name}__pk", flat=True))
            tried += 1
            if not found <= shown[end]:
                leaks.append(f"{start._meta.label}: {name}")
    assert leaks == []
    assert tried > 300
    assert any(set(models.QuerySet(model).values_list("pk", flat=True)) - shown[model] for model in GUARDED)


@pytest.mark.parametrize("start", GUARDED, ids=by_model)
def test_personal_data_is_not_to_be_had_as_values_over_any_join(start: type[Guarded], asking: Any) -> None:
    for path, end in paths(start, longest=2):
        for field in end._meta.concrete_fields:
            if _is_content(field):
                with pytest.raises(TypeError, match="reading it is logged"):
                    start.objects.values_list("__".join([*path, field.name]))
