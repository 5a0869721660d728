"""Partnerships, agencies, users."""

from django.apps import AppConfig


class PartnershipsConfig(AppConfig):
    name = "gvi.partnerships"
    label = "partnerships"

    def ready(self) -> None:
        from gvi.partnerships.users import jobs  # noqa: F401  registers its work, once the models are there
