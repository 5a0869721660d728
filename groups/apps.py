"""Groups and people."""

from django.apps import AppConfig


class GroupsConfig(AppConfig):
    name = "groups"

    def ready(self) -> None:
        from groups import disclosed  # noqa: F401  registers what can be disclosed, once the models are there
        from groups.behalf import documents  # noqa: F401  registers its paper, once the models are there
