"""The kinds of page, their forms, and the transaction around a request."""

from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "gvi.pages"
    label = "pages"
