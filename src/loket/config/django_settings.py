"""Django's settings, made from the node's: plain Django, two databases, no admin site."""

import os
import secrets
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF

from loket.config.settings import NodeRole, NodeSettings
from loket.node.store.databases import postgres_database, sqlite_database


def _secret_key(path: Path) -> str:
    """Read the key that signs sessions; make it at the first start."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii")
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(64))
    return path.read_text(encoding="ascii")


NODE = NodeSettings.from_environment(os.environ)
# What lies here is clear or secret: only the node's user looks into it.
NODE.data.mkdir(mode=0o700, parents=True, exist_ok=True)
_SOURCE = Path(__file__).resolve().parent.parent

DEBUG = False
SECRET_KEY = _secret_key(NODE.secret_key_file)
ALLOWED_HOSTS = ["127.0.0.1", "localhost", *NODE.hosts]
ROOT_URLCONF = f"loket.config.urls_{NODE.role}"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "loket.node.store.apps.StoreConfig",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "loket.faces.ui.limits.SizeLimitMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "loket.faces.ui.languages.chosen_language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

_FACE = "counter" if NODE.role is NodeRole.OFFICE else "national"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [_SOURCE / "faces" / _FACE / "templates", _SOURCE / "faces/ui/templates"],
        "OPTIONS": {
            "builtins": ["loket.faces.ui.template_tags"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.template.context_processors.csrf",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# ------------------------------------------------------------------------------------------ databases

DATABASES = {
    # A connection for each thread, kept: opening one costs more than what is read through it.
    "default": {**sqlite_database(NODE.desk_file), "CONN_MAX_AGE": None},
    "node": postgres_database(NODE.node_database) if NODE.node_database else sqlite_database(NODE.node_file),
}
DATABASE_ROUTERS = ["loket.node.store.router.StoreRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# -------------------------------------------------------------------------------------------- sign-in

AUTH_USER_MODEL = "store.Account"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "/sign-in"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/sign-in"

# Read from memory, written to the database: one process serves all pages, and it is the only one that writes.
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
SESSION_COOKIE_NAME = "loket_session"
SESSION_COOKIE_AGE = 12 * 60 * 60  # a working day
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = NODE.https
CSRF_FAILURE_VIEW = "loket.faces.ui.problems.csrf_failure"
CSRF_COOKIE_NAME = "loket_csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = NODE.https
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# -------------------------------------------------------------------------------------------- headers

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    },
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if NODE.https else None
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if NODE.https else 0

# A scanned paper comes in one request; more than this is no scan.
DATA_UPLOAD_MAX_MEMORY_SIZE = 16 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 300

# ------------------------------------------------------------------------------- language, time, files

LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "loket_language"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LOCALE_PATHS = [_SOURCE / "faces/ui/locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = NODE.time_zone

STATIC_URL = "/static/"
STATICFILES_DIRS = [
    path for path in (_SOURCE / "faces/ui/static", _SOURCE / f"faces/{_FACE}/static") if path.is_dir()
]
# Served out of the work tree: nothing is collected, so nothing can be stale.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False

# ------------------------------------------------------------------------------------------- logging

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "loket.config.log_lines.PlaceFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        # Their default handlers send mail and print request details; here a line on stderr is all.
        "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        "django.request": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
    },
}
