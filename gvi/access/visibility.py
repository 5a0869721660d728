"""Whether a row is seen, as the first wall asks it: the read clause of the policy, compiled into a query's SQL."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.expressions import Col, Expression
from django.db.models.sql.compiler import SQLCompiler

from gvi.access import context, policy
from gvi.access.policy import Clause, Reach, Relation
from gvi.access.policy.relations import OPEN, OWNER
from gvi.access.row_security import NOT_ENDED, column, held_at_work, role_today

if TYPE_CHECKING:
    from gvi.access.guarded import Guarded

Condition = tuple[str, list[Any]]  # SQL and its parameters


class VisibilityKey(models.Func):
    """Who sees a row, as one number to index: its owner's id if it is the owner's own, -1 for the core, -2 for all.

    With `VisibilityKey("owner", "reach")` after the column that a list is ordered by, PostgreSQL skips invisible rows
    while it scans the index.
    """

    arity = 2
    output_field = models.IntegerField()
    sql = "CASE {reach} WHEN 0 THEN {owner} WHEN 1 THEN -1 ELSE -2 END"

    def as_sql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, *_how: Any, **_context: Any
    ) -> tuple[str, tuple[Any, ...]]:
        owner, reach = (compiler.compile(column)[0] for column in self.get_source_expressions())
        return f"({self.sql.format(owner=owner, reach=reach)})", ()


class VisibleTo(Expression):
    """Whether the audience may see a row. Compiled when the query runs, with the context in force then.

    In a JOIN (with an alias) the rule comes on top of the same rule on the table that the query starts from. There it
    is written as a CASE, whose selectivity the planner does not estimate. Otherwise it would count the rule twice,
    expect next to no rows, and fetch and sort all of them.
    """

    conditional = True
    output_field = models.BooleanField()

    def __init__(self, model: type["Guarded"], alias: str | None = None, *, asked: Clause | None = None) -> None:
        """`asked`: another clause than the one that says who reads."""
        super().__init__()
        rule = policy.for_model(model._meta.label) or policy.CLOSED
        can_be_open = max(rule.reaches) > Reach.OWN
        self.clause = asked or (rule.read if can_be_open else rule.read.without(OPEN))
        self.model, self.readers = model, model.named_readers
        self.taken_back = model.taken_back
        asked_always = ["partnership", *([model.taken_back] if model.taken_back else [])]
        self.names = [*asked_always, *dict.fromkeys(name for each in self.clause.relations for name in _asked(each))]
        self.joined = alias is not None
        columns = [models.F(name) if alias is None else Col(alias, column(model, name)) for name in self.names]
        self.columns = cast("list[Col]", columns)  # Django resolves F to Col before it compiles

    def get_source_expressions(self) -> list[Col]:
        return self.columns

    def set_source_expressions(self, exprs: Sequence[Any]) -> None:
        self.columns = list(exprs)

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
        now = context.current()
        columns = {name: compiler.compile(each)[0] for name, each in zip(self.names, self.columns, strict=True)}
        conditions = self._alternatives(now, columns, compiler)
        within = " OR ".join(sql for sql, _params in conditions) or "false"
        within = within if len(conditions) == 1 else f"({within})"
        params = [now.partnership, *(param for _sql, params in conditions for param in params)]
        standing = f" AND NOT {columns[self.taken_back]}" if self.taken_back else ""
        sql = f"{columns['partnership']} = %s AND {within}{standing}"
        return f"(CASE WHEN {sql} THEN 1 ELSE 0 END <> 0)" if self.joined else f"({sql})", tuple(params)

    def _alternatives(self, now: context.Context, columns: dict[str, str], compiler: SQLCompiler) -> list[Condition]:
        """Each alternative of the clause. Where owner or open suffices, both are one condition that indexes support."""
        clause, both = self.clause, OWNER | OPEN
        if set(both.alternatives) <= set(clause.alternatives):
            conditions, clause = [_owner_or_open(now, columns)], clause.without(both)
        else:
            conditions = []
        for together in clause.alternatives:
            parts = [self._condition(relation, now, columns, compiler) for relation in together]
            asked = " AND ".join(sql for sql, _ in parts) or "true"
            conditions.append((asked, [p for _, params in parts for p in params]))
        return conditions

    def _condition(
        self, relation: Relation, now: context.Context, columns: dict[str, str], compiler: SQLCompiler
    ) -> Condition:
        match relation.name:
            case "owner":
                return f"{columns['owner']} = %s", [now.me]
            case "open":
                return f"{columns['reach']} >= %s", [now.needed_reach]
            case "receiver":
                until = f"{columns['readable_until']} > statement_timestamp()"
                return f"({columns['receiver']} = %s AND {until})", [now.me]
            case "named":
                reader = f"r.content_object_id = {columns['id']} AND r.user_id = %s"
                exists = f"EXISTS (SELECT 1 FROM {self.readers} r WHERE {reader})"
                return f"(NOT {columns[relation.about]} OR {exists})", [now.user]
            case "seen":
                return self._seen(relation.about, columns[relation.about], compiler)
            case "assigned":
                mine = f"w.content_object_id = {columns['id']} AND w.user_id = %s AND w.owner_id = %s"
                return f"EXISTS (SELECT 1 FROM {relation.about} w WHERE {mine} AND {NOT_ENDED})", [now.user, now.me]
            case "unassigned":
                return f"NOT EXISTS ({held_at_work(relation.about, columns['id'])})", []
            case "holds":
                who = f"a.user_id = %s AND a.agency_id = %s AND {role_today(relation.about)}"
                return f"EXISTS (SELECT 1 FROM partnerships_affiliation a WHERE {who})", [now.user, now.me]
        raise ValueError(f"{relation} is not asked of whoever reads a row.")

    def _seen(self, name: str, key: str, compiler: SQLCompiler) -> Condition:
        """The parent's own rule, asked of the parent."""
        field = column(self.model, name)
        parent, alias = cast("type[Guarded]", field.related_model), f"seen_{self.model._meta.model_name}_{name}"
        rule, params = compiler.compile(VisibleTo(parent, alias))
        exists = f"EXISTS (SELECT 1 FROM {parent._meta.db_table} {alias} WHERE {alias}.id = {key} AND {rule})"
        return (f"({key} IS NULL OR {exists})" if field.null else exists), list(params)


def _asked(relation: Relation) -> tuple[str, ...]:
    """The columns that a relation asks about."""
    match relation.name:
        case "owner":
            return ("owner",)
        case "open":
            return ("reach",)
        case "receiver":
            return ("receiver", "readable_until")
        case "named":
            return (relation.about, "id")
        case "seen":
            return (relation.about,)
        case "holds":
            return ()
    return ("id",)


def _owner_or_open(now: context.Context, columns: dict[str, str]) -> Condition:
    """The agency owns the row, or it is open. For an agency of the core one indexed key answers both.

    Outside the core it cannot: an agency there may own a row that reaches the core only, and the key hides its owner.
    """
    if now.needed_reach == Reach.CORE:
        return f"{VisibilityKey.sql.format(**columns)} IN (%s, -1, -2)", [now.me]
    return f"({columns['owner']} = %s OR {columns['reach']} >= %s)", [now.me, now.needed_reach]
