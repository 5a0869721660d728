"""Meetings."""

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "gvi.meetings"
    label = "meetings"

    def ready(self) -> None:
        from gvi.meetings import documents, registrations  # noqa: F401  register themselves, once the models are there
