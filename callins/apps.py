"""Call-ins."""

from django.apps import AppConfig


class CallinsConfig(AppConfig):
    name = "callins"

    def ready(self) -> None:
        from callins import jobs, registrations  # noqa: F401  register themselves, once the models are there
