"""The words of the command line, in the language of the person who types."""

import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from rebond.taxonomy.files import open_toml
from rebond.taxonomy.words import LANGUAGES, Words

WORDS_FILE = Path(__file__).with_name("words.toml")
LANGUAGE_VARIABLES = ("REBOND_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
HOUSE_LANGUAGE = "fr"  # Rebond is French first


@cache
def load_words(path: Path = WORDS_FILE) -> Mapping[str, Words]:
    """Every sentence of the command line by its dotted key ("read.empty").

    Raises TaxonomyError where the file misses a language or cannot be read.
    """
    file = open_toml(path)
    spoken: dict[str, Words] = {}
    for group in file.names():
        section = file.section(group)
        for name in section.names():
            spoken[f"{group}.{name}"] = section.words(name)
    return spoken


def preferred_language(environ: Mapping[str, str]) -> str | None:
    """ "fr" or "en" as the environment asks for, None where it asks for neither.

    REBOND_LANG goes first, then the order of POSIX: LC_ALL, LC_MESSAGES, LANG; the first one that is set decides.
    """
    for variable in LANGUAGE_VARIABLES:
        asked = environ.get(variable, "").strip()
        if asked:
            language = asked.replace("_", "-").split("-")[0].split(".")[0].lower()
            return language if language in LANGUAGES else None
    return None


def preferred_country(environ: Mapping[str, str]) -> str | None:
    """The country that the locale names ("BE" in fr_BE.UTF-8), None where it names none."""
    for variable in LANGUAGE_VARIABLES:
        parts = environ.get(variable, "").strip().replace("-", "_").split(".")[0].split("@")[0].split("_")
        if len(parts) > 1 and len(parts[1]) == 2:
            return parts[1].upper()
    return None


def language_here() -> str:
    """The language to speak on this terminal; French where the environment asks for neither language."""
    return preferred_language(os.environ) or HOUSE_LANGUAGE


def grouped(number: int) -> str:
    """The number with its thousands apart, as this terminal's language writes it."""
    return f"{number:,}".replace(",", "," if language_here() == "en" else "\u00a0")


def say(key: str, language: str | None = None, /, **values: object) -> str:
    """The sentence `key`, its {places} filled with `values`; in the language of this terminal unless another is given.

    Raises KeyError where there is no such sentence.
    """
    return load_words()[key].spoken(language or language_here()).format(**values)
