"""Call-ins."""

from django.apps import AppConfig


class CallinsConfig(AppConfig):
    name = "callins"

    def ready(self) -> None:
        from callins import jobs, shown  # noqa: F401  register their work, once the models are there
