"""Partnerships, agencies, users."""

from django.apps import AppConfig


class PartnershipsConfig(AppConfig):
    name = "gvi.partnerships"
    label = "partnerships"

    def ready(self) -> None:
        from gvi.partnerships import registrations  # noqa: F401
