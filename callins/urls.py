"""Addresses."""

from django.urls import path

app_name = "callins"
urlpatterns: list = []
