"""Words looked for in a column, whatever their accents, capitals and ligatures."""

import re
from collections.abc import Mapping
from unicodedata import combining, normalize

from django.db.models import Q

MOST_WORDS = 6
"""Words looked for; further ones are left aside: they would narrow nothing down. Our judgement."""

_LIGATURES = {"œ": "oe", "æ": "ae"}
_VARIANTS: Mapping[str, str] = {
    letter: f"[{letter}{''.join(chr(c) for c in range(0xC0, 0x17F) if normalize('NFD', chr(c))[0].lower() == letter)}]"
    for letter in "abcdefghijklmnopqrstuvwxyz"
}
"""Each plain letter with the accented ones that it stands for: « ecole » finds « École ». Capitals too: which small
letter an accented one belongs to, PostgreSQL knows in some locales only."""


def holding(words: str, *columns: str) -> Q:
    """Each of these words, MOST_WORDS at most, in one of the columns; no words hold everywhere."""
    found = Q()
    for word in words.split()[:MOST_WORDS]:
        in_one = Q()
        for column in columns:
            in_one |= Q(**{f"{column}__iregex": pattern(word)})
        found &= in_one
    return found


def pattern(word: str) -> str:
    """A regular expression, the same for SQLite and PostgreSQL, that forgives accents and ligatures."""
    plain = "".join(part for part in normalize("NFD", word.casefold()) if not combining(part))
    for ligature, letters in _LIGATURES.items():
        plain = plain.replace(ligature, letters)
    expression = "".join(_VARIANTS.get(letter, re.escape(letter)) for letter in plain)
    for ligature, letters in _LIGATURES.items():
        apart = "".join(_VARIANTS[letter] for letter in letters)
        expression = expression.replace(apart, f"(?:{apart}|{ligature}|{ligature.upper()})")
    return expression
