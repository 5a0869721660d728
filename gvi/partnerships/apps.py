"""Partnerships, agencies, users."""

from django.apps import AppConfig


class PartnershipsConfig(AppConfig):
    name = "gvi.partnerships"
    label = "partnerships"
