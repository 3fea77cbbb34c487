"""Tests: as on one's own machine, with a database in memory, and stricter on what a template or a page may do."""

from typing import NoReturn

from rebond.web.settings.base import *  # noqa: F403
from rebond.web.settings.base import MIDDLEWARE, TEMPLATES

ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
SECRET_KEY = "tests only, it protects nothing"  # noqa: S105
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": ":memory:",
        "OPTIONS": {"transaction_mode": "IMMEDIATE"},
    }
}
# Hashed words answer, which take next to no time and memory: tests that are about a network open it themselves.
ENCODER = "light"
MIDDLEWARE = [*MIDDLEWARE, "rebond.web.security.readonly.ReadOnlyGetMiddleware"]


class UndefinedTemplateVariable(str):
    """What Django puts in place of an undefined variable; it fails instead of being shown."""

    __slots__ = ()

    def __mod__(self, name: object) -> NoReturn:
        raise AssertionError(f"undefined template variable: {name}")


TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = UndefinedTemplateVariable("%s")
