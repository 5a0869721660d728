"""A paper may stay home: the walls' rules are the same, only the reaches that the table takes are more."""

from django.db import migrations

from gvi.access.walls import Wall


def wall(name: str, reaches: list[int], homes: list[str]) -> Wall:
    return Wall(name=f"documents_{name}_wall", reaches=reaches, homes=homes, parents=[])


def in_state(name: str, homes: list[str]) -> list[migrations.operations.base.Operation]:
    return [
        migrations.RemoveConstraint(model_name=name, name=f"documents_{name}_wall"),
        migrations.AddConstraint(model_name=name, constraint=wall(name, [0, 1, 2], homes)),
    ]


def check(reaches: list[int]) -> str:
    return "; ".join(
        f"ALTER TABLE {table} DROP CONSTRAINT {table}_reach;"
        f" ALTER TABLE {table} ADD CONSTRAINT {table}_reach CHECK (reach = ANY (ARRAY{reaches}))"
        for table in ("documents_document", "documents_copy")
    )


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0003_copy_agency"),
        ("partnerships", "0005_takes_requests"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(check([0, 1, 2]), check([1, 2]))],
            state_operations=[*in_state("document", []), *in_state("copy", ["document"])],
        ),
    ]
