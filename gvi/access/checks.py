"""System checks: a model or a table unknown to the policy fails `manage.py check`, and so does a leaking reference."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig, apps
from django.core.checks import Error, Tags, register
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import ForeignKey, Model

from gvi.access import drift, grants, names, policy
from gvi.access.guarded import CarryingForeignKey, Guarded, GuardedForeignKey
from gvi.access.policy import Reach
from gvi.access.row_security import row_security_of

Apps = Sequence[AppConfig] | None
Databases = Sequence[str] | None


@register(Tags.security)
def every_model_has_a_policy(app_configs: Apps = None, **_kwargs: object) -> list[Error]:
    """Each model is in exactly one of the two lists of the policy, and everything in the lists is a model."""
    models = {model._meta.label: model for model in apps.get_models()}
    errors = [
        Error(f"{label} is not in gvi/access/policy.", hint="Say whether it is guarded.", id="gvi.E001")
        for label, model in models.items()
        if label not in (policy.POLICY if issubclass(model, Guarded) else policy.SYSTEM)
    ]
    errors += [
        Error(f"{label} is in the policy table but is no such model.", id="gvi.E002")
        for label in [*policy.POLICY, *policy.SYSTEM]
        if label not in models
    ]
    return errors


@register(Tags.security)
def every_guarded_model_has_row_security(app_configs: Apps = None, **_kwargs: object) -> list[Error]:
    """One row security each."""
    return [
        Error(f"{model._meta.label} has no row security.", id="gvi.E003")
        for model in apps.get_models()
        if issubclass(model, Guarded) and len(row_security_of(model)) != 1
    ]


@register(Tags.security)
def every_reference_carries_the_rule(app_configs: Apps = None, **_kwargs: object) -> list[Error]:
    """No model, guarded or not, refers to guarded rows or is found from system rows without the rule in the JOIN."""
    return [
        error
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.local_fields
        if isinstance(field, ForeignKey)
        for error in _reference_errors(model, field)
    ]


def _reference_errors(model: type[Model], field: "ForeignKey[Any, Any]") -> list[Error]:
    name, is_guarded = f"{model._meta.label}.{field.name}", issubclass(model, Guarded)
    if not issubclass(field.related_model, Guarded):
        if is_guarded and not field.remote_field.hidden and not isinstance(field, CarryingForeignKey):
            hint = 'Set related_name="+", or use CarryingForeignKey.'
            return [Error(f"{name} leads from a system table to guarded rows.", hint=hint, id="gvi.E013")]
        return []
    if not is_guarded:
        return [Error(f"{name} points at guarded rows from a system table.", hint="Guard it.", id="gvi.E014")]
    if not isinstance(field, GuardedForeignKey):
        return [Error(f"{name} must be a GuardedForeignKey.", id="gvi.E004")]
    mine, theirs = policy.for_model(model._meta.label), policy.for_model(field.related_model._meta.label)
    if not mine or not theirs:
        return []
    if max(mine.reaches) > Reach.OWN and max(theirs.reaches) == Reach.OWN:
        return [Error(f"{name} points from an open table to a closed one.", id="gvi.E005")]
    if field.home and theirs.is_named and mine.log is policy.Log.READS and not _follows(mine, field.name):
        hint = f"Add SEEN({field.name!r}) to each alternative of its read clause."
        return [Error(f"{name} hangs by rows that are read by name, and is not.", hint=hint, id="gvi.E015")]
    return []


def _follows(rule: policy.TablePolicy, reference: str) -> bool:
    """Whether every alternative by which a row is read asks whether what it hangs by is seen."""
    return all(
        any((relation.name, relation.about) == ("seen", reference) for relation in together)
        for together in rule.read.alternatives
    )


@register(Tags.security)
def every_writer_can_be_granted(app_configs: Apps = None, **_kwargs: object) -> list[Error]:
    """Each write grant in the policy is a permission of the container it is granted on."""
    containers = {model._meta.model_name: model for model in apps.get_models()}
    return [
        Error(f"{containers[grant.about]._meta.label} has no permission {codename}.", id="gvi.E006")
        for label, rule in policy.POLICY.items()
        for grant in rule.grants
        if (codename := "write_" + label.split(".")[1].lower()) not in dict(containers[grant.about]._meta.permissions)
    ]


@register(Tags.security)
def every_column_of_the_policy_exists(app_configs: Apps = None, **_kwargs: object) -> list[Error]:
    """A column that the policy names is one of the model, so that a renamed column cannot lose its protection."""
    return [
        Error(f"The policy names {model._meta.label}.{column}, which does not exist.", id="gvi.E009")
        for model in apps.get_models()
        if (rule := policy.for_model(model._meta.label))
        for column in sorted(rule.columns - {field.name for field in model._meta.concrete_fields})
    ]


@register(Tags.security)
def every_name_is_looked_for(app_configs: Apps = None, **_kwargs: object) -> list[Error]:
    """Each table with personal data says which columns hold names, and a name finder looks for those names."""
    errors = [
        Error(f"{label} does not say which of its columns hold names.", hint="Set `names`.", id="gvi.E010")
        for label, rule in policy.POLICY.items()
        if rule.log == policy.Log.READS and rule.names is None
    ]
    return errors + [
        Error(
            f"Nothing looks for the names in {label} in texts that other agencies read.",
            hint="Register a finder with gvi.access.names.finds_names_of when the app is ready.",
            id="gvi.E011",
        )
        for label in names.without_finder()
    ]


@register(Tags.database)
def every_table_is_known(databases: Databases = None, **_kwargs: object) -> list[Error]:
    """Each table in the database belongs to a model that the policy knows, so that none is left unprotected."""
    if DEFAULT_DB_ALIAS not in (databases or []):
        return []
    known = {m._meta.db_table for m in apps.get_models(include_auto_created=True)} | set(policy.SYSTEM_TABLES)
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        tables = {table.name for table in connections[DEFAULT_DB_ALIAS].introspection.get_table_list(cursor)}
    return [Error(f"Table {name} is unknown to the policy.", id="gvi.E007") for name in sorted(tables - known)]


@register(Tags.database)
def row_security_is_as_the_code_writes_it(databases: Databases = None, **_kwargs: object) -> list[Error]:
    """Policies, triggers, keys, flags and grants in the database are those that the code would write.

    Compared only once all migrations have run, and only as the tables' owner: the run-time role cannot.
    """
    if DEFAULT_DB_ALIAS not in (databases or []) or not drift.can_be_compared():
        return []
    return [
        Error(
            f"Row security of {table} differs from the code: {', '.join(names)}.",
            hint="Raise REVISION in gvi/access/row_security.py, or undo what was changed in the database.",
            id="gvi.E008",
        )
        for table, names in drift.differences().items()
    ]


@register(Tags.database)
def the_runtime_role_may_do_what_the_policy_says(databases: Databases = None, **_kwargs: object) -> list[Error]:
    """What the run-time role may do with each table, guarded or not, is what the policy gives it."""
    if DEFAULT_DB_ALIAS not in (databases or []) or not drift.can_be_compared():
        return []
    return [
        Error(f"Privileges on {name} differ from the policy.", hint="Run `manage.py grants`.", id="gvi.E012")
        for name in grants.differences()
    ]
