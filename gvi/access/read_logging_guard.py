"""Reading personal data as plain values would bypass the read log, so it is loaded as objects or only counted."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Aggregate, Case, Count, Func, IntegerField, Lookup, Model, Subquery, Value, When
from django.db.models.expressions import Col, CombinedExpression, ExpressionWrapper, OrderBy, Star
from django.db.models.sql import Query
from django.db.models.sql.where import WhereNode

from gvi.access import policy
from gvi.access.policy import Log

KERNEL = ("reach", "version")
# What is looked through for columns. Anything else (raw SQL, a column of an outer query, a window) is refused.
KNOWN = (
    Value, Func, Aggregate, Case, When, CombinedExpression, ExpressionWrapper, OrderBy, Star, WhereNode, Lookup,
)  # fmt: skip


def refuse(expressions: Iterable[Any], *, unless_of: type[Model] | None = None, totals: bool = False) -> None:
    """Refuse expressions that would load a column of personal data as a plain value. Raises TypeError.

    Ids, references and counts say nothing about a person. A sub-query was checked when its own values were chosen.
    `unless_of` is the model whose rows are loaded as objects, and logged, anyway. `totals`: there is one answer for all
    rows, so an aggregate of whole numbers says nothing about one of them.
    """
    for column in _columns(expressions, totals=totals, aggregated=False):
        if column.target.model is not unless_of and _is_content(column.target):
            raise TypeError(f"Load {column.target} as part of an object: reading it is logged.")


def _columns(expressions: Iterable[Any], *, totals: bool, aggregated: bool) -> Iterator[Col]:
    for expression in expressions:
        if expression is None or isinstance(expression, Count | Subquery | Query):
            continue
        if isinstance(expression, Col):
            if not (totals and aggregated and isinstance(expression.target, IntegerField)):
                yield expression
        elif isinstance(expression, KNOWN) and "template" not in getattr(expression, "extra", {}):
            within = aggregated or isinstance(expression, Aggregate)
            yield from _columns(_parts(expression), totals=totals, aggregated=within)
        else:
            raise TypeError(f"{type(expression).__name__} could load anything: the read log cannot see what.")


def _parts(expression: Any) -> list[Any]:
    """What an expression is made of. The right side of a lookup may be a plain value."""
    return [part for part in expression.get_source_expressions() if hasattr(part, "resolve_expression") or part is None]


def _is_content(field: Any) -> bool:
    rule = policy.for_model(field.model._meta.label)
    if rule is None or rule.log is not Log.READS or field.is_relation or field.primary_key:
        return False
    return field.name in rule.content if rule.content else field.name not in KERNEL
