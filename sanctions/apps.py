"""Increased focus on groups."""

from django.apps import AppConfig


class SanctionsConfig(AppConfig):
    name = "sanctions"

    def ready(self) -> None:
        from sanctions import registrations  # noqa: F401  registers itself, once the models are there
