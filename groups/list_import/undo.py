"""Undoing an import: what it made goes, what it changed gets its old values back, as long as nothing rests on it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from groups.models import Dossier, DossierReader, Group, ImportedRow, ListImport, ListImportState, Membership
from gvi.access.guarded import Guarded
from gvi.access.principal import Principal
from gvi.acts.act import act
from gvi.acts.models import plain
from gvi.acts.requires import NotNow
from gvi.disclosures.models import DisclosureSource

# What identifies a person: a dossier that goes keeps nothing of it.
EMPTY = {
    "given_name": "", "family_name": "", "alias": "", "national_id": "", "national_id_key": "",
    "birth_year": None, "municipality": "",
}  # fmt: skip


# ------------------------------------------------------------------ what an import leaves behind


@dataclass
class Trail:
    """What a running import makes and changes."""

    made_groups: list[Group] = field(default_factory=list)
    renamed: list[tuple[Group, str]] = field(default_factory=list)
    new: list[Dossier | Membership] = field(default_factory=list)
    changed: list[tuple[Dossier | Membership, dict[str, Any], bool]] = field(default_factory=list)

    def made(self, rows: Iterable[Dossier | Membership]) -> None:
        self.new += rows

    def will_change(self, row: Dossier | Membership, changes: Mapping[str, Any]) -> None:
        """Keep the values that the row has now. A number brings the year of birth along."""
        adds_number = "digits" in changes
        names = [name for name in changes if name != "digits"] + (["birth_year"] if adds_number else [])
        self.changed.append((row, {name: plain(getattr(row, name)) for name in names}, adds_number))

    def save(self, by: Principal) -> None:
        """Keep it, if there is anything."""
        rows = [(row, {}, False, True) for row in self.new]
        rows += [(row, before, adds_number, False) for row, before, adds_number in self.changed]
        if not (rows or self.made_groups or self.renamed):
            return
        made = ListImport(
            imported_by=by.user,
            made_groups={str(group.pk): group.version for group in self.made_groups},
            renamed={str(group.pk): [name, group.version] for group, name in self.renamed},
            row_count=len(rows),
        )
        made.save()
        ImportedRow.objects.bulk_create(
            ImportedRow(
                list_import=made,
                dossier_id=row.dossier_id if isinstance(row, Membership) else row.pk,
                membership_id=row.pk if isinstance(row, Membership) else None,
                is_new=is_new,
                adds_number=adds_number,
                before=before,
                version_after=row.version,
            )
            for row, before, adds_number, is_new in rows
        )


# ------------------------------------------------------------------ what rests on it


@dataclass(frozen=True)
class Made:
    """An import's own rows, as they are now."""

    rows: list[ImportedRow]
    groups: dict[str, Group]  # made or renamed, by id
    made_groups: list[Group]

    @property
    def new_dossiers(self) -> list[Dossier]:
        return [row.dossier for row in self.rows if row.is_new and row.membership is None]

    @property
    def new_memberships(self) -> list[Membership]:
        return [row.membership for row in self.rows if row.is_new and row.membership is not None]

    @property
    def changed(self) -> list[ImportedRow]:
        return [row for row in self.rows if not row.is_new]


def made_by(list_import: ListImport) -> Made:
    """What the import made and changed, as far as the reader sees it."""
    rows = ImportedRow.objects.filter(list_import=list_import).select_related("dossier", "membership")
    wanted = [*list_import.made_groups, *list_import.renamed]
    groups = {str(group.pk): group for group in Group.objects.filter(pk__in=wanted)}
    return Made(list(rows), groups, [groups[pk] for pk in list_import.made_groups if pk in groups])


def nothing_rests(list_import: ListImport, by: Principal) -> None:
    """Nothing has been done with what the import made. Raises NotNow with all that has."""
    if resting := list(_resting(list_import, made_by(list_import))):
        told = _("The import cannot be undone, because something rests on it: %(what)s.")
        raise NotNow(told % {"what": "; ".join(resting)})


def _resting(list_import: ListImport, made: Made) -> Iterator[str]:
    if len(made.rows) != list_import.row_count or len(made.groups) != len(
        list_import.made_groups | list_import.renamed
    ):
        yield _("people or groups that only some of your colleagues may open")
        return
    if later := list(_changed_since(list_import, made)):
        text = ngettext("%(count)d row was changed later", "%(count)d rows were changed later", len(later))
        named = ", ".join(dict.fromkeys(later[:10]))
        yield f"{text % {'count': len(later)}} ({named})"
    yield from _referring(made.new_dossiers, besides=made.new_memberships)
    yield from _referring(made.made_groups, besides=made.new_memberships)
    new = [dossier.pk for dossier in made.new_dossiers]
    if others := DossierReader.objects.filter(content_object__in=new).exclude(user=list_import.imported_by).count():
        yield ngettext("%(count)d named reader", "%(count)d named readers", others) % {"count": others}
    if handed := DisclosureSource.objects.filter(row__in=new).count():
        yield ngettext("%(count)d disclosure", "%(count)d disclosures", handed) % {"count": handed}


def _changed_since(list_import: ListImport, made: Made) -> Iterator[str]:
    for row in made.rows:
        if (row.membership or row.dossier).version != row.version_after:
            yield str(row.dossier)
    versions = list_import.made_groups | {pk: version for pk, (_name, version) in list_import.renamed.items()}
    for pk, group in made.groups.items():
        if group.version != versions[pk]:
            yield str(group)


def _referring(rows: list[Any], *, besides: list[Membership]) -> Iterator[str]:
    """The kinds of rows that refer to these, and how many, besides those of the import itself."""
    for relation in rows[0]._meta.get_fields(include_hidden=True) if rows else ():
        model: type[Model] | None = relation.related_model if relation.auto_created else None
        if model is None or not issubclass(model, Guarded) or model is ImportedRow:
            continue
        found = model._default_manager.filter(**{f"{relation.field.name}__in": rows})
        if model is Membership:
            found = found.exclude(pk__in=[membership.pk for membership in besides])
        if count := found.count():
            yield f"{model._meta.verbose_name_plural} ({count})"


# ------------------------------------------------------------------ the act


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
    return list_import


def _give_back(row: Dossier | Membership, imported: ImportedRow) -> None:
    values = {name: row._meta.get_field(name).to_python(value) for name, value in imported.before.items()}
    _set(row, values | ({"national_id": "", "national_id_key": ""} if imported.adds_number else {}))


def _set(row: Guarded, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
