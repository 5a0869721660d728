"""Addresses of signing in and out, the second factor, an invitation's link, and a forgotten password."""

from allauth.account import views as account
from allauth.mfa.base import views as factor
from allauth.mfa.recovery_codes import views as recovery
from django.urls import path

from gvi.partnerships.accounts.views.enrolment import EnrolTOTP
from gvi.partnerships.accounts.views.forgotten import ForgottenPassword, NewPassword
from gvi.partnerships.accounts.views.invitation import AcceptInvitation
from gvi.partnerships.accounts.views.sign_out import SignOut

urlpatterns = [
    path("logga-in/", account.login, name="account_login"),
    path("logga-ut/", SignOut.as_view(), name="account_logout"),
    path("inbjudan/", AcceptInvitation.as_view(), name="account_accept_invitation"),
    path("glomt-losenord/", ForgottenPassword.as_view(), name="account_forgotten_password"),
    path("nytt-losenord/", NewPassword.as_view(), name="account_new_password"),
    path("losenord/", account.password_change, name="account_change_password"),
    path("bekrafta/", account.reauthenticate, name="account_reauthenticate"),
    path("tvafaktor/", factor.index, name="mfa_index"),
    path("tvafaktor/kod/", factor.authenticate, name="mfa_authenticate"),
    path("tvafaktor/bekrafta/", factor.reauthenticate, name="mfa_reauthenticate"),
    path("tvafaktor/app/", EnrolTOTP.as_view(), name="mfa_activate_totp"),
    path("tvafaktor/reservkoder/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("tvafaktor/reservkoder/fil/", recovery.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("tvafaktor/reservkoder/nya/", recovery.generate_recovery_codes, name="mfa_generate_recovery_codes"),
]
