"""Reading personal data as plain values would bypass the read log, so it is loaded as objects or only counted."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Aggregate, Count, IntegerField, Model
from django.db.models.expressions import Col

from gvi.access import policy
from gvi.access.policy import Log

KERNEL = ("reach", "version")


def refuse(expressions: Iterable[Any], *, unless_of: type[Model] | None = None) -> None:
    """Refuse expressions that would load a column of personal data as a plain value. Raises TypeError.

    Ids, references and counts say nothing about a person, and neither does an aggregate of whole numbers. A sub-query
    was checked when its own values were chosen. `unless_of` is the model whose rows are loaded as objects, and logged,
    anyway.
    """
    for column in _columns(expressions, aggregated=False):
        if column.target.model is not unless_of and _is_content(column.target):
            raise TypeError(f"Load {column.target} as part of an object: reading it is logged.")


def _columns(expressions: Iterable[Any], *, aggregated: bool) -> Iterator[Col]:
    for expression in expressions:
        if expression is None or isinstance(expression, Count):
            continue
        if isinstance(expression, Col):
            if not (aggregated and isinstance(expression.target, IntegerField)):
                yield expression
        elif hasattr(expression, "get_source_expressions") and not hasattr(expression, "query"):
            inner = expression.get_source_expressions()
            yield from _columns(inner, aggregated=aggregated or isinstance(expression, Aggregate))


def _is_content(field: Any) -> bool:
    rule = policy.for_model(field.model._meta.label)
    if rule is None or rule.log is not Log.READS or field.is_relation or field.primary_key:
        return False
    return field.name in rule.content if rule.content else field.name not in KERNEL
