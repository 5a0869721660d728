"""Disclosures."""

from django.apps import AppConfig


class DisclosuresConfig(AppConfig):
    name = "gvi.disclosures"

    def ready(self) -> None:
        from gvi.disclosures import registrations  # noqa: F401
