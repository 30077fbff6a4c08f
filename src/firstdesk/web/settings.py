"""Settings. Everything a bank changes comes from the environment; README lists the names."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

PACKAGE = Path(__file__).resolve().parent.parent
TESTING = "pytest" in sys.modules


def _list(name: str, default: str) -> list[str]:
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


def _flag(name: str) -> bool:
    return os.environ.get(name, "").lower() in {"1", "true", "yes", "on"}


def database(url: str) -> dict[str, Any]:
    """Turns postgresql://user:password@host:port/name?host=/socket into Django's form."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"}:
        raise SystemExit(
            f"FIRSTDESK_DATABASE_URL starts with {parts.scheme!r}. Firstdesk runs on PostgreSQL"
            " only: use postgresql://user:password@host:5432/name."
        )
    query = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "postgres",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", None) or parts.hostname or "",
        "PORT": query.pop("port", None) or (str(parts.port) if parts.port else ""),
        # One native pool a process: ten times cheaper than connecting anew for each request.
        "OPTIONS": {
            **query,
            **({"pool": {"min_size": 2, "max_size": 12}} if _flag("FIRSTDESK_POOL") else {}),
        },
        "ATOMIC_REQUESTS": False,
        # Without a URL the settings still load (makemigrations, checks); connecting then fails.
    }


SECRET_KEY = os.environ.get("FIRSTDESK_SECRET_KEY", "")
if not SECRET_KEY:
    if not (TESTING or _flag("FIRSTDESK_OFFLINE")):
        raise SystemExit(
            "FIRSTDESK_SECRET_KEY is not set. `firstdesk up` makes and keeps one for the demo;"
            " at a bank, set it from your secret store (50 random characters or more)."
        )
    SECRET_KEY = "only-for-checks-and-tests-no-session-is-signed-with-this-key"  # noqa: S105

DEBUG = False
FIRSTDESK_REPLAY_HOST = "replay.invalid"  # a name nobody can have (RFC 2606)
ALLOWED_HOSTS = [*_list("FIRSTDESK_HOSTS", "localhost,127.0.0.1,[::1]"), FIRSTDESK_REPLAY_HOST]
CSRF_TRUSTED_ORIGINS = _list("FIRSTDESK_ORIGINS", "")
SECURE = _flag("FIRSTDESK_HTTPS")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_htmx",
    "ninja",
    "procrastinate.contrib.django",
    "axes",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "firstdesk.journal",
    "firstdesk.staff",
    "firstdesk.bank",
    "firstdesk.policies",
    "firstdesk.quotes",
    "firstdesk.notices",
    "firstdesk.reservations",
    "firstdesk.guidance",
    "firstdesk.desk",
    "firstdesk.custody",
    "firstdesk.incidents",
    "firstdesk.visits",
    "firstdesk.claims",
    "firstdesk.exchange",
    "firstdesk.casebook",
    "firstdesk.counter",
    "firstdesk.web",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "firstdesk.web.middleware.RequestId",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "firstdesk.web.middleware.Refusals",
    "firstdesk.web.middleware.SignedIn",
    "firstdesk.web.idempotency.OnceOnly",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "firstdesk.web.urls"
ASGI_APPLICATION = "firstdesk.web.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "web" / "templates"],  # before allauth's own
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "firstdesk.web.context.shell",
            ],
            "builtins": ["firstdesk.web.templatetags.desk", "firstdesk.web.templatetags.fields"],
        },
    }
]

DATABASES = {
    "default": database(os.environ.get("FIRSTDESK_DATABASE_URL", "postgresql:///firstdesk"))
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "staff.Staff"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["username", "name_zh", "name_en"]},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
PASSWORD_HASHERS = (
    ["django.contrib.auth.hashers.MD5PasswordHasher"]  # tests sign in hundreds of times
    if TESTING
    else ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
)
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/sign-in/"

