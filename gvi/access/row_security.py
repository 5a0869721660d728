"""The second wall: row security in PostgreSQL, written as a constraint so that it is part of the table's migration."""

from collections.abc import Sequence
from typing import Any, cast

from django.db.models import BaseConstraint, Field, ForeignKey, Model

from gvi.access import policy
from gvi.access.db_roles import APP
from gvi.access.policy.relations import GRANTED, NOBODY, TELLER, Clause, Relation

# Raise it when the SQL below changes: `makemigrations` then writes row security again for every installed database.
REVISION = 1

TODAY = "(statement_timestamp() AT TIME ZONE 'Europe/Stockholm')::date"
NOT_ENDED = f"(w.ends_on IS NULL OR w.ends_on >= {TODAY})"  # a grant `w` of guardian that holds today
PARTNERSHIP = "partnership_id = (select gvi.partnership())"


class RowSecurity(BaseConstraint):
    """Row security of one guarded table: FORCE, a policy for each command, composite keys to parents, no DELETE.

    `clauses` are the four of the policy, as text, so that a migration stays as it was written. Everything holds within
    the partnership, and whoever writes must see the parents. Who owns a row never changes, so who may own it is asked
    on insert only; how far it reaches only its owner may change. A child with a home key always has its parent's owner:
    when another agency inserts a child under a write grant (a seat on a code), it belongs to the owner of the code.
    """

    def __init__(
        self,
        *,
        name: str,
        revision: int,
        reaches: list[int],
        homes: list[str],
        parents: list[str],
        clauses: dict[str, str],
    ) -> None:
        super().__init__(name=name)
        self.revision = revision
        self.reaches, self.homes, self.parents = list(reaches), list(homes), list(parents)
        self.clauses = dict(clauses)

    @classmethod
    def for_model(cls, model: type[Model]) -> "RowSecurity":
        """The row security that the policy table and the model's own references ask for."""
        meta = model._meta
        rule = policy.for_model(meta.label) or policy.CLOSED
        references = {field.name: field for field in meta.local_fields if hasattr(field, "home")}
        return cls(
            name=f"{meta.app_label}_{meta.model_name}_wall",
            revision=REVISION,
            reaches=sorted(int(reach) for reach in rule.reaches),
            homes=sorted(name for name, field in references.items() if field.home),
            parents=sorted(name for name, field in references.items() if not field.home),
            clauses=rule.clauses,
        )

    def deconstruct(self) -> tuple[str, Sequence[Any], dict[str, Any]]:
        path, args, kwargs = super().deconstruct()
        names = ("revision", "reaches", "homes", "parents", "clauses")
        return path, args, kwargs | {name: getattr(self, name) for name in names}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, RowSecurity) and self.deconstruct() == other.deconstruct()

    def __hash__(self) -> int:
        return hash(self.name)

    def validate(self, *args: Any, **kwargs: Any) -> None:
        """Nothing to do: PostgreSQL asks with every statement."""

    # --- SQL

    def constraint_sql(self, model: Any, schema_editor: Any) -> str:
        """A policy cannot be part of CREATE TABLE: it follows at the end of the migration."""
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
        """The SQL of the row security, besides the keys to parents."""
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
        if self._clause("update") == NOBODY:
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
        parents = self._see_parents(model)
        read = _all(PARTNERSHIP, self._sql("read", model))
        insert = _all(PARTNERSHIP, self._sql("insert", model), self._sql("owners", model), *parents)
        update = _all(PARTNERSHIP, self._sql("update", model))
        migrate = "current_setting('gvi.migrating', true) = 'on'"
        policies = [
            f"CREATE POLICY {table}_read ON {table} FOR SELECT USING ({read})",
            f"CREATE POLICY {table}_insert ON {table} FOR INSERT WITH CHECK ({insert})",
            f"CREATE POLICY {table}_migrate ON {table} TO CURRENT_USER USING ({migrate}) WITH CHECK ({migrate})",
        ]
        if self._clause("update") != NOBODY:
            checked = _all(update, *parents)
            policies.append(
                f"CREATE POLICY {table}_update ON {table} FOR UPDATE USING ({update}) WITH CHECK ({checked})"
            )
        return policies

    def _clause(self, name: str) -> Clause:
        return Clause.parse(self.clauses[name])

    def _sql(self, name: str, model: type[Model]) -> str:
        """A clause as a condition; empty where it asks nothing."""
        clause = self._clause(name)
        if clause == NOBODY:
            return "false"
        alternatives = [[condition(relation, model) for relation in together] for together in clause.alternatives]
        if len(alternatives) == 1:
            return _all(*alternatives[0])
        return "(" + " OR ".join(c[0] if len(c) == 1 else f"({_all(*c)})" for c in alternatives) + ")"

    def _see_parents(self, model: type[Model]) -> list[str]:
        """The writer must see each parent; the subquery runs under the parent's own row security.

        A parent with the same owner needs to be asked only where agencies other than the owner write.
        """
        conditions = []
        others_write = self._clause("update").mentions(GRANTED("")) or self._clause("insert").mentions(TELLER)
        for name in self.parents + (self.homes if others_write else []):
            field = _reference(model, name)
            parent = field.related_model._meta.db_table
            exists = f"EXISTS (SELECT 1 FROM {parent} q WHERE q.id = {field.column})"
            conditions.append(f"({field.column} IS NULL OR {exists})" if field.null else exists)
        return conditions

    def _home_key(self, model: type[Model], name: str) -> str:
        field = _reference(model, name)
        table, parent = model._meta.db_table, field.related_model._meta.db_table
        return (
            f"ALTER TABLE {table} ADD CONSTRAINT {table}_{name}_home"
            f" FOREIGN KEY (partnership_id, owner_id, {field.column})"
            f" REFERENCES {parent} (partnership_id, owner_id, id) DEFERRABLE INITIALLY DEFERRED"
        )


