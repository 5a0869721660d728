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
from django.db.models.sql import Query
from django.db.models.sql.where import AND, WhereNode

from gvi.access import context, policy, read_logging_guard, recording
from gvi.access.policy import Clause, Reach, Relation
from gvi.access.row_security import RowSecurity, column
from gvi.access.visibility import VisibilityKey as VisibilityKey  # migrations know it by this name
from gvi.access.visibility import VisibleTo
from gvi.text.shared_text import refuse_national_ids

M = TypeVar("M", bound="Guarded", covariant=True)
ST = TypeVar("ST")  # what may be set on a reference, and what it gives
GT = TypeVar("GT")


class CarryingForeignKey(models.ForeignKey[ST, GT]):
    """A foreign key that carries the rule of its guarded sides into every JOIN."""

    def get_extra_restriction(self, alias: str | None, related_alias: str | None) -> WhereNode:
        """Django calls this for every JOIN over the key, in either direction, and adds the result to its ON."""
        sides = ((self.remote_field.model, alias), (self.model, related_alias))
        rules: list[Any] = [VisibleTo(model, a) for model, a in sides if a is not None and issubclass(model, Guarded)]
        return WhereNode(rules, connector=AND)


class GuardedForeignKey(CarryingForeignKey[ST, GT]):
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
            as_objects = self.model if clone._fields is None else None  # after values() there are none
            read_logging_guard.refuse(clone.query.annotation_select.values(), unless_of=as_objects)
        return clone

    def aggregate(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        wanted = [*args, *kwargs.values()]
        read_logging_guard.refuse(
            [expression.resolve_expression(self.query.chain(), summarize=True) for expression in wanted], totals=True
        )
        return super().aggregate(*args, **kwargs)

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        if kwargs.get("ignore_conflicts") or kwargs.get("update_conflicts"):
            raise TypeError("An upsert reveals hidden rows; find the row first.")
        objs, running = list(objs), recording.current_recorder()
        for obj in objs:
            obj._stamp()
        made = super().bulk_create(objs, *args, **kwargs)
        for obj in made:
            obj._note_loaded()
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

    def extra(self, *args: Any, **kwargs: Any) -> Any:
        raise TypeError("Raw SQL would bypass the read log.")

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
        self._note_loaded()

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

    def holds(self, relation: Relation) -> bool:
        """Whether the relation holds between the audience and this row, as the database knows it now."""
        asked = VisibleTo(type(self), asked=Clause(((relation,),)))
        return type(self).objects.filter(pk=self.pk).filter(asked).exists()

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

    def _note_loaded(self) -> None:
        """What the row holds now is what the database holds."""
        self._loaded = {field.attname: getattr(self, field.attname) for field in self._meta.concrete_fields}

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
