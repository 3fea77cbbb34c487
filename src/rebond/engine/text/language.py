"""Is a text French, English, or neither?"""

import re
import tomllib
import unicodedata
from collections import defaultdict
from functools import cache
from pathlib import Path

WORDS_FILE = Path(__file__).with_name("languages.toml")
# What is read of a long text (our judgement: two pages settle it).
LONGEST_SAMPLE = 6_000

# A word that several languages share counts less; French and English, for which Rebond is made, get the benefit of
# the doubt.
HOUSE_LANGUAGES = ("fr", "en")
BENEFIT = 1.3
# From so many words on, a text must hold at least this share of French or English ones to be called either. Careful
# texts of the corpus hold half, telegraphic notes a fifth (measured).
ENOUGH_WORDS, LEAST_SHARE = 8, 0.1
# Share of letters outside the Latin alphabet above which a text is neither.
MOST_FOREIGN = 0.5

_WORD = re.compile(r"[^\W\d_]+")


def language_of(text: str) -> str:
    """ "fr", "en" or "other"; "fr" where nothing tells (« ok », « 12/20 »), since the house is French."""
    sample = text[:LONGEST_SAMPLE]
    letters = [letter for letter in sample if letter.isalpha()]
    if letters and sum(not _is_latin(letter) for letter in letters) > MOST_FOREIGN * len(letters):
        return "other"
    words = _WORD.findall(_plain(sample))
    weights = _weights()
    scores: defaultdict[str, float] = defaultdict(float)
    for word in words:
        for language, weight in weights.get(word, ()):
            scores[language] += weight
    house = max(HOUSE_LANGUAGES, key=lambda language: scores[language])
    others = max((score for language, score in scores.items() if language not in HOUSE_LANGUAGES), default=0.0)
    if others > BENEFIT * scores[house]:
        return "other"
    known = sum(any(language == house for language, _ in weights.get(word, ())) for word in words)
    if len(words) >= ENOUGH_WORDS and known < LEAST_SHARE * len(words):
        return "other"
    return house


def _plain(text: str) -> str:
    split = unicodedata.normalize("NFD", text.lower())
    return "".join(letter for letter in split if not unicodedata.combining(letter))


def _is_latin(letter: str) -> bool:
    return letter.isascii() or unicodedata.name(letter, "").startswith("LATIN")


@cache
def _weights() -> dict[str, tuple[tuple[str, float], ...]]:
    lists = {language: words.split() for language, words in tomllib.loads(WORDS_FILE.read_text("utf-8")).items()}
    holders: dict[str, set[str]] = {}
    for language, words in lists.items():
        for word in words:
            holders.setdefault(word, set()).add(language)
    return {word: tuple((language, 1 / len(held)) for language in sorted(held)) for word, held in holders.items()}
