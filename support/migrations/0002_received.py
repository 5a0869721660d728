"""Support is owned by agencies that take requests, and by no other. Children's walls go first and come last."""

from django.db import migrations

from gvi.access.walls import Wall

CHILDREN = ("contact", "followup")


def wall(name: str) -> Wall:
    homes = ["case"] if name in CHILDREN else []
    return Wall(name=f"support_{name}_wall", homes=homes, parents=[], reaches=[0], received=True)


class Migration(migrations.Migration):
    dependencies = [
        ("support", "0001_initial"),
        ("partnerships", "0005_takes_requests"),
    ]

    operations = [
        *(migrations.RemoveConstraint(name, f"support_{name}_wall") for name in (*CHILDREN, "supportcase")),
        *(migrations.AddConstraint(name, wall(name)) for name in ("supportcase", *CHILDREN)),
    ]