# Sign-in: staff number and password, then TOTP or a passkey; a bank's own OIDC may replace it.
ACCOUNT_ADAPTER = "firstdesk.staff.adapters.StaffAccountAdapter"
SOCIALACCOUNT_ADAPTER = "firstdesk.staff.adapters.StaffSocialAdapter"
MFA_ADAPTER = "firstdesk.staff.adapters.StaffFactorAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
# Wrong passwords are counted by axes, in the database and so across all workers; allauth's own
# count would only blur the answer.
ACCOUNT_RATE_LIMITS = {
    "login": "300/m/ip",
    "login_failed": None,
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Firstdesk"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_PROVIDERS: dict[str, Any] = {}
if os.environ.get("FIRSTDESK_OIDC_URL"):
    SOCIALACCOUNT_PROVIDERS["openid_connect"] = {
        "APPS": [
            {
                "provider_id": "bank",
                "name": os.environ.get("FIRSTDESK_OIDC_NAME", "Bank sign-in"),
                "client_id": os.environ.get("FIRSTDESK_OIDC_CLIENT", ""),
                "secret": os.environ.get("FIRSTDESK_OIDC_SECRET", ""),
                "settings": {"server_url": os.environ["FIRSTDESK_OIDC_URL"]},
            }
        ]
    }

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "firstdesk.web.refusals.locked_out"
AXES_RESET_ON_SUCCESS = True
AXES_USERNAME_FORM_FIELD = "login"
AXES_USERNAME_CALLABLE = "firstdesk.staff.lockout.counted_name"
AXES_IPWARE_META_PRECEDENCE_ORDER = ["REMOTE_ADDR"]
AXES_SENSITIVE_PARAMETERS: list[str] = []
AXES_VERBOSE = False

SESSION_COOKIE_NAME = "firstdesk"
SESSION_COOKIE_AGE = 10 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = SECURE
CSRF_COOKIE_SECURE = SECURE
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "firstdesk.web.refusals.csrf_failure"
SECURE_SSL_REDIRECT = SECURE
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if _flag("FIRSTDESK_BEHIND_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

CONTENT_SECURITY_POLICY: dict[str, Any] = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
    }
}
if os.environ.get("FIRSTDESK_OIDC_URL"):
    # Browsers hold a form's redirects to the same list, and sign-in leads to the bank's server.
    _oidc = urlsplit(os.environ["FIRSTDESK_OIDC_URL"])
    CONTENT_SECURITY_POLICY["DIRECTIVES"]["form-action"].append(f"{_oidc.scheme}://{_oidc.netloc}")

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English"))]
# Ours come before Django's and allauth's own words for the same English.
LOCALE_PATHS = [PACKAGE / "web" / "locale", *sorted(PACKAGE.glob("[!w]*/locale"))]
TIME_ZONE = os.environ.get("FIRSTDESK_TIME_ZONE", "Asia/Shanghai")
USE_TZ = True
USE_I18N = True
LANGUAGE_COOKIE_NAME = "firstdesk_language"

STATIC_URL = "/static/"
STATIC_ROOT = os.environ.get("FIRSTDESK_STATIC") or None  # only for a proxy that serves files
WHITENOISE_USE_FINDERS = True  # static files come straight from the packages: no collect step
WHITENOISE_AUTOREFRESH = False
WHITENOISE_MAX_AGE = 3600

# What sign-in counts and the one-time codes it has seen must be known to every process; what is
# asked with each request (`local`) stays in the process.
_LOCAL = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
_SHARED = {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "web_cache"}
CACHES = {"default": _LOCAL if TESTING else _SHARED, "local": {**_LOCAL, "LOCATION": "local"}}
DATA_UPLOAD_MAX_MEMORY_SIZE = 32 * 1024 * 1024

FIRSTDESK_BANK = {
    "zh": os.environ.get("FIRSTDESK_BANK_ZH", "澄江银行"),
    "en": os.environ.get("FIRSTDESK_BANK_EN", "Chengjiang Bank"),
}
FIRSTDESK_REPLAYER = "firstdesk.web.replaying.run_replays"
FIRSTDESK_API_RATE = int(os.environ.get("FIRSTDESK_API_RATE", "1200"))  # requests/minute/actor

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request_id": {"()": "firstdesk.web.logs.RequestIdFilter"}},
    "formatters": {
        "line": {"format": "%(asctime)s %(levelname)s %(request_id)s %(name)s %(message)s"}
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "filters": ["request_id"],
            "formatter": "line",
        }
    },
    # A refusal (4xx) is an answer, not an incident.
    "loggers": {"django.request": {"level": "ERROR"}},
    "root": {"handlers": ["console"], "level": os.environ.get("FIRSTDESK_LOG", "WARNING")},
}
