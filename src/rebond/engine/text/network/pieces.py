"""Text as the pieces that a language model knows, each with its exact place in the text."""

import heapq
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

SPACE = "▁"
Place = tuple[int, int]


@dataclass(frozen=True)
class Cut:
    """A text in pieces.

    Attributes:
        rows: of each piece, its row in the table of vectors.
        places: of each piece, start and end in the text; bytes of one character share its place.
    """

    rows: list[int]
    places: list[Place]


class Pieces(Protocol):
    """Cuts text into pieces."""

    def cut(self, text: str) -> Cut:
        """The pieces of `text`, in order; none is empty, and together they hold every character that is not dropped."""
        ...


class MergedPieces:
    """Byte-pair pieces: from single characters, the pair of best score is merged until none is left.

    Sennrich et al., "Neural machine translation of rare words with subword units" (ACL 2016), with the scores and the
    bytes for unknown characters of SentencePiece (Kudo and Richardson, EMNLP 2018).
    """

    def __init__(self, scores: Mapping[str, float], rows: Mapping[str, int], bytes_: Sequence[int]) -> None:
        """`scores` and `rows` of each piece by its spelling, spaces as SPACE; `bytes_`: the rows of the 256 bytes."""
        self._scores, self._rows, self._bytes = scores, rows, bytes_

    def cut(self, text: str) -> Cut:
        """See Pieces.cut."""
        found = Cut([], [])
        # White space begins a piece, and no piece crosses it otherwise: words are cut apart, and each kind once.
        known: dict[str, tuple[list[int], list[Place]]] = {}
        for start, end in _words(text):
            word = text[start:end]
            if word not in known:
                known[word] = self._word(word)
            rows, places = known[word]
            found.rows.extend(rows)
            found.places.extend((start + low, start + high) for low, high in places)
        return found

    def _word(self, word: str) -> tuple[list[int], list[Place]]:
        letters = word.replace(" ", SPACE)
        ends = self._merged(letters)
        rows: list[int] = []
        places: list[Place] = []
        start = 0
        for end in ends:
            row = self._rows.get(letters[start:end])
            known = [row] if row is not None else [self._bytes[b] for b in word[start:end].encode("utf-8", "replace")]
            rows.extend(known)
            places.extend([(start, end)] * len(known))
            start = end
        return rows, places

    def _merged(self, letters: str) -> list[int]:
        """The ends of the pieces of one word, in order."""
        count = len(letters)
        after, before = list(range(1, count + 1)), list(range(-1, count - 1))
        end, alive = list(range(1, count + 1)), [True] * count
        heap: list[tuple[float, int, int, int, int]] = []

        def offer(left: int) -> None:
            right = after[left]
            if right < count:
                score = self._scores.get(letters[left : end[right]])
                if score is not None:
                    heapq.heappush(heap, (-score, left, right, end[left], end[right]))

        for left in range(count):
            offer(left)
        while heap:
            _, left, right, left_end, right_end = heapq.heappop(heap)
            fresh = alive[left] and alive[right] and after[left] == right
            if not (fresh and end[left] == left_end and end[right] == right_end):
                continue
            end[left], alive[right], after[left] = right_end, False, after[right]
            if after[left] < count:
                before[after[left]] = left
            offer(left)
            if before[left] >= 0:
                offer(before[left])
        return [end[place] for place in range(count) if alive[place]]


class LikeliestPieces:
    """Unigram pieces: of all ways to cut a word, the one whose pieces are likeliest together (Viterbi).

    Kudo, "Subword regularization" (ACL 2018).
    """

    def __init__(
        self,
        scores: Mapping[str, float],
        rows: Mapping[str, int],
        unknown: int,
        spelled: Mapping[int, str],
    ) -> None:
        """`scores`: log-likelihoods by spelling; `unknown`: the row of what is not known; `spelled`: how characters
        are written before they are cut, by code point."""
        self._scores, self._rows, self._unknown, self._spelled = scores, rows, unknown, spelled
        self._longest = max(map(len, scores))
        # SentencePiece gives an unknown character ten less than the least likely piece.
        self._unknown_score = min(scores.values()) - 10.0

    def cut(self, text: str) -> Cut:
        """See Pieces.cut."""
        letters, origin = self._written(text)
        found = Cut([], [])
        known: dict[str, list[tuple[int, int]]] = {}
        start = 0
        while start < len(letters):
            end = letters.find(SPACE, start + 1)
            end = len(letters) if end < 0 else end
            word = letters[start:end]
            if word not in known:
                known[word] = self._word(word)
            low = start
            for row, high in known[word]:
                found.rows.append(row)
                found.places.append((origin[low], origin[start + high - 1] + 1))
                low = start + high
            start = end
        return found

    def _written(self, text: str) -> tuple[str, list[int]]:
        """The text as it is cut, runs of spaces as one SPACE and one at the beginning; and each letter's place."""
        letters: list[str] = []
        origin: list[int] = []
        for place, character in enumerate(text):
            for letter in self._spelled.get(ord(character), character):
                if letter == " ":
                    if letters and letters[-1] == SPACE:
                        continue
                    letter = SPACE
                letters.append(letter)
                origin.append(place)
        if letters and letters[0] != SPACE:
            letters.insert(0, SPACE)
            origin.insert(0, 0)
        return "".join(letters), origin

    def _word(self, word: str) -> list[tuple[int, int]]:
        """Row and end of each piece of one word; unknown neighbours as one piece."""
        count = len(word)
        best = [0.0] + [float("-inf")] * count
        begin = [0] * (count + 1)
        for end in range(1, count + 1):
            for start in range(max(0, end - self._longest), end):
                score = self._scores.get(word[start:end])
                if score is None:
                    if end - start > 1:
                        continue
                    score = self._unknown_score
                if best[start] + score > best[end]:
                    best[end], begin[end] = best[start] + score, start
        pieces: list[tuple[int, int]] = []
        end = count
        while end > 0:
            row = self._rows.get(word[begin[end] : end], self._unknown)
            if not (pieces and row == self._unknown == pieces[-1][0]):
                pieces.append((row, end))
            end = begin[end]
        return pieces[::-1]


def _words(text: str) -> list[Place]:
    """Runs without white space, each with the one space before it; other white space in runs of one character."""
    words: list[Place] = []
    start = 0
    for place in range(1, len(text) + 1):
        if place == len(text) or _parts(text[place - 1], text[place]):
            words.append((start, place))
            start = place
    return words


def _parts(before: str, after: str) -> bool:
    if after in " \n\t\r":
        return before != after
    return before in "\n\t\r"


def without_accents(text: str) -> str:
    """The same number of characters, each without its accent."""
    return "".join(unicodedata.normalize("NFD", letter)[0] for letter in text)
