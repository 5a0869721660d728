"""Disclosures."""

from django.apps import AppConfig


class DisclosuresConfig(AppConfig):
    name = "gvi.disclosures"

    def ready(self) -> None:
        from gvi.disclosures import documents  # noqa: F401  registers its paper, once the models are there
