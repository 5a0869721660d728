"""Addresses."""

from django.urls import path

from gvi.meetings import views

app_name = "meetings"
urlpatterns = [
    path("", views.Meetings.as_view(), name="meetings"),
    path("nytt/", views.CallMeeting.as_view(), name="call_meeting"),
    path("i-efterhand/", views.EnterHeld.as_view(), name="enter_held"),
    path("snabb/<uuid:pk>/", views.CallQuick.as_view(), name="call_quick"),
    path("<uuid:pk>/", views.MeetingPage.as_view(), name="meeting"),
    path("<uuid:pk>/andra/", views.Change.as_view(), name="change"),
    path("<uuid:pk>/deltar/", views.SetAttendees.as_view(), name="set_attendees"),
    path("<uuid:pk>/hallet/", views.MarkHeld.as_view(), name="mark_held"),
    path("<uuid:pk>/stall-in/", views.Cancel.as_view(), name="cancel"),
    path("<uuid:pk>/underlag/", views.PrintBrief.as_view(), name="print_brief"),
    path("<uuid:pk>/punkt/", views.AddItem.as_view(), name="add_item"),
    path("punkter/<uuid:pk>/utfall/", views.SettleItem.as_view(), name="settle_item"),
    path("punkter/<uuid:pk>/ratta/", views.CorrectItem.as_view(), name="correct_item"),
    path("punkter/<uuid:pk>/stryk/", views.StrikeItem.as_view(), name="strike_item"),
]
