"""Lists that were imported: what each of them made and changed, so that it can be undone."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from groups.models.people import Dossier, Membership
from gvi.access.guarded import Guarded, GuardedForeignKey
from gvi.acts.requires import StatusChoices


class ListImportState(StatusChoices):
    """The states of an import."""

    DONE = "done", _("imported")
    UNDONE = "undone", _("undone")


class ListImport(Guarded):
    """One import of a list, as long as it can be undone.

    `made_groups` are the versions of new groups by their id, `renamed` the old name and the version of others by
    theirs. `row_count` is how many rows it has: whoever does not see all of them may not undo it.
    """

    imported_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    imported_at = models.DateTimeField(_("imported"), default=timezone.now)
    state = models.CharField(_("state"), max_length=10, choices=ListImportState, default=ListImportState.DONE)
    made_groups = models.JSONField(default=dict)
    renamed = models.JSONField(default=dict)
    row_count = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("import of a list")
        verbose_name_plural = _("imports of lists")

    def __str__(self) -> str:
        return date_format(timezone.localtime(self.imported_at), "DATETIME_FORMAT")

    def get_absolute_url(self) -> str:
        return reverse("groups:import_list")


class ImportedRow(Guarded):
    """What an import made or changed of one person: the dossier itself, or a membership of it.

    `before` holds the values that a changed row had, by column. Old names are read from here. The national identity
    number is never among them: an import only adds one, and `adds_number` says that it did. `version_after` is the
    version that the import left: another one means that somebody has changed the row since.
    """

    list_import = GuardedForeignKey(ListImport, home=True, related_name="rows", verbose_name=_("import of a list"))
    dossier = GuardedForeignKey(Dossier, home=True, related_name="imports", verbose_name=_("person"))
    membership = GuardedForeignKey(
        Membership, home=True, null=True, blank=True, related_name="imports", verbose_name=_("membership")
    )
    is_new = models.BooleanField(default=False)
    adds_number = models.BooleanField(default=False)
    before = models.JSONField(default=dict)
    version_after = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("row of an import")
        verbose_name_plural = _("rows of an import")

    def __str__(self) -> str:
        return str(self.pk)
