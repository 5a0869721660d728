"""Groups and people."""

from django.apps import AppConfig


class GroupsConfig(AppConfig):
    name = "groups"

    def ready(self) -> None:
        from groups import registrations  # noqa: F401  once the models are there
        from groups.people import documents  # noqa: F401  registers its paper
