"""The pages of tests over PostgreSQL instead of SQLite: every stage, as an organisation's server would have them."""

from rebond.web.settings.test import *  # noqa: F403
from tests.hosted.settings import DATABASES

__all__ = ["DATABASES"]
