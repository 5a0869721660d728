"""Guarded rows: the first wall. A manager that filters by the context, and a foreign key that takes the rule along.

A manager alone leaks through select_related, spanning filters and aggregates. So guarded models refer to each other
only by GuardedForeignKey, which puts the rule of both sides into every JOIN (traps 23). The README says which private
hooks of Django this uses, and which tests notice when one of them no longer holds.
"""

import uuid
from collections.abc import Collection, Iterable, Sequence
from functools import cache
from typing import Any, ClassVar, Self, TypeVar, cast

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.expressions import Col, Expression
from django.db.models.sql import Query
from django.db.models.sql.compiler import SQLCompiler
from django.db.models.sql.where import AND, WhereNode

from gvi.access import context, policy, read_logging_guard, recording
from gvi.access.policy import Reach, Relation
from gvi.access.policy.relations import OPEN, OWNER
from gvi.access.row_security import RowSecurity, column
from gvi.text.shared_text import refuse_national_ids

M = TypeVar("M", bound="Guarded", covariant=True)
ST = TypeVar("ST")  # what may be set on a reference, and what it gives
GT = TypeVar("GT")
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

    def __init__(self, model: type["Guarded"], alias: str | None = None) -> None:
        super().__init__()
        rule = policy.for_model(model._meta.label) or policy.CLOSED
        can_be_open = max(rule.reaches) > Reach.OWN
        self.clause = rule.read if can_be_open else rule.read.without(OPEN)
        self.readers = model.named_readers
        self.taken_back = model.taken_back
        asked = ["partnership", *([model.taken_back] if model.taken_back else [])]
        self.names = [*asked, *dict.fromkeys(name for each in self.clause.relations for name in _asked(each))]
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
        conditions = self._alternatives(now, columns)
        within = " OR ".join(sql for sql, _params in conditions) or "false"
        within = within if len(conditions) == 1 else f"({within})"
        params = [now.partnership, *(param for _sql, params in conditions for param in params)]
        standing = f" AND NOT {columns[self.taken_back]}" if self.taken_back else ""
        sql = f"{columns['partnership']} = %s AND {within}{standing}"
        return f"(CASE WHEN {sql} THEN 1 ELSE 0 END <> 0)" if self.joined else f"({sql})", tuple(params)

    def _alternatives(self, now: context.Context, columns: dict[str, str]) -> list[Condition]:
        """Each alternative of the clause. Where owner or open suffices, both are one condition that indexes support."""
        clause, both = self.clause, OWNER | OPEN
        if set(both.alternatives) <= set(clause.alternatives):
            conditions, clause = [_owner_or_open(now, columns)], clause.without(both)
        else:
            conditions = []
        for together in clause.alternatives:
            parts = [self._condition(relation, now, columns) for relation in together]
            asked = " AND ".join(sql for sql, _ in parts) or "true"
            conditions.append((asked, [p for _, params in parts for p in params]))
        return conditions

    def _condition(self, relation: Relation, now: context.Context, columns: dict[str, str]) -> Condition:
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
        raise ValueError(f"{relation} is not asked of whoever reads a row.")


def _asked(relation: Relation) -> tuple[str, ...]:
    """The columns that a relation asks about."""
    columns = {"owner": ("owner",), "open": ("reach",), "receiver": ("receiver", "readable_until")}
    return columns.get(relation.name) or (relation.about, "id")


def _owner_or_open(now: context.Context, columns: dict[str, str]) -> Condition:
    """The agency owns the row, or it is open. For an agency of the core one indexed key answers both.

    Outside the core it cannot: an agency there may own a row that reaches the core only, and the key hides its owner.
    """
    if now.needed_reach == Reach.CORE:
        return f"{VisibilityKey.sql.format(**columns)} IN (%s, -1, -2)", [now.me]
    return f"({columns['owner']} = %s OR {columns['reach']} >= %s)", [now.me, now.needed_reach]


class GuardedForeignKey(models.ForeignKey[ST, GT]):
    """A foreign key between guarded rows. It carries the rule of both sides into every JOIN.

    `home=True`: parent and child have the same owner, held by a composite key. Otherwise the writer must see the
    parent, held by the insert policy. Hidden and missing give the same refusal either way (traps 6).
    """

    def __init__(self, to: Any, *, home: bool = False, **kwargs: Any) -> None:
        self.home = home
        kwargs["on_delete"] = models.PROTECT
        kwargs["db_constraint"] = not home
        super().__init__(to, **kwargs)

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("on_delete", None)
        kwargs.pop("db_constraint", None)
        if self.home:
            kwargs["home"] = True
        return name, path, args, kwargs

    def get_extra_restriction(self, alias: str | None, related_alias: str | None) -> WhereNode:
        """Django calls this for every JOIN over the key, in either direction, and adds the result to its ON."""
        sides = ((self.remote_field.model, alias), (self.model, related_alias))
        rules: list[Any] = [VisibleTo(cast(type[Guarded], model), a) for model, a in sides if a is not None]
        return WhereNode(rules, connector=AND)


