"""The application as a WSGI server takes it; `rebond.web.server` puts it behind the door of a launch."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rebond.web.settings.local")
application = get_wsgi_application()
