"""GVI Samverkan: ground floor and roof."""

from gvi.celery import app as celery_app

__all__ = ["celery_app"]
