"""Accounts: signing in and out, the second factor. Signing up and mail are not here (issue of user administration)."""

from allauth.account import views as account
from allauth.mfa.base import views as factor
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from django.urls import path

urlpatterns = [
    path("logga-in/", account.login, name="account_login"),
    path("logga-ut/", account.logout, name="account_logout"),
    path("losenord/", account.password_change, name="account_change_password"),
    path("bekrafta/", account.reauthenticate, name="account_reauthenticate"),
    path("tvafaktor/", factor.index, name="mfa_index"),
    path("tvafaktor/kod/", factor.authenticate, name="mfa_authenticate"),
    path("tvafaktor/bekrafta/", factor.reauthenticate, name="mfa_reauthenticate"),
    path("tvafaktor/app/", totp.activate_totp, name="mfa_activate_totp"),
    path("tvafaktor/reservkoder/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("tvafaktor/reservkoder/nya/", recovery.generate_recovery_codes, name="mfa_generate_recovery_codes"),
]
