"""Papers."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "gvi.documents"
    label = "documents"
