"""Content of persons as plain values passes the read log by: it is read as objects, or counted, or not at all."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Aggregate, Count, IntegerField, Model
from django.db.models.expressions import Col

from gvi.access import policy
from gvi.access.policy import Log

KERNEL = ("reach", "version")


def refuse(expressions: Iterable[Any], *, unless_of: type[Model] | None = None) -> None:
    """Refuse what would bring such a column as a value. Raises TypeError.

    Ids, references and counts tell nothing of a person, nor does an aggregate of whole numbers; a sub-query was asked
    when it was made. `unless_of` names the model that is loaded as objects anyway, and logged by that.
    """
    for column in _columns(expressions, aggregated=False):
        if column.target.model is not unless_of and _is_content(column.target):
            raise TypeError(f"{column.target} is read as an object: its reads are logged.")


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