def condition(relation: Relation, model: type[Model]) -> str:
    """A relation as PostgreSQL asks it of a row. The context's sub-selects run once a statement, not once a row."""
    table = model._meta.db_table
    match relation.name:
        case "owner":
            return "owner_id = (select gvi.me())"
        case "open":
            return "reach >= (select gvi.needed_reach())"
        case "receiver":
            return "(receiver_id = (select gvi.me()) AND readable_until > statement_timestamp())"
        case "teller":
            return "teller_id = (select gvi.me())"
        case "writer":
            return "user_id IS NOT DISTINCT FROM (select gvi.person())"
        case "visitor":
            return "owner_id = (select gvi.receiver())"
        case "keepers":
            return "(select gvi.keeps())"
        case "request_takers":
            return _agency_of_the_partnership(table, "owner", " AND a.takes_requests")
        case "local_receiver":
            return _agency_of_the_partnership(table, "receiver")
        case "named":
            return _named(table, relation.about)
        case "seen":
            return _seen(model, relation.about)
        case "assigned":
            mine = f"w.content_object_id = {table}.id AND w.user_id = (select gvi.person())"
            return f"EXISTS (SELECT 1 FROM {relation.about} w WHERE {mine} AND {NOT_ENDED})"
        case "unassigned":
            return f"NOT EXISTS ({held_at_work(relation.about, f'{table}.id')})"
        case "holds":
            who = "a.user_id = (select gvi.person()) AND a.agency_id = (select gvi.me())"
            return f"EXISTS (SELECT 1 FROM partnerships_affiliation a WHERE {who} AND {role_today(relation.about)})"
        case "granted":
            return _granted(model, relation.about)
    raise ValueError(f"{relation} has no SQL.")


def _agency_of_the_partnership(table: str, column: str, more: str = "") -> str:
    return (
        f"EXISTS (SELECT 1 FROM partnerships_agency a WHERE a.group_ptr_id = {table}.{column}_id"
        f" AND a.partnership_id = {table}.partnership_id{more})"
    )


def _named(table: str, column: str) -> str:
    """Guardian's grants to users, on the row itself."""
    return (
        f"(NOT {column} OR EXISTS (SELECT 1 FROM {table}reader r"
        f" WHERE r.content_object_id = {table}.id AND r.user_id = (select gvi.person())))"
    )


def _seen(model: type[Model], name: str) -> str:
    """Asked under the parent's own row security. A reference that is empty hides nothing.

    The parent's policy may ask about this very table (guardian's grants). PostgreSQL refuses such a circle of
    sub-selects, so there a function asks.
    """
    field = _reference(model, name)
    table, parent = model._meta.db_table, field.related_model._meta.db_table
    column = f"{table}.{field.column}"
    if table in _grant_tables(field.related_model):
        return f"gvi.sees('{parent}', {column})"
    exists = f"EXISTS (SELECT 1 FROM {parent} q WHERE q.id = {column})"
    return f"({column} IS NULL OR {exists})" if field.null else exists


def _grant_tables(model: type[Model]) -> set[str]:
    """The tables of guardian's grants to users that the policy of a model asks about."""
    rule = policy.for_model(model._meta.label) or policy.CLOSED
    assigned = {relation.about for relation in rule.read.relations if relation.name == "assigned"}
    return assigned | {f"{model._meta.db_table}reader" for each in rule.read.relations if each.name == "named"}


def held_at_work(about: str, row: str) -> str:
    """The grants on a row whose holder works on it today: not as a stand-in, and in one of the roles that may."""
    grants, *roles = about.split()
    return (
        f"SELECT 1 FROM {grants} w"
        " JOIN partnerships_affiliation a ON a.user_id = w.user_id AND a.agency_id = w.owner_id"
        f" JOIN partnerships_user u ON u.id = w.user_id AND u.is_active WHERE w.content_object_id = {row}"
        f" AND NOT w.stands_in AND {NOT_ENDED} AND {role_today(*roles)}"
    )


def role_today(*roles: str) -> str:
    """Whether the affiliation `a` is to one of these roles and in force today, by the clock of the database.

    Written with OR: PostgreSQL writes a list for IN in another way once it is restored from a dump.
    """
    named = " OR ".join(f"a.role = '{role}'" for role in roles)
    return (
        f"({named}) AND a.suspended_at IS NULL AND a.starts_on <= {TODAY}"
        f" AND (a.ends_on IS NULL OR a.ends_on >= {TODAY})"
    )


def _granted(model: type[Model], reference: str) -> str:
    """Guardian's write grants of the agency on the container."""
    container = _reference(model, reference)
    parent = container.related_model._meta.db_table
    return (
        f"{container.column} IN (SELECT g.content_object_id FROM {parent}grant g"
        " JOIN auth_permission p ON p.id = g.permission_id"
        f" WHERE g.group_id = (select gvi.me()) AND p.codename = 'write_{model._meta.model_name}')"
    )


def _all(*conditions: str) -> str:
    return " AND ".join(condition for condition in conditions if condition)


def column(model: type[Model], name: str) -> "Field[Any, Any]":
    """A field that is a column of the model's own table."""
    return cast("Field[Any, Any]", model._meta.get_field(name))


def _reference(model: type[Model], name: str) -> ForeignKey[Any, Any]:
    return cast("ForeignKey[Any, Any]", model._meta.get_field(name))


def row_security_of(model: type[Model]) -> list[RowSecurity]:
    """The row security of a model: one constraint for a guarded model, none for a system table."""
    return [c for c in model._meta.constraints if isinstance(c, RowSecurity)]
