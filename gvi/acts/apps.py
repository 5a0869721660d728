"""What may be done, and the log of it."""

from django.apps import AppConfig


class ActsConfig(AppConfig):
    name = "gvi.acts"
    label = "acts"
