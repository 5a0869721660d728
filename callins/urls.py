"""Addresses."""

from django.urls import path

from callins import views
from callins.corrections import views as corrections
from callins.evening import views as evening
from callins.notifications import views as notifications
from callins.support_requests import views as support_requests

app_name = "callins"
urlpatterns = [
    path("call-ins/", views.CallIns.as_view(), name="callins"),
    path("call-ins/nytt/", views.Plan.as_view(), name="plan"),
    path("call-ins/i-efterhand/", views.EnterHeld.as_view(), name="enter_held"),
    path("call-ins/plats/<uuid:pk>/narvaro/", evening.RecordAttendance.as_view(), name="record_attendance"),
    path("call-ins/plats/<uuid:pk>/stryk/", views.Strike.as_view(), name="strike"),
    path("call-ins/plats/<uuid:pk>/ratta/", corrections.CorrectOutcome.as_view(), name="correct_outcome"),
    path("riktade-samtal/", notifications.Notifications.as_view(), name="notifications"),
    path("riktade-samtal/nytt/", notifications.NoteNotifications.as_view(), name="note_notifications"),
    path("riktade-samtal/<uuid:pk>/", notifications.ChangeNotifications.as_view(), name="change_notifications"),
    path("stod/ny/", support_requests.RequestSupport.as_view(), name="request_support"),
    path("stod/skickad/", support_requests.RequestSent.as_view(), name="request_sent"),
    path("call-ins/<uuid:pk>/", views.CallInPage.as_view(), name="callin"),
    path("call-ins/<uuid:pk>/andra/", views.Change.as_view(), name="change"),
    path("call-ins/<uuid:pk>/stall-in/", views.Cancel.as_view(), name="cancel"),
    path("call-ins/<uuid:pk>/bjud-in/", views.Invite.as_view(), name="invite"),
    path("call-ins/<uuid:pk>/platser/", views.ChangeSeats.as_view(), name="change_seats"),
    path("call-ins/<uuid:pk>/oppna/", views.OpenEvening.as_view(), name="open_evening"),
    path("call-ins/<uuid:pk>/kvall/", evening.Evening.as_view(), name="evening"),
    path(
        "call-ins/<uuid:pk>/kvall/stod/",
        support_requests.RequestSupportAtEvening.as_view(),
        name="request_support_at_evening",
    ),
    path("call-ins/<uuid:pk>/kvall/angra/", evening.UndoAttendance.as_view(), name="undo_attendance"),
    path("call-ins/<uuid:pk>/avsluta/", evening.CloseEvening.as_view(), name="close_evening"),
]
