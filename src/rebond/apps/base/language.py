"""In which language a page speaks."""

from django.utils.translation import get_language


def page_language() -> str:
    """ "fr" or "en": that of the request under way, French where it is neither."""
    return "en" if (get_language() or "fr").startswith("en") else "fr"
