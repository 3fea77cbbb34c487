"""What an organisation's server would take over PostgreSQL, as far as hearing recordings goes.

The stages after debrief have nothing to do with it; all of them are in settings_whole.
"""

import os

from rebond.web.settings.base import *  # noqa: F403

SECRET_KEY = "tests only, it protects nothing"
INSTALLED_APPS = [
    "rebond.apps.base",
    "rebond.apps.people",
    "rebond.apps.debrief",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django_tasks",
    "django_tasks_db",
]
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "HOST": os.environ["PGHOST"],
        "USER": os.environ["PGUSER"],
        "NAME": os.environ["PGDATABASE"],
    }
}
