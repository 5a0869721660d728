"""Groups and people."""

from django.apps import AppConfig


class GroupsConfig(AppConfig):
    name = "groups"

    def ready(self) -> None:
        from groups.behalf import documents  # noqa: F401  registers its paper, once the models are there
