"""Why Rebond cannot open, in words that say what to do."""

from rebond.taxonomy.words import Words


class CannotServeError(Exception):
    """Rebond cannot open; nothing that was stored has changed.

    Attributes:
        words: one or two sentences for the person, in both languages.
    """

    def __init__(self, words: Words) -> None:
        super().__init__(words.en)
        self.words = words


def in_both(fr: str, en: str, **values: object) -> CannotServeError:
    """The refusal whose French and English sentences have their {places} filled."""
    return CannotServeError(Words(fr.format(**values), en.format(**values)))
