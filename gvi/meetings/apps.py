"""Meetings."""

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "gvi.meetings"
    label = "meetings"

    def ready(self) -> None:
        from gvi.meetings import shown  # noqa: F401  registers what meetings are called, once the models are there
