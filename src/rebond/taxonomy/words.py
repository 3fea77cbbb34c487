"""What a person reads, in the languages that Rebond speaks."""

from dataclasses import dataclass

LANGUAGES: tuple[str, ...] = ("fr", "en")


@dataclass(frozen=True)
class Words:
    """The same words in French and in English."""

    fr: str
    en: str

    def spoken(self, language: str) -> str:
        """The words in `language` ("fr-CA" counts as "fr"); French where it is neither French nor English."""
        return self.en if language.split("-")[0] == "en" else self.fr
