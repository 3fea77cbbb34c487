"""What every page knows."""

from pathlib import Path

from django.conf import settings
from django.http import HttpRequest

from rebond.journey import STAGES


def journey(request: HttpRequest) -> dict[str, object]:
    """The stages of one account in their order, the other language, and where the data lie."""
    return {
        "stages": [stage for stage in STAGES if stage.of_one_account],
        "other_language": "en" if _is_french(request) else "fr",
        "data_folder": str(Path(settings.DATABASES["default"]["NAME"]).parent),
    }


def _is_french(request: HttpRequest) -> bool:
    return getattr(request, "LANGUAGE_CODE", "fr").startswith("fr")
