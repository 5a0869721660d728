"""Meetings."""

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "gvi.meetings"
    label = "meetings"
