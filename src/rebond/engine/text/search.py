"""What is looked for, where it stands in a text, and how it is shown."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rebond.engine.text.segmentation import cut, rule_judge
from rebond.engine.text.words import folded_word

# A word as SQLite's tokenizer unicode61 cuts it: letters and digits with their combining marks; apostrophes and hyphens
# part (« j’ai » is two words, there as here).
_WORD = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f])*")
_LIGATURES = (("œ", "oe"), ("æ", "ae"))

MOST_WORDS = 12
"""Words of a query that count; a longer one is a sentence, which is better compared by meaning. Our judgement."""
SHORTEST_OPENING = 3
"""From so many letters on, a word finds those that begin with it (« prép » finds « préparation »). Our judgement."""
SHORTEST_PLURAL = 5
"""From so many letters on, a final s or x is left out (« salaires » finds « salaire »). Our judgement."""
SHORTEST_TELLING = 4
"""Words shorter than this say little alone: they do not count where any one word is enough. Our judgement."""

LONGEST_EXCERPT = 240
"""Characters of an excerpt, some three lines on a phone."""
LEAD = 60
"""Characters shown before the first word found."""

LONGEST_PIECE = 400
"""Characters of what gets one vector: some three sentences. Longer ones blur, shorter ones cost time. Our judgement."""


@dataclass(frozen=True)
class Word:
    """A word looked for.

    Attributes:
        written: as in the query, in lower case and without accents.
        forms: what stands for it; any of them is enough.
        begins: whether words that only begin with a form are meant too.
    """

    written: str
    forms: tuple[str, ...]
    begins: bool

    def meets(self, folded: str) -> bool:
        """Whether a word of a text, folded, is one of those meant."""
        return folded in self.forms or (self.begins and folded.startswith(self.forms))


@dataclass(frozen=True)
class Piece:
    """A piece of an excerpt; `is_found` where it is a word that was looked for."""

    text: str
    is_found: bool


@dataclass(frozen=True)
class Excerpt:
    """A part of a text with the words found in it. `start` is where it begins, `found_at` where its first find stands
    (`start` where there is none); both count characters of the whole text."""

    pieces: tuple[Piece, ...]
    start: int
    found_at: int
    cut_before: bool
    cut_after: bool


def folded(word: str) -> str:
    """Lower case, without accents, ligatures written out."""
    plain = folded_word(word)
    for joined, apart in _LIGATURES:
        plain = plain.replace(joined, apart)
    return plain


def words_of(query: str) -> tuple[Word, ...]:
    """The words of a query, each once, at most MOST_WORDS; quotes, operators and other signs are none."""
    written = dict.fromkeys(folded(match[0]) for match in _WORD.finditer(query))
    return tuple(_word(word) for word in [*written][:MOST_WORDS])


def _word(written: str) -> Word:
    is_plural = len(written) >= SHORTEST_PLURAL and written[-1] in "sx"
    form = written[:-1] if is_plural else written
    return Word(written, (form,), begins=len(written) >= SHORTEST_OPENING)


def telling(words: Sequence[Word]) -> tuple[Word, ...]:
    """The words that say something alone; all of them where none does."""
    return tuple(word for word in words if len(word.written) >= SHORTEST_TELLING) or tuple(words)


def expression(words: Sequence[Word], *, together: bool) -> str:
    """The words as a query of SQLite's FTS5: all of them, or (`together` False) any of them. At least one is given.

    Every form stands between quotes and holds letters and digits alone, so that nothing of it is an operator.
    """
    return (" AND " if together else " OR ").join(_alternatives(word) for word in words)


def _alternatives(word: Word) -> str:
    star = "*" if word.begins else ""
    return "(" + " OR ".join(f'"{spelling}"{star}' for form in word.forms for spelling in _spellings(form)) + ")"


def _spellings(form: str) -> tuple[str, ...]:
    # The index keeps ligatures as they were typed.
    joined = form
    for ligature, apart in _LIGATURES:
        joined = joined.replace(apart, ligature)
    return (form,) if joined == form else (form, joined)


def terms_of(text: str) -> set[str]:
    """The words of a text, folded, each once."""
    return {folded(match[0]) for match in _WORD.finditer(text)}


def excerpt(text: str, words: Sequence[Word], *, within: tuple[int, int] | None = None) -> Excerpt:
    """The part of a text where most of the words stand close together, LONGEST_EXCERPT characters at most.

    `within` (start and end) says which part is meant instead; the words are marked there all the same.
    """
    found = [
        (match.start(), match.end(), number)
        for match in _WORD.finditer(text)
        for number, word in enumerate(words)
        if word.meets(folded(match[0]))
    ]
    low, high = within or (0, len(text))
    found = [find for find in found if low <= find[0] and find[1] <= high]
    start, end = _window(text, found, low, high)
    inside = [find for find in found if start <= find[0] and find[1] <= end]
    return Excerpt(
        pieces=tuple(_pieces(text, start, end, inside)),
        start=start,
        found_at=inside[0][0] if inside else start,
        cut_before=start > 0 and bool(text[:start].strip()),
        cut_after=bool(text[end:].strip()),
    )


def _window(text: str, found: list[tuple[int, int, int]], low: int, high: int) -> tuple[int, int]:
    if high - low <= LONGEST_EXCERPT:
        return low, high
    anchor = _densest(found) if found else low
    start = _word_start(text, max(low, anchor - LEAD), anchor)
    end = min(high, start + LONGEST_EXCERPT)
    return start, _word_end(text, end, start, high)


def _densest(found: list[tuple[int, int, int]]) -> int:
    """The first find from which on an excerpt holds the most of the words. In one pass: a text may hold one thousands
    of times."""
    inside: Counter[int] = Counter()
    stop, most, place = 0, 0, found[0][0]
    for position, (start, _, number) in enumerate(found):
        while stop < len(found) and found[stop][1] <= start + LONGEST_EXCERPT - LEAD:
            inside[found[stop][2]] += 1
            stop += 1
        if len(inside) > most:
            most, place = len(inside), start
        if stop == position:  # a word longer than an excerpt
            stop += 1
        else:
            inside[number] -= 1
            if not inside[number]:
                del inside[number]
    return place


def _word_start(text: str, position: int, latest: int) -> int:
    """The first beginning of a word from `position` on; no later than `latest`."""
    if position == 0 or text[position - 1].isspace():
        return position
    while position < latest and not text[position].isspace():
        position += 1
    return position + 1 if position < latest else latest


def _word_end(text: str, position: int, start: int, high: int) -> int:
    """The last end of a word up to `position`, or `position` where one word fills the whole."""
    if position == high or text[position].isspace():
        return position
    space = next((index for index in range(position, start + LONGEST_EXCERPT // 2, -1) if text[index].isspace()), 0)
    return space or position


def _pieces(text: str, start: int, end: int, found: list[tuple[int, int, int]]) -> list[Piece]:
    pieces, position = [], start
    for low, high, _ in found:
        if low < position:  # a word that two words of the query mean
            continue
        pieces += [Piece(text[position:low], False), Piece(text[low:high], True)]
        position = high
    pieces.append(Piece(text[position:end], False))
    return [piece for piece in pieces if piece.text]


def pieces_of(text: str) -> list[tuple[int, int]]:
    """Start and end of the pieces of a text that get a vector each: whole sentences, LONGEST_PIECE characters or so."""
    pieces: list[tuple[int, int]] = []
    for start, end in cut(text, rule_judge, np.zeros(91)):
        if pieces and end - pieces[-1][0] <= LONGEST_PIECE:
            pieces[-1] = (pieces[-1][0], end)
        else:
            pieces.append((start, end))
    return pieces


def closest(
    vectors: NDArray[np.float32], query: NDArray[np.float32], *, least: float, most: int
) -> list[tuple[int, float]]:
    """The rows of `vectors` nearest to `query`, nearest first, with their cosine (-1 to 1).

    Args:
        vectors: shape (n, dim), rows of length 1.
        query: shape (dim,), of length 1.
        least: the lowest cosine that counts.
        most: how many rows at most.
    """
    cosines = vectors @ query
    near = np.flatnonzero(cosines >= least)
    if len(near) > most:
        near = near[np.argpartition(-cosines[near], most - 1)[:most]]
    return [(int(row), float(cosines[row])) for row in near[np.argsort(-cosines[near], kind="stable")]]
