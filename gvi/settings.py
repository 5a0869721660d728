"""One settings module, read from top to bottom. The environment holds secrets, addresses and DEMO, nothing else."""

from pathlib import Path

import environ
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

env = environ.Env()
BASE = Path(__file__).resolve().parent.parent

DEMO = env.bool("DEMO", default=False)
DEBUG = False
SECRET_KEY = env.str("SECRET_KEY")
# 32 random bytes, urlsafe base64. Encrypts national ids and keys their blind index.
GVI_FIELD_KEY = env.str("GVI_FIELD_KEY")
# Set only by the one who migrates, together with the owner's DATABASE_URL.
GVI_MIGRATING = env.bool("GVI_MIGRATING", default=False)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
# Over TLS cookies are __Host- and secure. Only a laptop's loopback demo goes without.
SECURE = env.bool("SECURE", default=not DEMO)

INSTALLED_APPS = [
    "gvi.access",
    "gvi.acts",
    "gvi.jobs",
    "gvi.pages",
    "gvi.partnerships",
    "gvi.documents",
    "gvi.commitments",
    "gvi.disclosures",
    "groups",
    "callins",
    "sanctions",
    "support",
    "gvi.meetings",
    "gvi.portal",
    "django.forms",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "guardian",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "gvi.portal.middleware.headers",
    "gvi.portal.middleware.language",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "gvi.partnerships.middleware.after_answer",
    "gvi.partnerships.middleware.principal",
    "gvi.pages.middleware.within_context",  # last: it owns the transaction around view and rendering
]

ROOT_URLCONF = "gvi.urls"
WSGI_APPLICATION = "gvi.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FORM_RENDERER = "gvi.portal.rendering.FormRenderer"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "builtins": ["gvi.pages.templatetags.components"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "gvi.portal.navigation.shell",
            ],
        },
    }
]

# --- Database. Tests and production connect as gvi_app; only migrations as the owner.
DATABASES = {"default": env.db_url("DATABASE_URL")}
DATABASES["default"]["CONN_MAX_AGE"] = None
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
if GVI_MIGRATING:
    DATABASES["default"].setdefault("OPTIONS", {})["options"] = "-c gvi.migrating=on"

# --- Jobs. The rows in PostgreSQL are the truth; Redis only notifies a worker.
REDIS_URL = env.str("REDIS_URL", default="")
CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = False  # the sweeper brings it back, with a limit on tries
CELERY_TASK_TIME_LIMIT = 300
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 900,  # above the longest task
    "socket_connect_timeout": 2,
    "socket_timeout": 10,
    "max_retries": 1,
}
CELERY_TASK_PUBLISH_RETRY = False  # the sweeper finds what a lost message left; no visitor waits for it
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_PROC_ALIVE_TIMEOUT = 60  # a busy machine takes its time to read the fonts
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "Europe/Stockholm"
CELERY_BEAT_SCHEDULE = {
    "sweep": {"task": "gvi.jobs.tasks.sweep", "schedule": 5.0, "options": {"expires": 5}},
    "expired_drafts": {"task": "gvi.pages.tasks.remove_expired_drafts", "schedule": 600.0, "options": {"expires": 600}},
    # each night, so that nobody need remember; a night that was missed is made up for by the next
    "follow_ups": {"task": "support.tasks.order_follow_ups", "schedule": crontab(hour=4, minute=30)},
}

# --- Accounts
AUTH_USER_MODEL = "partnerships.User"
GVI_AFFILIATION_MODEL = "partnerships.Affiliation"
AUTHENTICATION_BACKENDS = ["gvi.partnerships.authentication.Backend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.ScryptPasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 15},
    },
    {"NAME": "gvi.partnerships.accounts.passwords.HardToGuess"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "gvi.partnerships.accounts.adapters.AccountAdapter"
MFA_ADAPTER = "gvi.partnerships.accounts.adapters.SecondFactorAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
_FORMS = "gvi.partnerships.accounts.forms"
ACCOUNT_FORMS = {"login": f"{_FORMS}.LoginForm"}
MFA_FORMS = {
    "authenticate": f"{_FORMS}.AuthenticateForm",
    "reauthenticate": f"{_FORMS}.ReauthenticateForm",
    "activate_totp": f"{_FORMS}.ActivateTOTPForm",
}
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
# The number of our own proxies in front: only that many of the last addresses in X-Forwarded-For are trusted.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", default=0)
ACCOUNT_RATE_LIMITS = {
    "login": None,  # gvi.partnerships.accounts.limits counts passwords
    "login_failed": "5/15m/key",  # codes of the second factor, for one account
    "public_message": "10/h/ip,60/h/key",  # gvi.portal.public: from one address, and from all together
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "GVI Samverkan"
MFA_TOTP_TOLERANCE = 1  # a step before and after, for clocks that differ (RFC 6238 5.2)
# Guardian is asked about agencies (gvi.access.principal), never through a user's backend: no union over two hats.
SILENCED_SYSTEM_CHECKS = ["guardian.W001"]
ANONYMOUS_USER_NAME = None

# --- Mail: only invitations. Without both of these nothing is sent, and the inviter hands the link over in person.
EMAIL_URL = env.str("EMAIL_URL", default="")
SITE_URL = env.str("SITE_URL", default="")
vars().update(env.email_url("EMAIL_URL", default="dummymail://"))
DEFAULT_FROM_EMAIL = env.str("EMAIL_FROM", default="noreply@localhost")

# --- Sessions: 30 minutes idle, 10 hours in all (the middleware counts the second)
SESSION_ENGINE = "gvi.partnerships.sessions"
SESSION_SERIALIZER = "django.contrib.sessions.serializers.JSONSerializer"
SESSION_COOKIE_AGE = 30 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_ABSOLUTE_AGE = 10 * 60 * 60
SESSION_COOKIE_NAME = "__Host-session" if SECURE else "session"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = SECURE
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE else "csrf"
CSRF_COOKIE_SECURE = SECURE
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "gvi.pages.error_views.csrf"
# In the database: signing in must work while Redis is away.
CACHES = {"default": {"BACKEND": "gvi.acts.timed_values.TimedValues"}}

# --- Headers
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = False  # the proxy's business
SECURE_HSTS_SECONDS = 63_072_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SECURE_HSTS_PRELOAD = SECURE
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# --- Files. No upload is kept: what is imported lives in memory and goes.
STATIC_URL = "/static/"
STATIC_ROOT = env.path("STATIC_ROOT", default=str(BASE / "var" / "static"))
STATICFILES_DIRS = [BASE / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "gvi.portal.staticfiles.StaticFiles"},
}
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024

# --- Language and time: source strings English, Swedish first; UTC inside, Stockholm outside
LANGUAGE_CODE = "sv"
LANGUAGES = [("sv", _("Swedish")), ("en", _("English"))]
LANGUAGE_COOKIE_NAME = "__Host-language" if SECURE else "language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 60 * 60
LANGUAGE_COOKIE_SECURE = SECURE
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LOCALE_PATHS = [BASE / "gvi" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Stockholm"
FORMAT_MODULE_PATH = ["gvi.formats"]

# --- Logs by id, never by name; one line of JSON each, on stdout
LOGGING_CONFIG = "gvi.logging_config.configure"
LOGGING: dict[str, object] = {"version": 1}  # an empty one would never be handed over
