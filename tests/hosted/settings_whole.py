"""The pages of tests over PostgreSQL instead of SQLite: every stage, as an organisation's server would have them."""

import os

from rebond.web.settings.test import *  # noqa: F403

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "HOST": os.environ["PGHOST"],
        "USER": os.environ["PGUSER"],
        "NAME": os.environ["PGDATABASE"],
    }
}
