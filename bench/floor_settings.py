"""The application's settings with no middleware but the session and its user."""

from bench.settings import *  # noqa: F403
from bench.settings import DATABASES, INSTALLED_APPS

ROOT_URLCONF = "bench.floor"
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]
DATABASES = {"default": DATABASES["bare"]}
INSTALLED_APPS = [app for app in INSTALLED_APPS if app != "allauth.account"]  # it insists on a middleware
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
