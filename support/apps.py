"""Support."""

from django.apps import AppConfig


class SupportConfig(AppConfig):
    name = "support"

    def ready(self) -> None:
        from support import documents, jobs, registrations  # noqa: F401  once the models are there
