"""Papers."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "gvi.documents"
    label = "documents"

    def ready(self) -> None:
        from gvi.documents import registrations  # noqa: F401
