"""The second wall: row security in PostgreSQL, written as a constraint so that it stands in the table's migration."""

from collections.abc import Sequence
from typing import Any, cast

from django.db.models import BaseConstraint, Field, ForeignKey, Model

from gvi.access import policy
from gvi.access.db_roles import APP

# Raise it when the SQL below changes: `makemigrations` then writes the walls anew in every installed database.
REVISION = 1

PLACE = "partnership_id = (select gvi.partnership())"
MINE = "owner_id = (select gvi.me())"
OPEN = "reach >= (select gvi.circle())"
TO_ME = "(receiver_id = (select gvi.me()) AND readable_until > statement_timestamp())"
LEFT = "owner_id = (select gvi.receiver())"


class RowSecurity(BaseConstraint):
    """Row security of one guarded table: FORCE, a policy per command, composite keys to parents, no DELETE.

    Read: partnership equal, and owner equal or reach enough for this audience. Insert: as yourself, under parents that
    you see. Update: own rows, or open rows whose kind your agency holds guardian's write grant for. Who owns a row
    never changes; how far it reaches is its owner's to say. Where a granted kind hangs on another agency's row by a
    home key (a seat on a code), the holder of the grant may also make it: the key gives it to that agency, not to the
    maker. Somebody outside may leave with the leading agency what the policy says, and sees nothing at all. What was
    handed to another agency that agency reads and answers too, as long as it may; never one of another partnership.
    """

    def __init__(
        self,
        *,
        name: str,
        revision: int,
        reaches: list[int],
        homes: list[str],
        parents: list[str],
        grant: str = "",
        named_by: str = "",
        keepers_only: bool = False,
        frozen: bool = False,
        told_by: str = "owner",
        from_outside: bool = False,
        received: bool = False,
        handed: bool = False,
    ) -> None:
        super().__init__(name=name)
        self.revision = revision
        self.reaches, self.homes, self.parents = list(reaches), list(homes), list(parents)
        self.grant, self.named_by, self.keepers_only = grant, named_by, keepers_only
        self.frozen, self.told_by = frozen, told_by
        self.from_outside, self.received, self.handed = from_outside, received, handed

    @classmethod
    def of(cls, label: str, attrs: dict[str, Any]) -> "RowSecurity":
        """The wall that the policy table and the model's own references ask for."""
        row = policy.for_model(label) or policy.TablePolicy(policy.OWN, policy.Log.READS, policy.Retention.REVIEWED)
        refs = {name: field for name, field in attrs.items() if hasattr(field, "home")}
        return cls(
            name="%(app_label)s_%(class)s_wall",
            revision=REVISION,
            reaches=sorted(int(reach) for reach in row.reaches),
            homes=sorted(name for name, field in refs.items() if field.home),
            parents=sorted(name for name, field in refs.items() if not field.home),
            grant=row.granted_on if row.writers else "",
            named_by=row.named_by or "",
            keepers_only=row.keepers_only,
            frozen=row.frozen,
            told_by=row.told_by,
            from_outside=row.from_outside,
            received=row.received,
            handed=row.handed,
        )

    def deconstruct(self) -> tuple[str, Sequence[Any], dict[str, Any]]:
        path, args, kwargs = super().deconstruct()
        kwargs |= {"revision": self.revision, "reaches": self.reaches, "homes": self.homes, "parents": self.parents}
        optional = {
            "grant": self.grant,
            "named_by": self.named_by,
            "keepers_only": self.keepers_only,
            "frozen": self.frozen,
            "from_outside": self.from_outside,
            "received": self.received,
            "handed": self.handed,
        }
        kwargs |= {key: value for key, value in optional.items() if value}
        if self.told_by != "owner":
            kwargs["told_by"] = self.told_by
        return path, args, kwargs

    def __eq__(self, other: object) -> bool:
        return isinstance(other, RowSecurity) and self.deconstruct() == other.deconstruct()

    def __hash__(self) -> int:
        return hash(self.name)

    def validate(self, *args: Any, **kwargs: Any) -> None:
        """The database speaks for itself."""

    # --- SQL

    def constraint_sql(self, model: Any, schema_editor: Any) -> str:
        """Inside CREATE TABLE there is no room for a policy: it follows at the end of the migration."""
        schema_editor.deferred_sql.append(self.create_sql(model, schema_editor))
        return ""

    def create_sql(self, model: Any, schema_editor: Any) -> str:
        """The keys to parents follow at the end of the migration, when the parents' own keys exist."""
        schema_editor.deferred_sql.extend(self.home_keys(model))
        return ";\n".join(self.statements(model))

    def home_keys(self, model: type[Model]) -> list[str]:
        """The composite keys to the parents that have the same owner."""
        return [self._home_key(model, name) for name in self.homes]

    def statements(self, model: type[Model]) -> list[str]:
        """The SQL of the wall, besides the keys to parents."""
        table = model._meta.db_table
        statements = [
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} ADD CONSTRAINT {table}_reach CHECK (reach = ANY (ARRAY{self.reaches}))",
            f"ALTER TABLE {table} ADD CONSTRAINT {table}_home UNIQUE (partnership_id, owner_id, id)",
            *(self._policies(model)),
            f"CREATE TRIGGER {table}_keep BEFORE UPDATE OF id, partnership_id, owner_id, reach ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION gvi.keep_owner()",
            f"REVOKE DELETE, TRUNCATE, REFERENCES, TRIGGER ON {table} FROM {APP}",
        ]
        if self.frozen:
            statements.append(f"REVOKE UPDATE ON {table} FROM {APP}")
        return statements

    def remove_sql(self, model: Any, schema_editor: Any) -> str:
        table = model._meta.db_table
        return ";\n".join(
            [
                f"DROP TRIGGER {table}_keep ON {table}",
                *(f"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {table}_{name}_home" for name in self.homes),
                *(
                    f"DROP POLICY IF EXISTS {table}_{verb} ON {table}"
                    for verb in ("read", "insert", "update", "migrate")
                ),
                f"ALTER TABLE {table} DROP CONSTRAINT {table}_home CASCADE",
                f"ALTER TABLE {table} DROP CONSTRAINT {table}_reach",
                f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY",
                f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY",
            ]
        )

    def _policies(self, model: type[Model]) -> list[str]:
        table = model._meta.db_table
        mine = f"({MINE} OR {TO_ME})" if self.handed else MINE
        read = self._and(PLACE, f"({mine} OR {OPEN})", self._named(table))
        writable = f"({MINE} OR ({OPEN} AND {self._granted(model)}))" if self.grant else mine
        author = writable if self.grant and self.homes else f"{self.told_by}_id = (select gvi.me())"
        if self.from_outside:
            author = f"({author} OR {LEFT})"
        received = [self._agency(table, "owner", " AND a.takes_requests")] if self.received else []
        received += [self._agency(table, "receiver")] if self.handed else []
        insert = self._and(PLACE, author, self._keeper(), *received, *self._see_parents(model))
        update = self._and(PLACE, writable, self._keeper())
        migrate = "current_setting('gvi.migrating', true) = 'on'"
        policies = [
            f"CREATE POLICY {table}_read ON {table} FOR SELECT USING ({read})",
            f"CREATE POLICY {table}_insert ON {table} FOR INSERT WITH CHECK ({insert})",
            f"CREATE POLICY {table}_migrate ON {table} TO CURRENT_USER USING ({migrate}) WITH CHECK ({migrate})",
        ]
        if not self.frozen:
            checked = self._and(update, *self._see_parents(model))
            policies.append(
                f"CREATE POLICY {table}_update ON {table} FOR UPDATE USING ({update}) WITH CHECK ({checked})"
            )
        return policies

    @staticmethod
    def _and(*conditions: str) -> str:
        return " AND ".join(condition for condition in conditions if condition)

    def _keeper(self) -> str:
        return "(select gvi.keeps())" if self.keepers_only else ""

    @staticmethod
    def _agency(table: str, column: str, what: str = "") -> str:
        """Whoever tells it or gives it, it goes to an agency of the same partnership (domain 2.7; architecture 3)."""
        return (
            f"EXISTS (SELECT 1 FROM partnerships_agency a WHERE a.group_ptr_id = {table}.{column}_id"
            f" AND a.partnership_id = {table}.partnership_id{what})"
        )

    def _named(self, table: str) -> str:
        """Rows for named readers only: guardian's grants to users, on the row itself."""
        if not self.named_by:
            return ""
        readers = f"{table}reader"
        return (
            f"(NOT {self.named_by} OR EXISTS (SELECT 1 FROM {readers} r"
            f" WHERE r.content_object_id = {table}.id AND r.user_id = (select gvi.person())))"
        )

    def _granted(self, model: type[Model]) -> str:
        """Guardian's write grants of my agency on the container, asked once a statement."""
        container = _reference(model, self.grant)
        parent = container.related_model._meta.db_table
        codename = f"write_{model._meta.model_name}"
        return (
            f"{container.column} IN (SELECT g.content_object_id FROM {parent}grant g"
            " JOIN auth_permission p ON p.id = g.permission_id"
            f" WHERE g.group_id = (select gvi.me()) AND p.codename = '{codename}')"
        )

    def _see_parents(self, model: type[Model]) -> list[str]:
        """The writer must see each parent; the subquery runs under the parent's own wall."""
        seen = []
        for name in self.parents + (self.homes if self.grant else []):
            field = _reference(model, name)
            parent = field.related_model._meta.db_table
            exists = f"EXISTS (SELECT 1 FROM {parent} q WHERE q.id = {field.column})"
            seen.append(f"({field.column} IS NULL OR {exists})" if field.null else exists)
        return seen

    def _home_key(self, model: type[Model], name: str) -> str:
        field = _reference(model, name)
        table, parent = model._meta.db_table, field.related_model._meta.db_table
        return (
            f"ALTER TABLE {table} ADD CONSTRAINT {table}_{name}_home"
            f" FOREIGN KEY (partnership_id, owner_id, {field.column})"
            f" REFERENCES {parent} (partnership_id, owner_id, id) DEFERRABLE INITIALLY DEFERRED"
        )


def column(model: type[Model], name: str) -> "Field[Any, Any]":
    """A field that is a column of the model's own table."""
    return cast("Field[Any, Any]", model._meta.get_field(name))


def _reference(model: type[Model], name: str) -> ForeignKey[Any, Any]:
    return cast("ForeignKey[Any, Any]", model._meta.get_field(name))


def row_security_of(model: type[Model]) -> list[RowSecurity]:
    """The walls of a model: one for a guarded one, none for a system table."""
    return [c for c in model._meta.constraints if isinstance(c, RowSecurity)]
