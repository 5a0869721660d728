"""Addresses."""

from django.urls import path

from support import views

app_name = "support"
urlpatterns = [
    path("", views.Cases.as_view(), name="cases"),
    path("nytt/", views.Open.as_view(), name="open"),
    path("forfragan/<uuid:pk>/", views.TakeOn.as_view(), name="take_on"),
    path("uppfoljning/<uuid:pk>/", views.LogFollowUp.as_view(), name="log_follow_up"),
    path("uppfoljning/<uuid:pk>/skriv-ut/", views.PrintFollowUp.as_view(), name="print_follow_up"),
    path("<uuid:pk>/", views.Case.as_view(), name="case"),
    path("<uuid:pk>/andra/", views.Change.as_view(), name="change"),
    path("<uuid:pk>/kontakt/", views.LogContact.as_view(), name="log_contact"),
    path("<uuid:pk>/barnarende/", views.NoteChildCase.as_view(), name="note_child_case"),
    path("<uuid:pk>/bekrafta/", views.ConfirmHandover.as_view(), name="confirm_handover"),
    path("<uuid:pk>/lage/", views.ChangeState.as_view(), name="change_state"),
    path("<uuid:pk>/handlaggare/", views.Assign.as_view(), name="assign"),
    path("<uuid:pk>/ersattare/", views.NameStandIn.as_view(), name="name_stand_in"),
]
