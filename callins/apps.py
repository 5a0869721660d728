"""Call-ins."""

from django.apps import AppConfig


class CallinsConfig(AppConfig):
    name = "callins"

    def ready(self) -> None:
        from callins import jobs  # noqa: F401  registers its work, once the models are there
