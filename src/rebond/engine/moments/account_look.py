"""What a network that reads the whole account says of its moments, and of where each ends."""

from collections import OrderedDict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from rebond.engine.moments.features import places
from rebond.engine.text.capitals import without_capitals
from rebond.engine.text.network.states import Network, States
from rebond.engine.text.stored import Arrays

# How much of each neighbour and of the account's average the label head sees beside the moment itself, and of the
# account's length; training takes them from here.
NEIGHBOUR, ACCOUNT, LENGTH = 0.4, 0.5, 0.25
# Words around a gap whose states are seen: the one before it and three after (what comes shows where one thing ended).
GAP_WORDS = 4
# States kept between the cutting of a text and the judging of its moments: so many pieces of all texts together.
PIECES_KEPT = 24_000


class AccountLook:
    """The network with its two heads."""

    def __init__(self, network: Network, heads: Arrays) -> None:
        """`heads`: judge and gaps (weights and bias), middle and spread, as training/network writes them."""
        self._network = network
        self._judge, self._judge_bias = _single(heads["judge.weight"]), _single(heads["judge.bias"])
        self._gaps, self._gap_bias = _single(heads["gaps.weight"])[0], float(heads["gaps.bias"][0])
        self._middle, self._spread = _single(heads["middle"]), _single(heads["spread"])
        self._kept: OrderedDict[str, States] = OrderedDict()

    def log_odds(self, text: str, spans: Sequence[tuple[int, int]]) -> NDArray[np.float32]:
        """Log-odds of every label for every moment; shape (moments, labels)."""
        if not spans:
            return np.zeros((0, len(self._judge_bias)), np.float32)
        states = self._states(text)
        vectors = np.stack([states.values[slice(*states.covering(*span))].mean(axis=0) for span in spans])
        seen = seen_of((vectors - self._middle) / self._spread)
        return np.asarray(seen @ self._judge.T + self._judge_bias, np.float32)

    def gap_log_odds(self, text: str, words: Sequence[tuple[int, int]]) -> NDArray[np.float64]:
        """Log-odds that a moment ends in each gap between two neighbouring words; shape (len(words) - 1,)."""
        states = self._states(text)
        last = [states.covering(*word)[1] - 1 for word in words]
        width = states.values.shape[1]
        padded = np.concatenate([states.values[last], np.zeros((GAP_WORDS - 1, width), np.float32)])
        count = len(words) - 1
        total = np.full(count, self._gap_bias)
        for shift in range(GAP_WORDS):
            total += padded[shift : shift + count] @ self._gaps[shift * width : (shift + 1) * width]
        return total

    def _states(self, text: str) -> States:
        """A text is cut first and judged afterwards: its states are kept in between, the oldest given up first."""
        states = self._kept.pop(text, None) or self._network.read(without_capitals(text))
        self._kept[text] = states
        while len(self._kept) > 1 and sum(len(kept.places) for kept in self._kept.values()) > PIECES_KEPT:
            self._kept.popitem(last=False)
        return states


def seen_of(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Of each moment: itself, its neighbours, the account's average, its place; shape (moments, 4 width + 5)."""
    count = len(vectors)
    nothing = np.zeros((1, vectors.shape[1]), np.float32)
    previous, following = np.vstack([nothing, vectors[:-1]]), np.vstack([vectors[1:], nothing])
    whole = np.tile(vectors.mean(axis=0), (count, 1))
    length = np.full((count, 1), np.log1p(count) * LENGTH, np.float32)
    return np.concatenate(
        [vectors, previous * NEIGHBOUR, following * NEIGHBOUR, whole * ACCOUNT, places(count), length], axis=1
    )


def _single(array: NDArray[np.floating]) -> NDArray[np.float32]:
    return np.asarray(array, np.float32)
