"""The pieces that French and English need, found by cutting their commonest words and the whole corpus."""

import unicodedata
from collections.abc import Iterable
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from wordfreq import top_n_list

from rebond.engine.text.network.base import Base, Vocabulary
from rebond.engine.text.network.pieces import SPACE, MergedPieces, without_accents
from rebond.engine.text.network.vocabulary import pieces_of

# Commonest words of each language, and how many of them are also kept with a capital, and in capitals.
_COMMONEST = {"fr": 40_000, "en": 20_000}
_WITH_CAPITAL, _IN_CAPITALS = 20_000, 3_000
# Beside letters: what stands in accounts as signs, dashes, arrows and pictures.
_SIGNS = ((0x00, 0x250), (0x2000, 0x2800), (0x1F300, 0x1FAFF))
_LONGEST_MARK = 4


def needed(base: Base, texts: Iterable[str], unknown: int, marks: Iterable[int]) -> NDArray[np.bool_]:
    """Whether each piece of the base model is kept; `marks` are kept whatever happens."""
    known = base.vocabulary
    pieces = pieces_of(known, unknown)
    kept = np.zeros(len(known.spellings), np.bool_)
    kept[[*marks, *known.byte_rows, unknown]] = True
    for row, spelling in enumerate(known.spellings):
        kept[row] |= bool(known.usual[row]) and _is_sign(spelling)
    for text in (*common_words(), *texts):
        kept[pieces.cut(text).rows] = True
    if isinstance(pieces, MergedPieces):
        _keep_steps(known, kept)
    return kept


def common_words() -> list[str]:
    """The commonest French and English words as they are typed."""
    words: dict[str, None] = {}
    for language, count in _COMMONEST.items():
        for rank, word in enumerate(top_n_list(language, count)):
            forms = [word, unicodedata.normalize("NFC", without_accents(word))]
            forms += [word.capitalize()] * (rank < _WITH_CAPITAL) + [word.upper()] * (rank < _IN_CAPITALS)
            words.update(dict.fromkeys(form for each in forms for form in (each, f" {each}")))
    return list(words)


def _is_sign(spelling: str) -> bool:
    if len(spelling) == 1:
        return any(low <= ord(spelling) < high for low, high in _SIGNS)
    plain = spelling.replace(SPACE, "")
    return len(spelling) <= _LONGEST_MARK and not any(
        letter.isalpha() or ord(letter) > _SIGNS[1][1] for letter in plain
    )


def _keep_steps(vocabulary: Vocabulary, kept: NDArray[np.bool_]) -> None:
    """A pair is merged only if both halves were: every piece on the way to a kept one is kept."""
    known = {vocabulary.spellings[row]: (row, vocabulary.scores[row]) for row in np.flatnonzero(vocabulary.usual)}
    waiting = [vocabulary.spellings[row] for row in np.flatnonzero(kept & vocabulary.usual)]
    while waiting:
        spelling = waiting.pop()
        for cut in range(1, len(spelling)):
            halves = known.get(spelling[:cut]), known.get(spelling[cut:])
            if halves[0] is None or halves[1] is None:
                continue
            if cut in _last_merges(spelling, known):
                for (row, _), half in zip(halves, (spelling[:cut], spelling[cut:]), strict=True):
                    if not kept[row]:
                        kept[row] = True
                        waiting.append(half)


def _last_merges(spelling: str, known: dict) -> set[int]:
    """Where the two halves met when the piece was put together from its letters."""
    parts = list(spelling)
    meeting: set[int] = set()
    while len(parts) > 1:
        pairs = [(known[a + b][1], n) for n, (a, b) in enumerate(pairwise(parts)) if a + b in known]
        if not pairs:
            break
        _, place = max(pairs, key=lambda pair: (pair[0], -pair[1]))
        if len(parts) == 2:
            meeting.add(len(parts[0]))
        parts[place : place + 2] = [parts[place] + parts[place + 1]]
    return meeting
