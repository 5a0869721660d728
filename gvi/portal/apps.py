"""The front door: Min dag, profile, navigation."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "gvi.portal"
    label = "portal"
