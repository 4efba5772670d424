"""Django's settings, from the installation that the environment variable SLUIS_PORTAL names."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from django.utils.translation import gettext_lazy as _

from sluis.portal.config.installation import DATABASE_PASSWORD, MAIL_PASSWORD, Installation, read_installation
from sluis.portal.ui.policy import DIRECTIVES

INSTALLATION: Installation = read_installation(Path(os.environ["SLUIS_PORTAL"]))
_FOLDER = INSTALLATION.folder


def database(installation: Installation) -> dict[str, Any]:
    """SQLite in the folder, or the PostgreSQL that is set."""
    if not installation.database:
        options = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
        }
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(installation.folder / "portal.sqlite3"),
            "OPTIONS": options,
        }
    parts = urlsplit(installation.database)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": os.environ.get(DATABASE_PASSWORD, ""),
        "HOST": parts.hostname or parse_qs(parts.query).get("host", [""])[0],
        "PORT": str(parts.port or 5432),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def origin(address: str) -> str:
    """Scheme, host and port of an address, as the policy names them."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


# The program
DEBUG = False
SECRET_KEY = INSTALLATION.secret
ALLOWED_HOSTS = list(INSTALLATION.hosts)
CSRF_TRUSTED_ORIGINS = [f"https://{host}:{INSTALLATION.port}" for host in INSTALLATION.hosts]
ROOT_URLCONF = "sluis.portal.config.urls"
STATIC_URL = "/static/"
WSGI_APPLICATION = "sluis.portal.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASES = {"default": database(INSTALLATION)}
SITE_ID = None

# The sign-in machinery comes after `ui`, whose templates take the place of its own.
SLUIS_APPS = [
    "sluis.portal.ui",
    "sluis.portal.ledger",
    "sluis.portal.access",
    "sluis.portal.holdings",
    "sluis.portal.jobs",
    "sluis.portal.notifications",
    "sluis.portal.webhooks",
    "sluis.portal.tasks",
    "sluis.portal.documents",
    "sluis.portal.organisations",
    "sluis.portal.people",
    "sluis.portal.oversight",
    "sluis.portal.leaving",
    "sluis.portal.specifications",
    "sluis.portal.agreements",
    "sluis.portal.subprocessors",
    "sluis.portal.instructions",
    "sluis.portal.audits",
    "sluis.portal.rounds",
    "sluis.portal.deliveries",
    "sluis.portal.support",
    "sluis.portal.monitor",
    "sluis.portal.gate",
    "sluis.portal.thirdparties",
]
INSTALLED_APPS = [
    *SLUIS_APPS,
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "django_filters",
    "django_tables2",
    "csp",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "sluis.portal.access.middleware.LanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "sluis.portal.ui.middleware.RefusalMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "sluis.portal.access.middleware.ActorMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "sluis.portal.access.context.actor",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# Words: Dutch first
LANGUAGE_CODE = INSTALLATION.language
LANGUAGES = [("nl", "Nederlands"), ("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Amsterdam"

# Persons and signing in
AUTH_USER_MODEL = "access.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
     "OPTIONS": {"user_attributes": ("name", "email")}},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]  # fmt: skip
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "sluis.portal.access.signing_in.Adapter"
SOCIALACCOUNT_ADAPTER = "sluis.portal.access.signing_in.SingleSignOn"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_CHANGE_EMAIL = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "30/m/ip,5/15m/key",
    "reset_password": "20/m/ip,5/h/key",
    "change_password": "5/m/user",
    "reauthenticate": "10/m/user",
}
ALLAUTH_TRUSTED_PROXY_COUNT = 0
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Sluis"
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODE_COUNT = 10
MFA_ADAPTER = "sluis.portal.access.factors.Factors"
MFA_FORMS = {
    "authenticate": "sluis.portal.access.factors.Authenticate",
    "reauthenticate": "sluis.portal.access.factors.Reauthenticate",
    "activate_totp": "sluis.portal.access.factors.Activate",
}
USERSESSIONS_TRACK_ACTIVITY = True
SOCIALACCOUNT_ENABLED = True
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "provider_class": "sluis.portal.access.oidc.provider.Provider",
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": name,
                "name": one["name"],
                "client_id": one["client"],
                "secret": os.environ.get(f"SLUIS_OIDC_{name.upper()}", ""),
                "settings": {"server_url": one["issuer"]},
            }
            for name, one in INSTALLATION.single_sign_on
        ],
    }
}

# On the way
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_SSL_REDIRECT = True
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_NAME = "__Host-session"
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 10 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_NAME = "__Host-csrf"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_SECURE = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
# A browser holds `form-action` against where a form's answer leads too, and single sign-on leads to the provider.
_PROVIDERS = [origin(one["issuer"]) for _id, one in INSTALLATION.single_sign_on]
CONTENT_SECURITY_POLICY = {"DIRECTIVES": DIRECTIVES | {"form-action": [*DIRECTIVES["form-action"], *_PROVIDERS]}}
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 << 20
FILE_UPLOAD_MAX_MEMORY_SIZE = 12 << 20
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "portal_cache",
        # Failures are counted here, so that filling it must not throw counts away (the default is 300).
        "OPTIONS": {"MAX_ENTRIES": 1_000_000},
    },
}

# Messages: what leaves, leaves through the outbox of `notifications`; this is how it is sent
_MAIL = urlsplit(INSTALLATION.mail)
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if INSTALLATION.mail
    else "django.core.mail.backends.filebased.EmailBackend"
)
EMAIL_FILE_PATH = str(_FOLDER / "mail")
EMAIL_HOST = _MAIL.hostname or ""
EMAIL_PORT = _MAIL.port or 25
EMAIL_HOST_USER = unquote(_MAIL.username or "")
EMAIL_HOST_PASSWORD = os.environ.get(MAIL_PASSWORD, "")
EMAIL_USE_SSL = _MAIL.scheme == "smtps"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = INSTALLATION.mail_from
SERVER_EMAIL = INSTALLATION.mail_from
ENVIRONMENT_NAME = {
    "production": "",
    "acceptance": _("Acceptance"),
    "test": _("Test"),
    "demo": _("Demo"),
}[INSTALLATION.environment]

# What is logged: fields of an allow-list, never a request's query, a cookie or an exception's text
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"lines": {"()": "sluis.supervisor.lines.StructuredFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "lines"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"django": {"handlers": [], "level": "WARNING", "propagate": True}},
}
SILENCED_SYSTEM_CHECKS: list[str] = []
