"""Commitments."""

from django.apps import AppConfig


class CommitmentsConfig(AppConfig):
    name = "gvi.commitments"
    label = "commitments"
