"""Django's own commands (makemigrations, compilemessages), for those who build Rebond."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rebond.web.settings.local")
    execute_from_command_line(sys.argv)
