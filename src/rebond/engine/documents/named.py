"""The words of columns.toml: what columns, stages and months are called."""

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType

WORDS_FILE = Path(__file__).with_name("columns.toml")

LONGEST_NAME = 60
"""Characters of a cell that are looked at for the name of a column, a stage or a month. Our judgement."""

_SIGNS = re.compile(r"[\W_]+")


def plain(text: str) -> str:
    """The text in lower case, its accents gone, each run of signs and white space one space: "Nom de l’entreprise *"
    gives "nom de l entreprise"."""
    letters = text.casefold()
    if not letters.isascii():
        letters = "".join(c for c in unicodedata.normalize("NFKD", letters) if not unicodedata.combining(c))
    return _SIGNS.sub(" ", letters).strip()


def field_named(name: str) -> str:
    """Which field a column of this name holds, "" where the name is not known."""
    return _words("names").get(plain(name[:LONGEST_NAME]), "")


@lru_cache(maxsize=1024)  # a column says the same few words again and again
def stage_named(words: str) -> str:
    """Which stage of an opportunity these words say, "" where they say none that is known."""
    said = f" {plain(words[:LONGEST_NAME])} "
    return next((stage for known, stage in _words("stages").items() if f" {known} " in said), "")


def month_named(word: str) -> int:
    """The month of that name, from 1; 0 where it is none."""
    return int(_words("months").get(plain(word[:LONGEST_NAME]), "0"))


@cache
def _words(section: str) -> Mapping[str, str]:
    """Each word or words of a section → the key under which they stand, in the order of the file."""
    table = tomllib.loads(WORDS_FILE.read_text("utf-8"))[section]
    return MappingProxyType({words: key for key, known in table.items() for words in known})
