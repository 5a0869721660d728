"""Guardian's grants on guarded rows, behind the same walls as the rows: who may read a dossier, who works on a case.

Guardian has a table for each model that it grants on. Such a table belongs to the owner of the row, like any child.
"""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db import models
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase

from gvi.access.guarded import CarryingForeignKey, Guarded, GuardedManager, M


class GrantManager(GuardedManager[M]):
    """The manager of such a table, as guardian asks for it."""

    def is_generic(self) -> bool:
        """False: the table is about one model."""
        return False


class UserGrant(Guarded, UserObjectPermissionBase):
    """A grant to a user. No query leads from users or permissions to it."""

    permission = models.ForeignKey(Permission, models.PROTECT, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects: ClassVar[Any] = GrantManager()

    class Meta(UserObjectPermissionBase.Meta):
        abstract = True


class GroupGrant(Guarded, GroupObjectPermissionBase):
    """A grant to an agency. Guardian finds it from the permission, so that key carries the rule."""

    permission = CarryingForeignKey(Permission, models.PROTECT)
    group = models.ForeignKey(Group, models.PROTECT, related_name="+")

    objects: ClassVar[Any] = GrantManager()

    class Meta(GroupObjectPermissionBase.Meta):
        abstract = True
