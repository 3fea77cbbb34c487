"""What every page knows."""

from pathlib import Path

from django.conf import settings
from django.http import HttpRequest

from rebond.journey import STAGES


def journey(request: HttpRequest) -> dict[str, object]:
    """The stages in their order, under their names in the reader's language, the other language, where the data lie."""
    return {
        "stages": STAGES,
        "other_language": "en" if _is_french(request) else "fr",
        "data_folder": str(Path(settings.DATABASES["default"]["NAME"]).parent),
    }


def _is_french(request: HttpRequest) -> bool:
    return getattr(request, "LANGUAGE_CODE", "fr").startswith("fr")
