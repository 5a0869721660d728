"""Addresses."""

from django.urls import path

from gvi.partnerships.users import doing, views

app_name = "users"
urlpatterns = [
    path("", views.Users.as_view(), name="users"),
    path("bjud-in/", doing.NewInvite.as_view(), name="invite"),
    path("genomgang/", views.Review.as_view(), name="review"),
    path("inbjudan/<uuid:pk>/ny-lank/", doing.RenewInvite.as_view(), name="renew_invite"),
    path("inbjudan/<uuid:pk>/dra-tillbaka/", doing.WithdrawInvite.as_view(), name="withdraw_invite"),
    path("aterstallning/<uuid:pk>/bekrafta/", doing.ConfirmReset.as_view(), name="confirm_reset"),
    path("aterstallning/<uuid:pk>/avbryt/", doing.CancelReset.as_view(), name="cancel_reset"),
    path("<uuid:pk>/", views.Person.as_view(), name="person"),
    path("<uuid:pk>/andra/", doing.Change.as_view(), name="change"),
    path("<uuid:pk>/ny-roll/", doing.GiveRole.as_view(), name="give_role"),
    path("<uuid:pk>/avsluta/", doing.End.as_view(), name="end"),
    path("<uuid:pk>/stang/", doing.Shut.as_view(), name="shut"),
    path("<uuid:pk>/oppna/", doing.Open.as_view(), name="open"),
    path("<uuid:pk>/bekrafta/", doing.Confirm.as_view(), name="confirm"),
    path("<uuid:pk>/aterstall/", doing.AskReset.as_view(), name="ask_reset"),
]
