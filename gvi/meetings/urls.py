"""Addresses."""

from django.urls import path

from gvi.meetings import quick, views

app_name = "meetings"
urlpatterns = [
    path("", views.Meetings.as_view(), name="meetings"),
    path("nytt/", views.Call.as_view(), name="call"),
    path("snabb/<uuid:pk>/", quick.CallQuick.as_view(), name="call_quick"),
    path("<uuid:pk>/", views.MeetingPage.as_view(), name="meeting"),
    path("<uuid:pk>/andra/", views.Change.as_view(), name="change"),
    path("<uuid:pk>/deltar/", views.Attend.as_view(), name="attend"),
    path("<uuid:pk>/hallet/", views.Hold.as_view(), name="hold"),
    path("<uuid:pk>/stall-in/", views.Cancel.as_view(), name="cancel"),
    path("<uuid:pk>/underlag/", views.PrintBrief.as_view(), name="print_brief"),
    path("<uuid:pk>/punkt/", views.AddItem.as_view(), name="add_item"),
    path("punkter/<uuid:pk>/utfall/", views.Settle.as_view(), name="settle_item"),
]
