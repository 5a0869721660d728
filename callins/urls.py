"""Addresses."""

from django.urls import path

from callins import evening_views, views, wish_views
from callins.notifications import views as notified

app_name = "callins"
urlpatterns = [
    path("call-ins/", views.CallIns.as_view(), name="callins"),
    path("call-ins/nytt/", views.Plan.as_view(), name="plan"),
    path("call-ins/plats/<uuid:pk>/narvaro/", evening_views.Tick.as_view(), name="tick"),
    path("riktade-samtal/", notified.Notifications.as_view(), name="notifications"),
    path("riktade-samtal/nytt/", notified.Note.as_view(), name="note_notifications"),
    path("riktade-samtal/<uuid:pk>/", notified.ChangeCounts.as_view(), name="change_notifications"),
    path("stod/ny/", wish_views.Wish.as_view(), name="wish"),
    path("stod/skickad/", wish_views.Sent.as_view(), name="wish_sent"),
    path("call-ins/<uuid:pk>/", views.Detail.as_view(), name="callin"),
    path("call-ins/<uuid:pk>/andra/", views.Change.as_view(), name="change"),
    path("call-ins/<uuid:pk>/stall-in/", views.Cancel.as_view(), name="cancel"),
    path("call-ins/<uuid:pk>/bjud-in/", views.Invite.as_view(), name="invite"),
    path("call-ins/<uuid:pk>/platser/", views.Seats.as_view(), name="seats"),
    path("call-ins/<uuid:pk>/oppna/", views.OpenEvening.as_view(), name="open"),
    path("call-ins/<uuid:pk>/kvall/", evening_views.Evening.as_view(), name="evening"),
    path("call-ins/<uuid:pk>/kvall/stod/", wish_views.WishAtEvening.as_view(), name="wish_at_evening"),
    path("call-ins/<uuid:pk>/kvall/angra/", evening_views.Undo.as_view(), name="undo"),
    path("call-ins/<uuid:pk>/avsluta/", evening_views.Close.as_view(), name="close"),
]
