"""Who sees what: policy, context and the two walls."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "gvi.access"
    label = "access"

    def ready(self) -> None:
        from gvi.access import checks  # noqa: F401  registers itself, once the models are there
