"""What was written down and never said: credits of subtitles, phrases in a loop, words where there is no voice.

Whatever is taken out leaves a gap; where a voice is over it, `transcribe` listens to that piece again, alone. A phrase
that somebody did say many times over comes back that way.
"""

import itertools
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from rebond.engine.speech.transcript import Word
from rebond.engine.speech.voiced import HYSTERESIS, POSSIBLE, Voice
from rebond.taxonomy.files import open_toml
from rebond.taxonomy.words import LANGUAGES

LONGEST_LOOP_WORDS = 12
LEAST_TIMES = {1: 8, 2: 5, 3: 4}
"""How often a phrase of so many words must come in a row to be a loop; a longer one, MANY_TIMES. Our judgement: nobody
says "no" more than seven times, nor a sentence three times over, word for word."""
MANY_TIMES = 3
FASTEST_WORD_S = 0.06
"""Shorter words, on average over a phrase that came HURRIED_TIMES, were never said (the shortest vowels last as
long)."""
HURRIED_TIMES = 3

OUTSIDE_S = 0.5
"""Times of words may be wrong by so much at the edge of a silence (90 % of them by less than 0.16 s, measured)."""

_ENDS_SENTENCE = (".", "!", "?", "…")


def _read() -> tuple[int, tuple[str, ...]]:
    file = open_toml(Path(__file__).with_name("invented.toml"))
    most_words, openings = file.count("most_words"), file.section("credits")
    found = tuple(itertools.chain.from_iterable(openings.texts(language) for language in LANGUAGES))
    openings.close()
    file.close()
    return most_words, found


MOST_CREDIT_WORDS, CREDITS = _read()


def without_invented(words: Sequence[Word], voice: Voice) -> tuple[Word, ...]:
    """The words of a segment, in order, but those that nobody said.

    Taken out are sentences that are credits (`invented.toml`), all but the first of a phrase in a loop, and words that
    no voice is near.
    """
    kept = [word for sentence in _sentences(words) if not is_credit(sentence) for word in sentence]
    return tuple(word for word in without_loops(kept) if _has_voice(word, voice))


def is_credit(sentence: Iterable[Word]) -> bool:
    """Whether a sentence is one of those with which subtitles are signed."""
    words = plain(" ".join(word.text for word in sentence))
    return words.startswith(CREDITS) and len(words.split()) <= MOST_CREDIT_WORDS


def without_loops(words: Sequence[Word]) -> list[Word]:
    """The words with every loop cut down to its phrase, said once."""
    kept: list[Word] = []
    said = [plain(word.text) for word in words]
    at = 0
    while at < len(words):
        length, times = _loop_at(words, said, at)
        kept += words[at : at + length]
        at += length * times
    return kept


def plain(text: str) -> str:
    """Lower case, no accent, one space for each run of signs."""
    letters = unicodedata.normalize("NFD", text.replace("œ", "oe").replace("Œ", "oe").lower())
    return re.sub(r"[^a-z0-9]+", " ", "".join(each for each in letters if not unicodedata.combining(each))).strip()


def _loop_at(words: Sequence[Word], said: Sequence[str], at: int) -> tuple[int, int]:
    """How many words of a phrase begin here, and how often they come in a row: one, once, where there is no loop."""
    for length in range(1, LONGEST_LOOP_WORDS + 1):
        phrase = said[at : at + length]
        times = 1
        while said[at + times * length : at + (times + 1) * length] == phrase:
            times += 1
        if times >= LEAST_TIMES.get(length, MANY_TIMES):
            return length, times
        last = words[min(at + length * times, len(words)) - 1]
        if times >= HURRIED_TIMES and last.end_s - words[at].start_s < FASTEST_WORD_S * length * times:
            return length, times
    return 1, 1


def _has_voice(word: Word, voice: Voice) -> bool:
    return voice.highest_between(word.start_s - OUTSIDE_S, word.end_s + OUTSIDE_S) >= POSSIBLE - HYSTERESIS


def _sentences(words: Sequence[Word]) -> Iterator[list[Word]]:
    sentence: list[Word] = []
    for word in words:
        sentence.append(word)
        if word.text.endswith(_ENDS_SENTENCE):
            yield sentence
            sentence = []
    if sentence:
        yield sentence
