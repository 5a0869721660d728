"""Addresses of the pages of users."""

from django.urls import path

from gvi.partnerships.accounts.views import acts, pages

app_name = "partnerships"
urlpatterns = [
    path("", pages.Users.as_view(), name="users"),
    path("bjud-in/", acts.Invite.as_view(), name="invite"),
    path("genomgang/", pages.Review.as_view(), name="review"),
    path("inbjudan/<uuid:pk>/ny-lank/", acts.RenewInvitation.as_view(), name="renew_invitation"),
    path("inbjudan/<uuid:pk>/dra-tillbaka/", acts.WithdrawInvitation.as_view(), name="withdraw_invitation"),
    path("aterstallning/<uuid:pk>/bekrafta/", acts.ConfirmFactorReset.as_view(), name="confirm_factor_reset"),
    path("aterstallning/<uuid:pk>/avbryt/", acts.CancelFactorReset.as_view(), name="cancel_factor_reset"),
    path("losenordslank/<uuid:pk>/bekrafta/", acts.ConfirmPasswordLink.as_view(), name="confirm_password_link"),
    path("<uuid:pk>/", pages.UserPage.as_view(), name="user"),
    path("<uuid:pk>/andra/", acts.ChangeAccess.as_view(), name="change_access"),
    path("<uuid:pk>/ny-roll/", acts.GiveRole.as_view(), name="give_role"),
    path("<uuid:pk>/avsluta/", acts.EndAccess.as_view(), name="end_access"),
    path("<uuid:pk>/stang/", acts.SuspendAccess.as_view(), name="suspend_access"),
    path("<uuid:pk>/oppna/", acts.RestoreAccess.as_view(), name="restore_access"),
    path("<uuid:pk>/bekrafta/", acts.ConfirmAccess.as_view(), name="confirm_access"),
    path("<uuid:pk>/aterstall/", acts.RequestFactorReset.as_view(), name="request_factor_reset"),
    path("<uuid:pk>/ny-losenordslank/", acts.RequestPasswordLink.as_view(), name="request_password_link"),
]
