"""The kernel: audience, reach, the two walls, acts and their log."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "gvi.access"
    label = "access"

    def ready(self) -> None:
        from gvi.access import checks  # noqa: F401  registers itself, once the models are there
