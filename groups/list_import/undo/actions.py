"""The act that undoes an import."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy

from groups.list_import.undo.rules import made_by, nothing_rests
from groups.models import Dossier, ImportedRow, ListImport, ListImportState, Membership
from groups.people.retraction.actions import close_excluded
from gvi.access.guarded import Guarded
from gvi.access.principal import Principal
from gvi.acts.act import act

# What identifies a person: a dossier that goes keeps nothing of it.
EMPTY = {
    "given_name": "", "family_name": "", "alias": "", "national_id": "", "national_id_key": "",
    "birth_year": None, "municipality": "",
}  # fmt: skip


@act(
    "groups.undo_import", on=ListImport, moves=ListImportState.DONE >> ListImportState.UNDONE,
    requires=[nothing_rests], danger=True, done=gettext_lazy("The import is undone."),
    label=gettext_lazy("Undo the import"), icon="arrow-back-up", log=gettext_lazy("undid the import of a list"),
)  # fmt: skip
def undo_import(list_import: ListImport, *, by: Principal) -> ListImport:
    """Take back all that the import made, and give what it changed its old values.

    Whoever goes is emptied of what identifies a person. Nobody sees the rows any more.
    """
    made = made_by(list_import)
    for row in made.changed:
        _give_back(row.membership or row.dossier, row)
    for membership in made.new_memberships:
        _set(membership, {"undone": True, "grounds": ""})
    for dossier in made.new_dossiers:
        _set(dossier, {"undone": True, **EMPTY})
    for group in made.made_groups:
        _set(group, {"undone": True})
    for pk, (name, _version) in list_import.renamed.items():
        _set(made.groups[pk], {"name": name})
    close_excluded(by=by, dossiers={row.dossier_id for row in made.rows})
    return list_import


def _give_back(row: Dossier | Membership, imported: ImportedRow) -> None:
    """Give a row its old values. Protection that a list has brought stays: it is never taken away unasked."""
    fields = {field.name: field for field in row._meta.concrete_fields}
    values = {name: fields[name].to_python(value) for name, value in imported.before.items() if name != "protected"}
    _set(row, values | ({"national_id": "", "national_id_key": ""} if imported.adds_number else {}))


def _set(row: Guarded, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
