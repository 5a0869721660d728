"""Increased focus on groups."""

from django.apps import AppConfig


class SanctionsConfig(AppConfig):
    name = "sanctions"

    def ready(self) -> None:
        from sanctions import shown  # noqa: F401  registers what groups show, once the models are there
