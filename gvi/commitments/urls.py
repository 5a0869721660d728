"""Addresses."""

from django.urls import path

from gvi.commitments import views

app_name = "commitments"
urlpatterns = [
    path("", views.Commitments.as_view(), name="commitments"),
    path("ny/", views.Make.as_view(), name="make"),
    path("<uuid:pk>/", views.CommitmentPage.as_view(), name="commitment"),
    path("<uuid:pk>/andra/", views.Change.as_view(), name="change"),
    path("<uuid:pk>/avgor/", views.Settle.as_view(), name="settle"),
    path("<uuid:pk>/hallen/", views.Keep.as_view(), name="keep"),
    path("<uuid:pk>/oppna-igen/", views.Reopen.as_view(), name="reopen"),
    path("<uuid:pk>/stryk/", views.Strike.as_view(), name="strike"),
]