class GuardedQuerySet(models.QuerySet[M, M]):
    """Rows that the audience may see. There is no way to delete, to upsert or to read past the log."""

    def published(self) -> Self:
        """Rows that reach the core agencies at least."""
        return self.filter(reach__gte=Reach.CORE)

    def order_by(self, *field_names: Any) -> Self:
        """Order rows, and equal rows by their key, so that the order never depends on the plan of a query.

        PostgreSQL chooses the plan by all rows of a table, so an order that it leaves open would tell of hidden rows.
        """
        names = {name.removeprefix("-") for name in field_names if isinstance(name, str)}
        if not field_names or self.query.values_select or names & _unique_fields(self.model):
            return super().order_by(*field_names)
        return super().order_by(*field_names, "pk")

    def _values(self, *fields: Any, **expressions: Any) -> Self:
        """values() and values_list() both end here, with the columns resolved."""
        clone = super()._values(*fields, **expressions)  # type: ignore[misc]  # private: the stubs leave it out
        shown = clone.query.annotation_select.values()
        read_logging_guard.refuse([*clone.query.select, *shown])
        return clone

    def _annotate(self, args: tuple[Any, ...], kwargs: dict[str, Any], select: bool = True) -> Self:
        """annotate() ends here. alias() does too, with select=False: it loads nothing."""
        clone = super()._annotate(args, kwargs, select)  # type: ignore[misc]  # private: the stubs leave it out
        if select:
            read_logging_guard.refuse(clone.query.annotation_select.values(), unless_of=self.model)
        return clone

    def aggregate(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        wanted = [*args, *kwargs.values()]
        read_logging_guard.refuse(
            [expression.resolve_expression(self.query.chain(), summarize=True) for expression in wanted]
        )
        return super().aggregate(*args, **kwargs)

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        if kwargs.get("ignore_conflicts") or kwargs.get("update_conflicts"):
            raise TypeError("An upsert reveals hidden rows; find the row first.")
        objs, running = list(objs), recording.current_recorder()
        for obj in objs:
            obj._stamp()
        made = super().bulk_create(objs, *args, **kwargs)
        running.made += objs  # only now: an attempt that was refused leaves nothing in the log
        return made

    def update(self, **fields: Any) -> int:
        """Change many rows in one statement, inside an act. The values before are recorded, as save() does."""
        running = recording.current_recorder()
        rows = list(self.select_for_update(of=("self",)))
        values = {name: value for name, value in fields.items() if not hasattr(value, "resolve_expression")}
        for row in rows:
            before = {name: getattr(row, column(self.model, name).attname) for name in fields}
            running.changed.append((row, before))
            for name, value in values.items():
                setattr(row, name, value)
            row._guard_text(fields)
        fields["version"] = models.F("version") + 1
        changed = self.model._base_manager.filter(pk__in=[row.pk for row in rows])
        count = models.QuerySet.update(changed, **fields)
        running.expect(count == len(rows))
        for row in rows:
            row.refresh_from_db()
        return count

    update.alters_data = True  # type: ignore[attr-defined]

    def bulk_update(self, *args: Any, **kwargs: Any) -> int:
        raise TypeError("Use update() or save(): bulk_update would bypass the log.")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise TypeError("Nothing is deleted by hand (domain 2.11 rule 19).")

    def raw(self, *args: Any, **kwargs: Any) -> Any:
        raise TypeError("Raw SQL would bypass the first wall.")


@cache
def _unique_fields(model: type[models.Model]) -> frozenset[str]:
    """The fields of which no two rows of a partnership have the same value. A query sees one partnership only."""
    of_partnership = (set(constraint.fields) - {"partnership"} for constraint in model._meta.total_unique_constraints)
    alone = {name for fields in of_partnership if len(fields) == 1 for name in fields}
    return frozenset({"pk", *alone, *(field.name for field in model._meta.concrete_fields if field.unique)})


@cache
def visible_rows(model: type["Guarded"]) -> Query:
    """The query for the rows of a model that the audience may see; every manager starts from a copy of it.

    It is built once, because building it costs more than most queries. The audience is no part of it: VisibleTo is
    compiled when a query runs, with the context in force then.
    """
    return models.QuerySet(model).filter(VisibleTo(model)).query


class GuardedManager(models.Manager[M]):
    """The only way to a guarded table. A model with queries of its own declares
    `objects = GuardedManager.from_queryset(GroupQuerySet)()`, where GroupQuerySet extends GuardedQuerySet.
    """

    _queryset_class = GuardedQuerySet

    def get_queryset(self) -> GuardedQuerySet[M]:
        rows = cast(GuardedQuerySet[M], super().get_queryset())
        rows.query = visible_rows(self.model).chain()
        return rows

    def published(self) -> GuardedQuerySet[M]:
        """Rows that reach the core agencies at least."""
        return self.get_queryset().published()


class GuardedModelBase(models.base.ModelBase):
    """Gives each guarded model its managers, the constraints of its abstract bases, and its row security.

    Django would use a plain manager for related rows, and drops the constraints of a base where a model has a Meta of
    its own. Row security comes last: it needs the label and the references that only the finished model has.
    """

    def __new__(cls, name: str, bases: tuple[type, ...], attrs: dict[str, Any], **kwargs: Any) -> Any:
        meta = attrs.get("Meta")
        if getattr(meta, "abstract", False):
            return super().__new__(cls, name, bases, attrs, **kwargs)
        inherited = [
            constraint for base in bases for constraint in getattr(getattr(base, "Meta", None), "constraints", ())
        ]
        attrs["Meta"] = type(
            "Meta",
            (meta,) if meta else (),
            {
                "constraints": [*inherited, *getattr(meta, "constraints", [])],
                "base_manager_name": "objects",
                "default_manager_name": "objects",
            },
        )
        model = cast(type[models.Model], super().__new__(cls, name, bases, attrs, **kwargs))
        model._meta.constraints = [*model._meta.constraints, RowSecurity.for_model(model)]
        return model


class Guarded(models.Model, metaclass=GuardedModelBase):
    """A row of case data: it belongs to one agency and reaches as far as its policy and its owner allow."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partnership = models.ForeignKey(
        "partnerships.Partnership", models.PROTECT, related_name="+", editable=False, db_index=False
    )
    owner = models.ForeignKey("partnerships.Agency", models.PROTECT, related_name="+", editable=False)
    reach = models.PositiveSmallIntegerField(choices=Reach.choices, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects: ClassVar[GuardedManager[Self]] = GuardedManager()
    named_readers = ""
    taken_back = ""  # the boolean column that says that a row was taken back: nobody sees it any more

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert as yourself, or update exactly what changed. Raises OutsideAct where no act runs."""
        if args or kwargs:
            raise TypeError("A guarded row is saved as it is: save() takes nothing.")
        running = recording.current_recorder()
        if self._state.adding:
            self._stamp()
            super().save(force_insert=True)
            running.made.append(self)
        elif before := self._before():
            self._guard_text(before)
            self.version += 1
            super().save(force_update=True, update_fields=[*map(self._field_name, before), "version"])
            running.changed.append((self, before))
        self._loaded = {field.attname: getattr(self, field.attname) for field in self._meta.concrete_fields}

    def get_absolute_url(self) -> str:
        """The row's own page; for a row without one the first page."""
        return "/"

    @classmethod
    def from_db(cls, db: str | None, field_names: Collection[str], values: Collection[Any], **more: Any) -> Self:
        row = super().from_db(db, field_names, values, **more)
        row._loaded = dict(zip(field_names, values, strict=True))
        recording.record_read(row)
        return row

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("Nothing is deleted by hand (domain 2.11 rule 19).")

    @property
    def is_open(self) -> bool:
        return self.reach > Reach.OWN

    @property
    def is_mine(self) -> bool:
        return self.owner_id == context.current().me

    def _stamp(self) -> None:
        now = context.current()
        self.partnership_id = now.partnership
        if not self.owner_id:  # otherwise it is written to another agency, and row security decides whether it may be
            self.owner_id = now.actor
        if cast("int | None", self.reach) is None:  # the act has not chosen one
            self.reach = (policy.for_model(self._meta.label) or policy.CLOSED).reaches[0]
        self._guard_text()

    def _before(self) -> dict[str, Any]:
        """The fields that differ from what was loaded, with the values they had."""
        return {
            name: value
            for name, value in getattr(self, "_loaded", {}).items()
            if name in self.__dict__ and self.__dict__[name] != value
        }

    def _field_name(self, attname: str) -> str:
        return next(field.name for field in self._meta.concrete_fields if field.attname == attname)

    def _guard_text(self, changed: Iterable[str] | None = None) -> None:
        """Refuse national ids in the texts of an open row (architecture 3). Widening the reach checks all of them."""
        if not self.is_open:
            return
        unscanned = (policy.for_model(self._meta.label) or policy.CLOSED).unscanned
        everything = changed is None or "reach" in changed
        for field in self._meta.concrete_fields:
            if (
                isinstance(field, models.CharField | models.TextField)
                and field.name not in unscanned
                and (everything or field.attname in (changed or ()))
            ):
                refuse_national_ids(field.name, getattr(self, field.attname))
