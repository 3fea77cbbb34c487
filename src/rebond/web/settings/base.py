"""What holds in every way of running Rebond: on one's own machine and in tests."""

import os
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF

from rebond.journey import STAGES
from rebond.web import data_folder

WEB = Path(__file__).resolve().parent.parent

DEBUG = False
ROOT_URLCONF = "rebond.web.urls"
WSGI_APPLICATION = "rebond.web.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "people.Person"

INSTALLED_APPS = [
    "rebond.apps.base",
    "rebond.apps.people",
    *(f"rebond.apps.{stage.key}" for stage in STAGES),
    "rebond.apps.search",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.staticfiles",
    "django_tasks",
    "django_tasks_db",
    "django_htmx",
    "csp",
]

MIDDLEWARE = [
    # What every answer carries, refusals included.
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "rebond.web.security.headers.HeadersMiddleware",
    # A refusal speaks the reader's language.
    "django.middleware.locale.LocaleMiddleware",
    # Who may ask at all.
    "rebond.web.security.loopback.LoopbackMiddleware",
    "rebond.web.security.origin.OriginMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "rebond.web.security.launch.LaunchMiddleware",
    # The request itself.
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "rebond.web.security.candidate.CandidateMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [WEB / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "rebond.web.context.journey",
            ],
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [("django.template.loaders.cached.Loader", ["django.template.loaders.filesystem.Loader"])],
                )
            ],
            # Named here rather than by its Django app, which would bring the whole administration site into memory.
            "libraries": {
                "partials": "template_partials.templatetags.partials",
                "taxonomy": "rebond.web.templatetags.taxonomy",
            },
        },
    }
]

# Languages: the browser's, until the reader chooses one.
LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("en", "English")]
LOCALE_PATHS = [WEB / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# Static files, served by this process from where they are installed: nothing to collect.
STATIC_URL = "/static/"
STATICFILES_DIRS = [WEB / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_MAX_AGE = 0  # names carry no hash: the browser asks each time and is told "not modified"

# As much as the server takes: what is too long for an account is told so by its form, with the text given back.
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 2**20
# A file that is brought in never touches the disk outside the database.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = DATA_UPLOAD_MAX_MEMORY_SIZE

# Where one learns or practises: the packaged list, or the operator's own.
_RESOURCES = os.environ.get("REBOND_RESOURCES", "")
RESOURCES_FILE = Path(_RESOURCES).expanduser() if _RESOURCES else None

# Who reads: "gemma", "e5", "light", or the first that can; and where the first is kept once it is merged.
ENCODER = os.environ.get("REBOND_ENCODER", "") or "auto"
NETWORK_CACHE: Path | None = data_folder.cache()

# A language model of the candidate's own, for a second opinion: none unless an address is given.
LANGUAGE_MODEL_URL = os.environ.get("REBOND_LANGUAGE_MODEL_URL", "")
LANGUAGE_MODEL = os.environ.get("REBOND_LANGUAGE_MODEL", "")
LANGUAGE_MODEL_KEY = os.environ.get("REBOND_LANGUAGE_MODEL_KEY", "")

# The voice: which model writes it down (a name, a folder, or the best that is here), and where models are kept. What
# has to be done waits in the database: nothing else to start.
WHISPER_MODEL = os.environ.get("REBOND_WHISPER_MODEL", "") or "auto"
MODELS_FOLDER: Path = data_folder.cache() / "models"
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["speech"]}}

# Headers and cookies.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "media-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"

# Browsers share cookies between all ports of a machine: the names must not meet those of a neighbour.
CSRF_COOKIE_NAME = "rebond_csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_FAILURE_VIEW = "rebond.web.security.refusals.csrf_failure"
LANGUAGE_COOKIE_NAME = "rebond_language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Strict"

# Logs: to standard error, never to a file, and no text of a candidate in them (Django names the path, never the form).
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"short": {"format": "{levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "short"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
        "waitress": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
    },
}
