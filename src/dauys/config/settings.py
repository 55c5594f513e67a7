"""Settings of an installation; everything that differs between machines comes from the environment."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

# Every variable of the environment that anything of ours reads: dauys doctor knows no other.
VARIABLES = (
    "DATABASE_URL",
    "DAUYS_ADDRESS",
    "DAUYS_AT",
    "DAUYS_BEHIND_PROXY",
    "DAUYS_DEMO",
    "DAUYS_HOME",
    "DAUYS_HOSTS",
    "DAUYS_INSECURE",
    "DAUYS_LANGUAGE",
    "DAUYS_MAIL_FROM",
    "DAUYS_MAIL_HOST",
    "DAUYS_MAIL_PASSWORD",
    "DAUYS_MAIL_PORT",
    "DAUYS_MAIL_TLS",
    "DAUYS_MAIL_USER",
    "DAUYS_ORIGINS",
    "DAUYS_SECRET_KEY",
    "DAUYS_SECRET_KEY_OLD",
    "DAUYS_SITE",
    "DAUYS_UPLOADS_KEPT",
    "DAUYS_ZONE",
)

HOME = Path(os.environ.get("DAUYS_HOME") or "~/.local/share/dauys").expanduser()

# House order, top to bottom: a room sees only rooms beneath it (pyproject holds the contract).
ROOMS = (
    "publication",
    "imports",
    "results",
    "candidates",
    "calendar",
    "elections",
    "commissions",
    "territory",
    "people",
    "law",
    "accounts",
    "files",
    "jobs",
    "journal",
)


PATIENCE = 60  # seconds that a writer waits for those before it; a setting of ours

PRECINCTS_WITH_PAGES = 20_000  # the most of an election that get a page each by themselves; a setting of ours


def _database(url: str) -> dict[str, Any]:
    """The Django database of a DATABASE_URL, or the embedded one in DAUYS_HOME."""
    if not url:
        return {
            "ENGINE": "dauys.config.sqlite",
            "NAME": HOME / "dauys.sqlite3",
            "TEST": {"NAME": ":memory:"},  # of an engine of our own several test workers would not know it
            "OPTIONS": {
                # One writer at a time from the first statement on, so a verb never fails half-way for a lock.
                "transaction_mode": "IMMEDIATE",
                "timeout": PATIENCE,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
                # A row that is replaced is deleted: its guard is asked.
                " PRAGMA recursive_triggers=ON;",
            },
        }
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql"):
        raise ValueError(f"DATABASE_URL must start with postgres://, not {parts.scheme}://")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "OPTIONS": {"options": f"-c lock_timeout={PATIENCE}s {os.environ.get('PGOPTIONS', '')}".rstrip()},
    }


def _listed(name: str) -> list[str]:
    """The values of a variable, between commas."""
    return [one.strip() for one in os.environ.get(name, "").split(",") if one.strip()]


DATABASES = {"default": _database(os.environ.get("DATABASE_URL", ""))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "UTC"
# Moments given without an offset (DAUYS_AT) are in this zone: that of the country's capital.
CAPITAL_ZONE = os.environ.get("DAUYS_ZONE", "Asia/Almaty")
LANGUAGE_CODE = "kk"
LANGUAGES = [("kk", "Қазақша"), ("ru", "Русский"), ("en", "English")]
USE_I18N = True

INSTALLED_APPS = [
    "treebeard",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    *(f"dauys.apps.{room}" for room in reversed(ROOMS)),
]

# ---------------------------------------------------------------- the workplace: who asks over HTTP

# A sample on 127.0.0.1: no second factor, and every page says so.
IS_DEMO = os.environ.get("DAUYS_DEMO") == "1"
# The key signs sessions and links, and seals second factors. The console does neither, but where it is set
# for it; a server does not start without one.
HAS_KEY = bool(os.environ.get("DAUYS_SECRET_KEY"))
SECRET_KEY = os.environ.get("DAUYS_SECRET_KEY") or secrets.token_urlsafe(50)
SECRET_KEY_FALLBACKS = _listed(
    "DAUYS_SECRET_KEY_OLD"
)  # still believed, no longer signed with: to change the key
ALLOWED_HOSTS = _listed("DAUYS_HOSTS") or ["127.0.0.1", "localhost"]
CSRF_TRUSTED_ORIGINS = _listed("DAUYS_ORIGINS")  # needed only where the proxy changes the name of the host
IS_SECURE = os.environ.get("DAUYS_INSECURE") != "1" and not IS_DEMO  # plain HTTP is for this computer only
if IS_SECURE and "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("Name the hosts in DAUYS_HOSTS: * would believe whatever a request says.")
# A proxy in front speaks TLS, says so, and names who asks; headers of that kind are believed from it alone.
BEHIND_PROXY = os.environ.get("DAUYS_BEHIND_PROXY") == "1"
SITE_FOLDER = os.environ.get("DAUYS_SITE", "")  # where the public site lies, which a screen has written again

ROOT_URLCONF = "dauys.config.urls"
WSGI_APPLICATION = "dauys.config.application.application"  # what a server of any kind calls
MIDDLEWARE = [
    "dauys.web.ui.proxies.Proxy",
    "django.middleware.security.SecurityMiddleware",
    "dauys.web.ui.headers.ContentSecurityPolicy",
    "dauys.web.ui.unreadable.Unreadable",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "dauys.web.entrance.sittings.Sittings",
    "dauys.web.entrance.lost_keys.LostKey",
    "allauth.account.middleware.AccountMiddleware",
    "dauys.web.ui.doors.Desks",
    "dauys.web.ui.limits.RequestLimit",
    "axes.middleware.AxesMiddleware",
]
WEB = Path(__file__).resolve().parents[1] / "web"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [WEB / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "dauys.web.ui.context.shared",
            ],
            "builtins": ["dauys.web.ui.tags"],
            "string_if_invalid": "",
        },
    },
]
STATIC_URL = "/static/"
STATIC_ROOT = WEB / "static"  # our own sheets and scripts, served as they stand
# A proxy serves the public site; on this computer alone it stands beside the workplace.
WHITENOISE_ROOT: str | None = None if IS_SECURE else SITE_FOLDER or None
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_AUTOREFRESH = not IS_SECURE  # that site is large: looked at when asked for
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

AUTH_USER_MODEL = "accounts.Account"
SILENCED_SYSTEM_CHECKS = ["auth.W004"]  # an address is of one account, of those that have not ended
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

# Codes that were used and attempts that are counted: shared by all processes of the machine.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": HOME / "cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}
SESSION_ENGINE = "django.contrib.sessions.backends.db"
# With that prefix a browser takes the cookie from this host alone, over TLS, so no neighbour plants one.
_COOKIE = "__Host-dauys" if IS_SECURE else "dauys"
SESSION_COOKIE_NAME = f"{_COOKIE}_session"
SITTING_AGE = 12 * 60 * 60  # a working day, then the password is asked again; a setting of ours
SESSION_COOKIE_AGE = 2 * SITTING_AGE  # so long it is known whose form comes after the end; a setting of ours
SESSION_IDLE_AGE = 30 * 60  # seconds without a request after which it is asked again; a setting of ours
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = IS_SECURE
CSRF_COOKIE_NAME = f"{_COOKIE}_csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "dauys.web.ui.errors.csrf_failed"
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if IS_SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = IS_SECURE
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# The name that Django 6 has for it; until then web.ui.headers reads it. Nothing inline or from elsewhere.
SECURE_CSP = {
    "default-src": ("'none'",),
    "script-src": ("'self'",),
    "style-src": ("'self'",),
    "img-src": ("'self'", "data:"),
    "font-src": ("'self'",),
    "connect-src": ("'self'",),
    "form-action": ("'self'",),
    "frame-ancestors": ("'none'",),
    "base-uri": ("'none'",),
    "manifest-src": ("'self'",),
}
UPLOADS_KEPT = int(os.environ.get("DAUYS_UPLOADS_KEPT") or 30)  # days; 0: for good; a setting of ours
REQUEST_MAX_BYTES = 64 << 20  # of one request with its files; nginx has the same limit; a setting of ours
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024  # of a request without its files
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
DATA_UPLOAD_MAX_NUMBER_FILES = 10
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024  # larger ones go to disk at once
FILE_UPLOAD_HANDLERS = [
    "dauys.web.ui.uploads.WithinLimit",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# Of stored files (apps/files): bytes of each kind, pixels of an image, what an archive may unpack to. Ours.
FILE_LIMITS = dict.fromkeys(("pdf", "jpeg", "png", "docx", "xlsx", "csv"), 20 << 20)
IMAGE_PIXELS = 40_000_000  # a page of A4 at 600 dots per inch has 35 million
ARCHIVE_LIMITS = {"entries": 2_000, "bytes": 100 << 20, "ratio": 100}

# ---------------------------------------------------------------- logging in

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "dauys.web.entrance.adapters.AccountAdapter"
MFA_ADAPTER = "dauys.web.entrance.adapters.SecondFactorAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # an address is known to be its owner's by the invitation that reached it
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_REAUTHENTICATION_TIMEOUT = 5 * 60  # how long a second factor counts as shown; a setting of ours
ACCOUNT_EMAIL_NOTIFICATIONS = True  # whoever owns the account is told what changed about it
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # nobody is written to who has no account
ACCOUNT_FORMS = {
    "login": "dauys.web.entrance.forms.Login",
    "reauthenticate": "dauys.web.entrance.forms.PasswordAgain",
    "change_password": "dauys.web.entrance.forms.PasswordChange",
    "reset_password": "dauys.web.entrance.forms.LinkWanted",
    "reset_password_from_key": "dauys.web.entrance.forms.PasswordByLink",
}
# Django's own: allauth's keeps a table of addresses, by which one of before would still log in.
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105
PASSWORD_RESET_TIMEOUT = 60 * 60  # seconds that the link of a letter can be used; a setting of ours
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_ALLOW_UNVERIFIED_EMAIL = True  # the invitation has verified it
MFA_FORMS = {
    "authenticate": "dauys.web.entrance.forms.Factor",
    "reauthenticate": "dauys.web.entrance.forms.FactorAgain",
    "activate_totp": "dauys.web.entrance.forms.AppBegins",
    "deactivate_totp": "dauys.web.entrance.forms.AppEnds",
    "generate_recovery_codes": "dauys.web.entrance.forms.NewCodes",
    "add_webauthn": "dauys.web.entrance.forms.PasskeyBegins",
    "edit_webauthn": "dauys.web.entrance.forms.PasskeyName",
    "authenticate_webauthn": "dauys.web.entrance.forms.Passkey",
    "reauthenticate_webauthn": "dauys.web.entrance.forms.PasskeyAgain",
}
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not IS_SECURE
MFA_TOTP_ISSUER = "Dauys"
MFA_PASSKEY_LOGIN_ENABLED = False
SECOND_FACTOR_ASKED = not IS_DEMO
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_FORM_FIELD = "login"
AXES_USERNAME_CALLABLE = "dauys.web.entrance.locks.address_tried"
AXES_CLIENT_IP_CALLABLE = "dauys.web.ui.doors.origin_of"
AXES_DISABLE_ACCESS_LOG = True  # who logged in from where is kept nowhere but in the session
AXES_LOCKOUT_CALLABLE = "dauys.web.ui.errors.locked_out"
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # nobody is kept out longer by going on trying
AXES_VERBOSE = False

EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if os.environ.get("DAUYS_MAIL_HOST")
    else "django.core.mail.backends.filebased.EmailBackend"
)
EMAIL_FILE_PATH = HOME / "mail"  # where no mail server is set, letters lie here
EMAIL_HOST = os.environ.get("DAUYS_MAIL_HOST", "")
EMAIL_PORT = int(os.environ.get("DAUYS_MAIL_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("DAUYS_MAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("DAUYS_MAIL_PASSWORD", "")
EMAIL_TIMEOUT = 10  # seconds that a mail server may stay silent; a setting of ours
EMAIL_USE_TLS = os.environ.get("DAUYS_MAIL_TLS") == "1"
DEFAULT_FROM_EMAIL = os.environ.get("DAUYS_MAIL_FROM", "dauys@localhost")

# ---------------------------------------------------------------- what a server says of itself

# Faults of ours go to standard error, which the system keeps; no page shows them, and no address of a person
# or content of a form is in them. Guessed host names are refused without a word: they are noise.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{levelname} {name}: {message}", "style": "{"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "line", "level": "ERROR"},
        "nowhere": {"class": "logging.NullHandler"},
    },
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "INFO"},
        "django.security.DisallowedHost": {"handlers": ["nowhere"], "propagate": False},
    },
}
