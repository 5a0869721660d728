"""Addresses."""

from django.urls import path

from callins import evening_views, views

app_name = "callins"
urlpatterns = [
    path("", views.CallIns.as_view(), name="callins"),
    path("nytt/", views.Plan.as_view(), name="plan"),
    path("plats/<uuid:pk>/narvaro/", evening_views.Tick.as_view(), name="tick"),
    path("<uuid:pk>/", views.Detail.as_view(), name="callin"),
    path("<uuid:pk>/andra/", views.Change.as_view(), name="change"),
    path("<uuid:pk>/stall-in/", views.Cancel.as_view(), name="cancel"),
    path("<uuid:pk>/bjud-in/", views.Invite.as_view(), name="invite"),
    path("<uuid:pk>/platser/", views.Seats.as_view(), name="seats"),
    path("<uuid:pk>/oppna/", views.OpenEvening.as_view(), name="open"),
    path("<uuid:pk>/kvall/", evening_views.Evening.as_view(), name="evening"),
    path("<uuid:pk>/kvall/angra/", evening_views.Undo.as_view(), name="undo"),
    path("<uuid:pk>/avsluta/", evening_views.Close.as_view(), name="close"),
]
