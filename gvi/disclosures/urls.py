"""Addresses."""

from django.urls import path

from gvi.disclosures import ground_views, views

app_name = "disclosures"
urlpatterns = [
    path("", views.Disclosures.as_view(), name="disclosures"),
    path("nytt/", views.HandOver.as_view(), name="hand_over"),
    path("grunder/", ground_views.Grounds.as_view(), name="grounds"),
    path("grunder/<int:pk>/bekrafta/", ground_views.ConfirmGround.as_view(), name="confirm_ground"),
    path("grunder/<uuid:pk>/ta-tillbaka/", ground_views.LiftGround.as_view(), name="revoke_ground"),
    path("<uuid:pk>/", views.DisclosurePage.as_view(), name="disclosure"),
    path("<uuid:pk>/ta-emot/", views.Accept.as_view(), name="accept"),
    path("<uuid:pk>/lamna-tillbaka/", views.GiveBack.as_view(), name="give_back"),
    path("<uuid:pk>/aterkalla/", views.Withdraw.as_view(), name="withdraw"),
    path("<uuid:pk>/gallra/", views.Dispose.as_view(), name="dispose"),
    path("<uuid:pk>/skriv-ut/", views.PrintDecision.as_view(), name="print_decision"),
]
