"""Support."""

from django.apps import AppConfig


class SupportConfig(AppConfig):
    name = "support"

    def ready(self) -> None:
        from support import documents, jobs  # noqa: F401  they register paper and work, once the models are there
