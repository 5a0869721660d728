"""Addresses."""

from django.urls import path

from sanctions import views
from sanctions.participation import views as participation

app_name = "sanctions"
urlpatterns = [
    path("", views.Sanctions.as_view(), name="sanctions"),
    path("forslag/", views.Propose.as_view(), name="propose"),
    path("atgarder/<uuid:pk>/", views.Report.as_view(), name="report"),
    path("atgarder/<uuid:pk>/inget-nytt/", views.NothingNew.as_view(), name="nothing_new"),
    path("deltar/", participation.Participations.as_view(), name="participations"),
    path("deltar/<uuid:pk>/", participation.ParticipationPage.as_view(), name="participation"),
    path("deltar/<uuid:pk>/avboj/", participation.Decline.as_view(), name="decline"),
    path("deltar/<uuid:pk>/avsluta/", participation.EndParticipation.as_view(), name="end_participation"),
    path("<uuid:pk>/bjud-in/", participation.InviteAgency.as_view(), name="invite_agency"),
    path("<uuid:pk>/", views.SanctionPage.as_view(), name="sanction"),
    path("<uuid:pk>/beslut/", views.Decide.as_view(), name="decide"),
    path("<uuid:pk>/avsla/", views.Reject.as_view(), name="reject"),
    path("beslut/<uuid:pk>/bekrafta/", views.ConfirmPart.as_view(), name="confirm_part"),
    path("<uuid:pk>/aterta/", views.Withdraw.as_view(), name="withdraw"),
    path("<uuid:pk>/starta/", views.Start.as_view(), name="start"),
    path("<uuid:pk>/forlang/", views.Extend.as_view(), name="extend"),
    path("<uuid:pk>/utvardera/", views.Evaluate.as_view(), name="evaluate"),
    path("<uuid:pk>/avsluta/", views.End.as_view(), name="end"),
    path("<uuid:pk>/aterkoppla/", views.InformGroup.as_view(), name="inform_group"),
    path("<uuid:pk>/atgard-fran-andra/", views.RecordMeasure.as_view(), name="record_measure"),
    path("<uuid:pk>/atgard/", views.PlanMeasure.as_view(), name="plan_measure"),
]
