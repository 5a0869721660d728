"""When an import can be undone: as long as nothing rests on what it made and changed."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from groups.models import Dossier, DossierReader, Group, ImportedRow, ListImport, Membership
from gvi.access.guarded import Guarded
from gvi.access.principal import Principal
from gvi.acts.requires import NotNow
from gvi.disclosures.models import DisclosureSource


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
    groups = list_import.made_groups.keys() | list_import.renamed.keys()
    if (len(made.rows), len(made.groups)) != (list_import.row_count, len(groups)):
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
        if model is None or not issubclass(model, Guarded) or model in (ImportedRow, DossierReader):
            continue
        found = model._default_manager.filter(**{f"{relation.field.name}__in": rows})
        if model is Membership:
            found = found.exclude(pk__in=[membership.pk for membership in besides])
        if count := found.count():
            yield f"{model._meta.verbose_name_plural} ({count})"
