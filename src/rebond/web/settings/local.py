"""One candidate on their own machine, data in their own folder."""

import tzlocal

from rebond.web import data_folder
from rebond.web.settings.base import *  # noqa: F403

ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]  # with their port: rebond.web.security.loopback
TIME_ZONE = tzlocal.get_localzone_name()  # an evening is that of the candidate's own clock
SECRET_KEY = data_folder.secret_key()

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": data_folder.database(),
        "OPTIONS": {
            "timeout": 20,  # seconds a write waits for another to end
            "transaction_mode": "IMMEDIATE",
            # FULL: once an answer says "kept", a power cut does not take it back. What is deleted is overwritten, and
            # what is sorted stays in memory, so that no account is left in a corner of the disk.
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;"
            " PRAGMA temp_store=MEMORY;",
        },
    }
}
