"""Addresses of disclosures."""

from django.urls import path

from gvi.disclosures.views import acts, grounds, pages

app_name = "disclosures"
urlpatterns = [
    path("", pages.Disclosures.as_view(), name="disclosures"),
    path("nytt/", acts.HandOver.as_view(), name="hand_over"),
    path("grunder/", grounds.Grounds.as_view(), name="grounds"),
    path("grunder/<int:pk>/bekrafta/", grounds.ConfirmGround.as_view(), name="confirm_ground"),
    path("grunder/<uuid:pk>/ta-tillbaka/", grounds.RevokeGround.as_view(), name="revoke_ground"),
    path("<uuid:pk>/", pages.DisclosurePage.as_view(), name="disclosure"),
    path("<uuid:pk>/ta-emot/", acts.Accept.as_view(), name="accept"),
    path("<uuid:pk>/lamna-tillbaka/", acts.GiveBack.as_view(), name="give_back"),
    path("<uuid:pk>/aterkalla/", acts.Withdraw.as_view(), name="withdraw"),
    path("<uuid:pk>/aterkalla-en/", acts.WithdrawPerson.as_view(), name="withdraw_person"),
    path("<uuid:pk>/gallra/", acts.Dispose.as_view(), name="dispose"),
    path("<uuid:pk>/skriv-ut/", acts.PrintDecision.as_view(), name="print_decision"),
]
