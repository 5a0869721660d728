"""Addresses."""

from django.urls import path

from gvi.documents import views

app_name = "documents"
urlpatterns = [
    path("", views.Documents.as_view(), name="documents"),
    path("<uuid:pk>/", views.DocumentPage.as_view(), name="document"),
    path("<uuid:pk>/lage/", views.Progress.as_view(), name="progress"),
    path("exemplar/<uuid:pk>/pdf/", views.CopyFile.as_view(), name="copy"),
    path("exemplar/<uuid:pk>/igen/", views.TryAgain.as_view(), name="try_again"),
]
