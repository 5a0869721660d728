"""Fill the baseline's database with a population: the same codes, and a grant for each that the viewer sees."""

import os
import sys
from itertools import islice

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "bench.baseline.settings"
django.setup()

from django.contrib.auth.models import Group as Agency  # noqa: E402
from django.contrib.auth.models import Permission, User  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from guardian.models import GroupObjectPermission  # noqa: E402

from bench.baseline.models import Group, Individual  # noqa: E402
from bench.population import AGENCIES, COMPARED, Code, Population  # noqa: E402

BATCH = 20_000


def main(viewer: str) -> None:
    call_command("migrate", verbosity=0)
    agencies = {kind: Agency.objects.create(name=kind) for kind in AGENCIES}
    may = Permission.objects.get(codename="view_individual", content_type__app_label="baseline")
    user = User.objects.create(username=viewer, is_staff=True)
    user.groups.add(agencies[viewer])
    user.user_permissions.add(may)  # the admin asks for it; which rows, guardian says
    fill(COMPARED, agencies, viewer, may)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")


def fill(population: Population, agencies: dict[str, Agency], viewer: str, may: Permission) -> None:
    """The groups, the codes and the viewer's grants."""
    groups = {
        name: Group._default_manager.create(name=name, owner=agencies[kind]) for kind, name in population.groups()
    }
    codes = population.codes()
    while batch := list(islice(codes, BATCH)):
        rows = [Individual(code=code.text, group=groups[code.group], owner=agencies[code.owner]) for code in batch]
        Individual._default_manager.bulk_create(rows)
        seen = [row for row, code in zip(rows, batch, strict=True) if _is_seen(code, viewer)]
        GroupObjectPermission.objects.bulk_create(
            GroupObjectPermission(
                group=agencies[viewer], permission=may, content_type_id=may.content_type_id, object_pk=str(row.pk)
            )
            for row in seen
        )


def _is_seen(code: Code, viewer: str) -> bool:
    return code.is_open or code.owner == viewer


if __name__ == "__main__":
    main(*sys.argv[1:])
